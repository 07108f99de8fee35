package io.spillway.it.operator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.spillway.control.admin.ApiServer;
import io.spillway.control.admin.ApiSettings;
import io.spillway.control.node.ControlNode;
import io.spillway.control.node.NodeObserver;
import io.spillway.control.node.NodeSettings;
import io.spillway.control.state.StateKeeper;
import io.spillway.it.harness.Api;
import io.spillway.model.time.Ticker;
import io.spillway.registry.Registry;
import io.spillway.registry.embedded.EmbeddedRegistry;
import io.spillway.registry.embedded.EmbeddedSettings;
import org.awaitility.Awaitility;

/**
 * The control plane of idc-a in the test's own process, with its HTTP API on a free port: two IDCs, the DrGroup
 * {@code core}, and the service {@code orders} with one workload in idc-a.
 */
final class ControlRoom implements AutoCloseable {

    private final Path folder;
    private final Registry registry;
    private final ControlNode node;
    private final ApiServer server;
    private final Api api;

    private ControlRoom(Path folder) throws Exception {
        this.folder = folder;
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        registry = EmbeddedRegistry.open(EmbeddedSettings.of(folder.resolve("registry"), "control-1"),
                InstantSource.system(), Ticker.system(), new SplittableRandom());
        node = ControlNode.start(
                new NodeSettings("idc-a", "control-1", "embedded", anyPort, Set.of("idc-b"),
                        Duration.ofSeconds(30), Duration.ofSeconds(30)),
                registry, new StateKeeper.Times(Ticker.system(), InstantSource.system()), NodeObserver.NONE);
        server = ApiServer.start(new ApiSettings(anyPort, null), node.service());
        api = new Api("127.0.0.1:" + server.address(anyPort).getPort());
    }

    static ControlRoom open() throws Exception {
        ControlRoom room = new ControlRoom(Files.createTempDirectory("control-room"));
        Awaitility.await("ready").until(() -> room.node.notReady().isEmpty());
        room.populate();
        return room;
    }

    Api api() {
        return api;
    }

    private void populate() throws IOException {
        for (String idc : new String[]{"idc-a", "idc-b"}) {
            api.write("idcs/" + idc, """
                    {"apiVersion":"spillway.io/v1","kind":"Idc","metadata":{"name":"%s"},
                     "spec":{"control":["127.0.0.1:1"],"gateways":["127.0.0.1:2"],"capacity":5000}}
                    """.formatted(idc));
        }
        api.write("clusters/idc-a-primary", """
                {"apiVersion":"spillway.io/v1","kind":"Cluster","metadata":{"name":"idc-a-primary"},
                 "spec":{"idc":"idc-a","role":"PRIMARY"}}
                """);
        api.write("drgroups/core", """
                {"apiVersion":"spillway.io/v1","kind":"DrGroup","metadata":{"name":"core"},
                 "spec":{"idcs":["idc-a","idc-b"]}}
                """);
        api.write("services/orders", orders("5s", 0));
        api.write("workloads/orders-1", """
                {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"orders-1"},
                 "spec":{"service":"orders","group":"default","cluster":"idc-a-primary","address":"127.0.0.1","port":9}}
                """);
    }

    /** Returns the document of the service {@code orders}, built on a revision. */
    static String orders(String timeout, long revision) {
        return """
                {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"orders"%s},
                 "spec":{"hosts":["orders.example"],"drGroup":"core","policy":{"timeout":"%s"}}}
                """.formatted(revision == 0 ? "" : ",\"revision\":" + revision, timeout);
    }

    /** Returns the document of a shift of the DrGroup, built on a revision, with more fields in its spec. */
    static String shift(String fields, long revision) {
        return """
                {"apiVersion":"spillway.io/v1","kind":"TrafficShift","metadata":{"name":"drgroup.core"%s},
                 "spec":{"scope":{"drGroup":"core"},"reason":"test",%s}}
                """.formatted(revision == 0 ? "" : ",\"revision\":" + revision, fields);
    }

    @Override
    public void close() {
        try (Registry closing = registry; ControlNode ending = node; ApiServer last = server) {
            assert closing != null && ending != null && last != null;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
