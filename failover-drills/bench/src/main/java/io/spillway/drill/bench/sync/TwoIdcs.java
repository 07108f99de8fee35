package io.spillway.drill.bench.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.spillway.drill.bench.push.Population;
import io.spillway.drill.bench.push.server.ControlProgram;
import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Role;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.Spawned;
import io.spillway.model.time.Ticker;

/**
 * Two IDCs that hold the same Services, each with a real control node, and the registry-sync of one of them, which hears the
 * other over a {@link Toxiproxy}. Used by one thread.
 */
final class TwoIdcs implements AutoCloseable {

    private static final String ORIGIN = "idc-b";
    private static final int HEAP_MIB = 768;
    private static final Duration START = Duration.ofMinutes(3);

    private final Population population;
    private final ControlProgram origin;
    private final ControlProgram receiver;
    private final OctetCounter counter;
    private final Toxiproxy link;
    private final Spawned sync;

    private TwoIdcs(Population population, ControlProgram origin, ControlProgram receiver,
            OctetCounter counter, Toxiproxy link, Spawned sync) {
        this.population = population;
        this.origin = origin;
        this.receiver = receiver;
        this.counter = counter;
        this.link = link;
        this.sync = sync;
    }

    /**
     * Starts all of it.
     *
     * @throws BenchFailure when something does not start
     */
    static TwoIdcs start(Home home, Path folder, Population population, Ticker ticker) {
        ControlProgram origin = control(home, folder, ORIGIN, population, ticker);
        OctetCounter counter = OctetCounter.start(origin.port());
        ControlProgram receiver = null;
        Toxiproxy link = null;
        try {
            receiver = control(home, folder, Population.IDC, population, ticker);
            link = Toxiproxy.start(folder, counter.port(), ticker);
            return new TwoIdcs(population, origin, receiver, counter, link,
                    sync(home, folder, receiver.port(), link.port()));
        } catch (RuntimeException e) {
            if (link != null) {
                link.close();
            }
            counter.close();
            if (receiver != null) {
                receiver.close();
            }
            origin.close();
            throw e;
        }
    }

    private static ControlProgram control(Home home, Path folder, String idc, Population population, Ticker ticker) {
        try {
            Path own = Files.createDirectories(folder.resolve(idc));
            Files.writeString(Files.createDirectories(own.resolve("resources")).resolve("all.yaml"),
                    documents(idc, population));
            return ControlProgram.start(new ControlProgram.Start(idc, home, own, HEAP_MIB, "{kind: embedded}", START),
                    ticker);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    private static Spawned sync(Home home, Path folder, int control, int peer) {
        Path config = folder.resolve("registry-sync.yaml");
        try {
            Files.writeString(config, "idc: " + Population.IDC + "\nnode: sync-1\nadmin: 127.0.0.1:"
                    + Ports.free(1).getFirst() + "\ndataDir: " + folder.resolve("sync-data")
                    + "\ncontrol: [\"127.0.0.1:"
                    + control + "\"]\npeers:\n  " + ORIGIN + ": {control: [\"127.0.0.1:" + peer + "\"]}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(config + " cannot be written", e);
        }
        return Spawned.start("registry-sync", folder, Map.of(),
                new Commands(home, Map.of(Role.SYNC, List.of("-Xmx128m", "-XX:MetaspaceSize=64m"))).java(Role.SYNC,
                        "registry-sync", "io.spillway.sync.Main", List.of("--config", config.toString())));
    }

    private static String documents(String idc, Population population) {
        StringBuilder all = new StringBuilder();
        for (String each : List.of(Population.IDC, ORIGIN)) {
            all.append(document("Idc", each, "{gateways: [\"127.0.0.1:" + (each.equals(idc) ? 8001 : 8002) + "\"]}"));
        }
        all.append(document("DrGroup", "core", "{idcs: [" + Population.IDC + ", " + ORIGIN + "], minActive: 1}"));
        all.append(document("Cluster", idc + "-primary", "{idc: " + idc + ", role: PRIMARY}"));
        for (int service = 0; service < population.services(); service++) {
            String name = population.service(service);
            all.append(document("Service", name, "{hosts: [" + name + ".example], drGroup: core}"));
            for (int endpoint = 0; endpoint < population.endpoints(service); endpoint++) {
                all.append(workload(idc, population, service, endpoint, Population.WEIGHT));
            }
        }
        return all.toString();
    }

    private static String workload(String idc, Population population, int service, int endpoint, int weight) {
        return document("WorkloadEntry", population.workload(service, endpoint),
                "{service: " + population.service(service) + ", group: " + Population.GROUP + ", cluster: " + idc
                        + "-primary, address: " + population.address(endpoint) + ", port: " + population.port(0)
                        + ", weight: " + weight + ", state: UP}");
    }

    private static String document(String kind, String name, String spec) {
        return "---\napiVersion: spillway.io/v1\nkind: " + kind + "\nmetadata: {name: " + name + "}\nspec: " + spec
                + "\n";
    }

    /** Returns the port of ADS of the IDC that hears of changes. */
    int port() {
        return receiver.port();
    }

    Toxiproxy link() {
        return link;
    }

    /** Returns the octets that have come from the other IDC so far, with all framing. */
    long received() {
        return counter.received();
    }

    /** Returns the process ids of the control nodes and of registry-sync. */
    List<Long> pids() {
        return List.of(origin.pid(), receiver.pid(), sync.pid());
    }

    /**
     * Gives a workload of each of some Services of the other IDC a weight that none of them has.
     *
     * @throws BenchFailure when that is refused
     */
    void change(List<Integer> services, int weight) {
        String documents = services.stream().map(service -> workload(ORIGIN, population, service, 0, weight))
                .collect(Collectors.joining());
        try {
            HttpResponse<String> answer = origin
                    .ask(HttpRequest.newBuilder(origin.api("apply")).POST(BodyPublishers.ofString(documents)));
            if (answer.statusCode() / 100 != 2) {
                throw origin.failure("answered a change with " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw origin.failure("did not answer a change: " + e.getMessage());
        }
    }

    /** Returns what was printed about it, for a failure. */
    BenchFailure failure(String what) {
        return sync.failure(what);
    }

    @Override
    public void close() {
        sync.close();
        link.close();
        counter.close();
        receiver.close();
        origin.close();
    }
}
