package io.spillway.it.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Component;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetFiles;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.fleet.Ports;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.fleet.Topology.IdcTopology;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real control planes, gateways and registry-syncs on loopback, with two workloads of {@code orders} per IDC that live in
 * the test's process. The processes have the class path of the test.
 */
public final class RunningFleet implements AutoCloseable {

    /** The host name of the service {@code orders}. */
    public static final String ORDERS = "orders.example";

    /** How long registry-sync is believed without a word. */
    public static final Duration SYNC_LEASE = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration KILL = Duration.ofSeconds(10);
    private static final Duration STEADY = Duration.ofSeconds(30);
    private static final int PORT_BASE = 21_000;
    private static final Map<Role, List<String>> JVM = Map.of(
            Role.CONTROL, List.of("-Xms48m", "-Xmx192m", "-XX:TieredStopAtLevel=1"),
            Role.GATEWAY, List.of("-Xms48m", "-Xmx128m", "-XX:MaxDirectMemorySize=64m", "-XX:TieredStopAtLevel=1"),
            Role.SYNC, List.of("-Xms24m", "-Xmx96m", "-XX:TieredStopAtLevel=1"));

    private final FleetShape shape;
    private final FleetLayout layout;
    private final Fleet fleet;
    private final @Nullable Links links;
    private final @Nullable EtcdLine line;
    private final Map<String, Api> apis = new LinkedHashMap<>();
    private final List<Workload> orders = new ArrayList<>();

    private RunningFleet(FleetShape shape, FleetLayout layout, Fleet fleet, @Nullable Links links,
            @Nullable EtcdLine line) {
        this.line = line;
        this.shape = shape;
        this.layout = layout;
        this.fleet = fleet;
        this.links = links;
        layout.apis().forEach((idc, address) -> apis.put(idc, new Api(address)));
    }

    static RunningFleet start(FleetShape shape) throws IOException, InterruptedException {
        Path target = Path.of("target").toAbsolutePath();
        Path folder = Files.createDirectories(target.resolve("fleets")).resolve(shape.name() + "-" + System.nanoTime());
        List<IdcTopology> idcs = new ArrayList<>();
        idcs.add(new IdcTopology("idc-a", shape.controlsA(), shape.gatewaysA(), List.of(), Seeds.write(folder, shape),
                List.of()));
        if (shape.gatewaysB() > 0) {
            idcs.add(new IdcTopology("idc-b", shape.gatewaysB(), List.of(), Seeds.write(folder, shape)));
        }
        Topology topology = new Topology("test-" + shape.name(), PORT_BASE, idcs, Map.of(), JVM);
        FleetLayout layout = new FleetLayout(topology, Ports.free(PORT_BASE, topology), folder, shape.registry());
        FleetFiles.write(layout, Instant.now());
        Links links = shape.linked() ? LinkedFiles.rewrite(layout) : null;
        quicken(layout);
        EtcdLine line = shape.controlsA() > 1 ? lead(layout) : null;
        Fleet fleet = new Fleet(layout.components(new Commands(new Home(target), JVM)), folder, Ticker.system(),
                Pause.real());
        RunningFleet running = new RunningFleet(shape, layout, fleet, links, line);
        try {
            fleet.start(Selector.ALL, PATIENCE, _ -> {});
            running.populate();
        } catch (IOException | RuntimeException | InterruptedException e) {
            running.close();
            throw e;
        }
        return running;
    }

    private static void quicken(FleetLayout layout) throws IOException {
        for (IdcTopology idc : layout.topology().idcs()) {
            Path file = layout.folder().resolve(idc.name()).resolve("registry-sync.yaml");
            String text = Files.readString(file);
            assertThat(text).contains("lease: 10s");
            Files.writeString(file, text.replace("lease: 10s", "lease: " + SYNC_LEASE.toSeconds() + "s"));
        }
    }

    /** Leads the second control node of idc-a to its etcd by a line that can be silenced. */
    private static EtcdLine lead(FleetLayout layout) throws IOException {
        Path file = layout.folder().resolve("idc-a/idc-control-2.yaml");
        String text = Files.readString(file);
        Matcher endpoint = Pattern.compile("endpoints: \\[\"http://127\\.0\\.0\\.1:([0-9]+)\"]").matcher(text);
        assertThat(endpoint.find()).as(text).isTrue();
        EtcdLine line = EtcdLine.to(Integer.parseInt(endpoint.group(1)));
        Files.writeString(file,
                text.replace(endpoint.group(), "endpoints: [\"http://127.0.0.1:" + line.port() + "\"]"));
        return line;
    }

    private void populate() throws IOException {
        for (Map.Entry<String, Api> idc : apis.entrySet()) {
            Awaitility.await(idc.getKey() + " is seeded").atMost(PATIENCE)
                    .until(() -> idc.getValue().get("services/orders").status() == 200);
            for (int number = 1; number <= 2; number++) {
                Workload workload = new Workload("orders-" + idc.getKey() + "-" + number, "orders", idc.getKey(),
                        idc.getValue()).live();
                workload.register("UP");
                orders.add(workload);
            }
        }
    }

