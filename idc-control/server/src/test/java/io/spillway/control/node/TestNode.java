package io.spillway.control.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.spillway.control.ads.AdsLimits;
import io.spillway.control.ads.AdsTls;
import io.spillway.control.load.LoadSettings;
import io.spillway.control.nodes.NodeKeeper;
import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.time.Ticker;
import io.spillway.registry.Registry;
import io.spillway.registry.embedded.EmbeddedRegistry;
import io.spillway.registry.embedded.EmbeddedSettings;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** A real control node of idc-a on an embedded registry, with the resources that most tests want. */
public final class TestNode implements AutoCloseable {

    /** A node of which nothing is heard for a second is dead. */
    public static final Sharing QUICK = new Sharing(new NodeKeeper.Pace(Duration.ofSeconds(1),
            Duration.ofMillis(100), Duration.ofMillis(50), Duration.ofSeconds(30)), Duration.ofSeconds(20),
            Sharing.USUAL.patience());

    public final Registry registry;
    public final ControlNode node;

    private boolean shared;

    private TestNode(Registry registry, ControlNode node) {
        this.registry = registry;
        this.node = node;
    }

    /** Leaves the registry open at the end. */
    public TestNode sharing() {
        shared = true;
        return this;
    }

    public static TestNode start(Path folder) throws IOException {
        return start(folder, Duration.ofSeconds(30));
    }

    public static TestNode start(Path folder, Duration stuckAfter) throws IOException {
        TestNode started = on(registry(folder), stuckAfter);
        started.awaitReady();
        return started;
    }

    public static Registry registry(Path folder) {
        return EmbeddedRegistry.open(EmbeddedSettings.of(folder.resolve("registry"), "test"), Clock.systemUTC(),
                Ticker.system(), new Random(1));
    }

    /** Starts a node to which load is reported that often, on a registry that it closes in the end. */
    public static TestNode reporting(Registry registry, LoadSettings load, NodeObserver observer) throws IOException {
        TestNode started = on(registry, Duration.ofSeconds(30), load, observer);
        started.awaitReady();
        return started;
    }

    /** Starts a node of that name to which load is reported that often and which lives so with others. */
    public static TestNode reporting(Registry registry, String name, LoadSettings load, Sharing sharing)
            throws IOException {
        return reporting(registry, name, load, sharing, NodeObserver.NONE);
    }

    /** Starts such a node that tells an observer. */
    public static TestNode reporting(Registry registry, String name, LoadSettings load, Sharing sharing,
            NodeObserver observer) throws IOException {
        return started(registry, settings(name, Duration.ofSeconds(30), load).withSharing(sharing), observer);
    }

    /** Starts a node whose port is secured, and which tells an observer of those whom it refuses. */
    public static TestNode secured(Path folder, AdsTls tls, NodeObserver observer) throws IOException {
        TestNode started = started(registry(folder),
                settings("control-1", Duration.ofSeconds(30), LoadSettings.DEFAULTS).withTls(tls),
                observer);
        started.awaitReady();
        return started;
    }

    /** Starts a node that checks no workload, on a registry that it closes in the end. */
    public static TestNode notChecking(Registry registry) throws IOException {
        TestNode started = started(registry,
                settings("control-1", Duration.ofSeconds(30), LoadSettings.DEFAULTS).withChecks(_ -> false),
                NodeObserver.NONE);
        started.awaitReady();
        return started;
    }

    public static TestNode on(Registry registry, Duration stuckAfter) throws IOException {
        return on(registry, stuckAfter, LoadSettings.DEFAULTS, NodeObserver.NONE);
    }

    /** Starts a node of that name that lives so with others; they have different names on one registry. */
    public static TestNode named(Registry registry, String name, Sharing sharing, NodeObserver observer)
            throws IOException {
        return started(registry, settings(name, Duration.ofSeconds(30), LoadSettings.DEFAULTS).withSharing(sharing),
                observer);
    }

    private static TestNode on(Registry registry, Duration stuckAfter, LoadSettings load, NodeObserver observer)
            throws IOException {
        return started(registry, settings("control-1", stuckAfter, load), observer);
    }

    private static NodeSettings settings(String name, Duration stuckAfter, LoadSettings load) {
        return new NodeSettings("idc-a", name, "embedded",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Set.of("idc-b"), Duration.ofSeconds(30),
                stuckAfter, load, AdsLimits.DEFAULTS);
    }

    private static TestNode started(Registry registry, NodeSettings settings, NodeObserver observer)
            throws IOException {
        return new TestNode(registry, ControlNode.start(settings, registry,
                new StateKeeper.Times(Ticker.system(), Clock.systemUTC()), observer));
    }

    public void awaitReady() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(node.notReady()).isEmpty());
    }

    public ControlService service() {
        return node.service();
    }

    public ManagedChannel channel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", node.adsPort()).usePlaintext().build();
    }

    public WriteResult apply(Resource... resources) {
        return service().apply(new ApplyRequest(List.of(resources), false, null, "test"));
    }

    public WriteResult.Applied applied(Resource... resources) {
        WriteResult result = apply(resources);
        assertThat(result).isInstanceOf(WriteResult.Applied.class);
        return (WriteResult.Applied) result;
    }

    /** Two IDCs in one DrGroup, a Primary Cluster, Service orders. */
    public TestNode withOrders() {
        applied(idc("idc-a", "127.0.0.1:7001", "127.0.0.1:7002"), idc("idc-b", "127.0.0.1:8001", "127.0.0.1:8002"),
                Resource.of("primary-a", new ClusterSpec("idc-a", ClusterRole.PRIMARY)),
                Resource.of("remote-a", new ClusterSpec("idc-a", ClusterRole.REMOTE)),
                Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)), service("orders"));
        return this;
    }

    public static Resource idc(String name, String... gateways) {
        return Resource.of(name, new IdcSpec("region-1", null, List.of(), List.of(gateways), 0));
    }

    public static Resource service(String name) {
        return Resource.of(name, ServiceSpec.of(List.of(name + ".test"), "core"));
    }

    /** Returns the names of the clusters of a service's default group, sorted. */
    public static String[] clusters(String service) {
        return new String[]{service + "/default", service + "/default!idc-a", service + "/default!idc-b",
                service + "/default@local"};
    }

    public static Resource workload(String service, String name, int port, WorkloadState state) {
        return Resource.of(name, new WorkloadEntrySpec(service, "default", "primary-a", "127.0.0.1", port, 100, state,
                Map.of(), null));
    }

    public static Resource shift(String drGroup, int a, int b) {
        ShiftScope scope = new ShiftScope.DrGroupScope(drGroup);
        return Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of("idc-a", a, "idc-b", b), Set.of(),
                "test", null, OnExpiry.ALARM, false, null, null));
    }

    @Override
    public void close() {
        node.close();
        if (!shared) {
            registry.close();
        }
    }
}
