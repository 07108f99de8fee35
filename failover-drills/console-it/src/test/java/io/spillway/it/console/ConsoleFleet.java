package io.spillway.it.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.spillway.devca.AccessToken;
import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetFiles;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.fleet.Ports;
import io.spillway.drill.fleet.RegistryChoice;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.fleet.Topology.IdcTopology;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;

/** Two IDCs on this machine with users; the people of idc-a have tokens, and its two control nodes know each other's consoles. */
final class ConsoleFleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PORT_BASE = 24_000;
    private static final Map<Role, List<String>> JVM = Map.of(
            Role.CONTROL, List.of("-Xms48m", "-Xmx192m", "-XX:TieredStopAtLevel=1"),
            Role.GATEWAY, List.of("-Xms48m", "-Xmx128m", "-XX:MaxDirectMemorySize=64m", "-XX:TieredStopAtLevel=1"),
            Role.SYNC, List.of("-Xms24m", "-Xmx96m", "-XX:TieredStopAtLevel=1"));
    /** Who may what. Alice and bob run services, carol says yes, the wall shows. */
    private static final Map<String, String> PEOPLE = Map.of("alice", "operator", "bob", "operator", "carol",
            "approver", "wall", "viewer", "setup", "admin");

    private static final String WORLD = """
            apiVersion: spillway.io/v1
            kind: Cluster
            metadata: {name: idc-a-primary}
            spec: {idc: idc-a, role: PRIMARY}
            ---
            apiVersion: spillway.io/v1
            kind: Cluster
            metadata: {name: idc-b-primary}
            spec: {idc: idc-b, role: PRIMARY}
            ---
            # More than a tenth of its requests moves only with somebody else's word.
            apiVersion: spillway.io/v1
            kind: DrGroup
            metadata: {name: core}
            spec: {idcs: [idc-a, idc-b], limits: {approveAbove: 10}}
            ---
            apiVersion: spillway.io/v1
            kind: Service
            metadata: {name: orders}
            spec: {hosts: [orders.example], drGroup: core, policy: {timeout: 2s}}
            ---
            apiVersion: spillway.io/v1
            kind: Route
            metadata: {name: shop}
            spec:
              hosts: [shop.example]
              matches:
                - path: {prefix: /orders}
              groups:
                - {service: orders, group: default, weight: 100}
            ---
            apiVersion: spillway.io/v1
            kind: Drill
            metadata: {name: weekly}
            spec:
              title: An eighth of the traffic of core goes to idc-b and comes back
              target: {scope: {drGroup: core}, share: 12}
              schedule: {cron: 0 3 * * 2, zone: Europe/Berlin, enabled: false}
              steps:
              - phase: there
              - event: there
                switchOver: {idc: idc-a, name: there, scope: drgroup/core, from: idc-a, to: idc-b, steps: [12], soak: 30s, reason: weekly drill}
              rollback:
              - {event: back, endSwitchOvers: {idc: idc-a}}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, AccessToken> tokens = new LinkedHashMap<>();
    private final List<Instance> instances = new ArrayList<>();
    private final FleetLayout layout;
    private final Fleet fleet;
    private final Users users;

    private ConsoleFleet(Path folder) throws IOException {
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        Files.writeString(seeds.resolve("world.yaml"), WORLD);
        Topology topology = new Topology("console", PORT_BASE,
                List.of(new IdcTopology("idc-a", 2, 1, List.of(), seeds, List.of()),
                        new IdcTopology("idc-b", 1, 1, List.of(), seeds, List.of())),
                Map.of(), JVM, RegistryChoice.ETCD);
        this.layout = new FleetLayout(topology, Ports.free(PORT_BASE, topology), folder, RegistryChoice.ETCD);
        FleetFiles.write(layout, Instant.now());
        PEOPLE.keySet().forEach(person -> tokens.put(person, AccessToken.create(new SecureRandom())));
        for (FleetLayout.ControlPlace control : layout.controls()) {
            Files.writeString(folder.resolve(control.process() + ".yaml"),
                    "loadInterval: 1s\n" + (control.idc().equals("idc-a") ? people() : ""), StandardOpenOption.APPEND);
        }
        this.fleet = new Fleet(layout.components(new Commands(new Home(Path.of("target").toAbsolutePath()), JVM)),
                folder, Ticker.system(), Pause.real());
        this.users = new Users(layout.entrances().values().stream().map(List::getFirst).toList());
    }

    /** Starts all of it; returns when traffic flows and the IDCs hear each other. */
    static ConsoleFleet start(Path folder) throws IOException, InterruptedException {
        ConsoleFleet started = new ConsoleFleet(folder);
        try {
            started.fleet.start(Selector.ALL, PATIENCE, _ -> {});
            started.populate();
            return started;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            started.close();
            throw e;
        }
    }

    private String people() {
        StringBuilder lines = new StringBuilder("access:\n  tokens:\n");
        PEOPLE.forEach((person, role) -> lines.append("  - {name: ").append(person).append(", person: ").append(person)
                .append(", sha256: ").append(Objects.requireNonNull(tokens.get(person)).sha256())
                .append(", roles: [{role: ").append(role).append("}]}\n"));
        return lines + "console:\n  peers: [\"" + url(0) + "\", \"" + url(1) + "\"]\n";
    }

    private void populate() throws IOException, InterruptedException {
        for (String idc : List.of("idc-a", "idc-b")) {
            String api = "http://" + Objects.requireNonNull(layout.apis().get(idc));
            Instance instance = new Instance("orders-" + idc);
            instances.add(instance);
            Awaitility.await(idc + " takes its instance").atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
                    .until(() -> put(api, instance.name(),
                            """
                                    {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"%s"},"spec":{"service":\
                                    "orders","group":"default","cluster":"%s-primary","address":"127.0.0.1","port":%d,"state":"UP"}}
                                    """
                                    .formatted(instance.name(), idc, instance.port()))
                            / 100 == 2);
        }
        users.start();
        Awaitility.await("users are served").atMost(PATIENCE).until(() -> users.served() > 100);
        Awaitility.await("idc-a hears from idc-b").atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
                .until(() -> get("http://" + layout.apis().get("idc-a") + "/v1/imports/orders.idc-b") == 200);
    }

    private int put(String api, String name, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(api + "/v1/workloads/" + name))
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private int get(String address) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address)));
    }

    private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<Void> answer = client.send(
                request.timeout(Duration.ofSeconds(5)).header("Authorization", "Bearer " + token("setup")).build(),
                BodyHandlers.discarding());
        return answer.statusCode();
    }

    /** Returns what a person types to log in. */
    String token(String person) {
        return Objects.requireNonNull(tokens.get(person), person).text();
    }

    /** Returns where a browser finds a control node of idc-a, from 0. */
    String url(int control) {
        return "http://" + layout.controls().get(control).api();
    }

    /** Kills a control node of idc-a, from 0. */
    void kill(int control) throws InterruptedException {
        String process = layout.controls().get(control).process();
        fleet.kill(fleet.select(new Selector(null, null, null, process)));
    }

    /** Starts what does not run. */
    void heal() throws InterruptedException {
        fleet.start(Selector.ALL, PATIENCE, _ -> {});
    }

    Users users() {
        return users;
    }

    @Override
    public void close() {
        users.close();
        fleet.close();
        instances.forEach(Instance::close);
        client.close();
    }

}