    /** Waits until every IDC serves its users itself and hears from its peers; fails when that does not come. */
    public void awaitSteady() {
        for (String idc : apis.keySet()) {
            Awaitility.await(idc + " serves").atMost(STEADY).pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(user(idc).get("/")).matches(seen -> seen.by(idc), "by " + idc));
        }
        awaitPeers();
    }

    /** Waits until every IDC hears from its peers; fails when that does not come. */
    public void awaitPeers() {
        for (String idc : apis.keySet()) {
            for (String peer : apis.keySet()) {
                if (!peer.equals(idc)) {
                    Awaitility.await(idc + " hears from " + peer).atMost(STEADY)
                            .pollInterval(Duration.ofMillis(100))
                            .untilAsserted(() -> {
                                assertThat(api(idc).peer(peer).at("state").text()).isEqualTo("CONNECTED");
                                assertThat(api(idc).names("imports")).contains("orders." + peer);
                            });
                }
            }
        }
    }

    /** Returns what this is. */
    public FleetShape shape() {
        return shape;
    }

    /** Returns the control plane of an IDC. */
    public Api api(String idc) {
        Api api = apis.get(idc);
        if (api == null) {
            throw new IllegalArgumentException("idc: \"" + idc + "\" (expected: one of " + apis.keySet() + ")");
        }
        return api;
    }

    /** Returns somebody who wants {@code orders} and comes in at the first gateway of an IDC. */
    public User user(String idc) {
        return user(idc, ORDERS);
    }

    /** Returns somebody who wants a host and comes in at the first gateway of an IDC. */
    public User user(String idc, String host) {
        List<InetSocketAddress> entrances = layout.entrances().getOrDefault(idc, List.of());
        return new User(entrances.getFirst(), host);
    }

    /** Returns the workloads of {@code orders} of an IDC. */
    public List<Workload> orders(String idc) {
        return orders.stream().filter(workload -> workload.name().startsWith("orders-" + idc)).toList();
    }

    /** Returns what lies between the IDCs. */
    public Links links() {
        if (links == null) {
            throw new IllegalStateException("the fleet " + shape.name() + " has no links");
        }
        return links;
    }

    /** Returns what lies between the second control node of idc-a and its etcd. */
    public EtcdLine line() {
        if (line == null) {
            throw new IllegalStateException("the fleet " + shape.name() + " has one control node in an IDC");
        }
        return line;
    }

    /** Returns the API of a control node, for example of {@code idc-a/idc-control-2}. */
    public Api apiOf(String control) {
        return layout.controls().stream().filter(place -> place.process().equals(control))
                .map(place -> new Api(place.api())).findFirst().orElseThrow();
    }

    /** Returns a process, for example {@code idc-a/gateway-1}. */
    public Component process(String name) {
        return fleet.select(new Selector(null, null, null, name)).getFirst();
    }

    /** Kills a process and waits until it is gone. */
    public void kill(String name) throws InterruptedException {
        Component component = process(name);
        component.kill();
        assertThat(component.awaitEnd(KILL.toMillis())).as(name + " is gone").isTrue();
    }

    /** Starts a process and waits for nothing. */
    public void startAlone(String name) {
        process(name).start();
    }

    /** Starts a process unless it runs, and waits until it is ready. */
    public void start(String name) throws InterruptedException {
        fleet.start(new Selector(null, null, null, name), PATIENCE, _ -> {});
    }

    /** Returns the folder where a node keeps its data. */
    public Path data(String idc, String node) {
        return layout.folder().resolve(idc).resolve("data").resolve(node);
    }

    /** Returns the folder of the development authority that everybody in the fleet trusts. */
    public Path authority() {
        return layout.identities();
    }

    /** Returns the file that says, as Prometheus reads it, where every process shows its metrics. */
    public Path targets() {
        return layout.folder().resolve("prometheus-targets.json");
    }

    /** Returns the folder where the etcd of an IDC keeps its data. */
    public Path etcdData(String idc) {
        return layout.folder().resolve(idc).resolve("etcd");
    }

    /** Returns the end of every process's log. */
    public String logs() {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(layout.folder().resolve("logs"))) {
            for (Path file : files.sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                text.append("--- ").append(file.getFileName()).append('\n');
                lines.subList(Math.max(0, lines.size() - 40), lines.size())
                        .forEach(line -> text.append(line).append('\n'));
            }
        } catch (IOException e) {
            text.append(e);
        }
        return text.toString();
    }

    @Override
    public void close() {
        orders.forEach(Workload::die);
        fleet.close();
        if (links != null) {
            links.close();
        }
        if (line != null) {
            line.close();
        }
    }
}
