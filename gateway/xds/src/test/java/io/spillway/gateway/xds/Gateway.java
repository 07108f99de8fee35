package io.spillway.gateway.xds;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.gateway.xds.event.ConfigurationEvent;
import io.spillway.gateway.xds.stream.ControlAddress;
import io.spillway.gateway.xds.stream.ControlPlanes;
import io.spillway.gateway.xds.stream.StreamTiming;
import io.spillway.gateway.xds.world.ResourceType;

import static org.assertj.core.api.Assertions.assertThat;

/** The configuration of a gateway gw-1 in idc-a, with short waiting times and clocks in the test's hand. */
final class Gateway {

    final List<ConfigurationEvent> events = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong(1_000_000);
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T08:00:00Z"));

    private final Path folder;
    private String idc = "idc-a";
    private Duration bake = Duration.ofMillis(50);
    private Duration startWithin = Duration.ofMillis(400);
    private Duration warmWithin = Duration.ofSeconds(30);

    private ClusterSubscription subscription = new ClusterSubscription.All();

    Gateway(Path folder) {
        this.folder = folder;
    }

    Gateway idc(String other) {
        idc = other;
        return this;
    }

    Gateway bake(Duration other) {
        bake = other;
        return this;
    }

    Gateway startWithin(Duration other) {
        startWithin = other;
        return this;
    }

    Gateway onDemand(Duration forgetAfter) {
        subscription = new ClusterSubscription.OnDemand(forgetAfter);
        return this;
    }

    Gateway warmWithin(Duration other) {
        warmWithin = other;
        return this;
    }

    StartResult tryStart(ControlAddress... control) {
        StreamTiming stream = new StreamTiming(Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofMillis(500),
                Duration.ofMillis(10), Duration.ofMillis(40));
        GatewayTiming timing = new GatewayTiming(stream, startWithin, warmWithin, Duration.ofMillis(5), bake);
        NodeIdentity identity = new NodeIdentity(idc, "gw-1", Map.of(ListenerRole.ENTRANCE, "127.0.0.1:8080",
                ListenerRole.CROSSING, "127.0.0.1:8081"));
        InstantSource clock = now::get;
        return GatewayConfiguration
                .start(new GatewaySettings(identity, ControlPlanes.plaintext(Arrays.asList(control)), folder, timing,
                        new Surroundings(nanos::get, clock, RandomGenerator.of("L64X128MixRandom"), events::add),
                        subscription));
    }

    GatewayConfiguration start(ControlAddress... control) {
        StartResult result = tryStart(control);
        assertThat(result).isInstanceOf(StartResult.Started.class);
        return ((StartResult.Started) result).configuration();
    }

    <T extends ConfigurationEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Gives a whole world: one cluster with these endpoints behind the host orders.example at the entrance. */
    static void giveWorld(ScriptedControl.Session session, String version, int... ports) throws InterruptedException {
        session.giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", version));
        session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", version, ports));
        session.giveAcked(ResourceType.LISTENER, Resources.listener("entrance", version));
        session.giveAcked(ResourceType.ROUTES,
                Resources.routes("entrance", version, "orders.example", "orders/default"));
    }

    /** Returns the ports that a cluster can send to, by whatever priority. */
    static List<Integer> ports(RoutingSnapshot snapshot, String cluster) {
        XdsCluster found = snapshot.clusters().get(cluster);
        if (found == null) {
            throw new AssertionError("no cluster " + cluster + " in " + snapshot.clusters().keySet());
        }
        return found.priorities().stream()
                .flatMap(level -> level.localities().stream())
                .flatMap(locality -> locality.endpoints().stream())
                .map(endpoint -> endpoint.port())
                .sorted()
                .collect(Collectors.toList());
    }

    /** An address at which nothing listens. */
    static ControlAddress nobody() {
        return new ControlAddress("127.0.0.1", 1);
    }
}
