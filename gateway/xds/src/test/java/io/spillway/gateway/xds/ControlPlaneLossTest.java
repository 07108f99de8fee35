package io.spillway.gateway.xds;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.Status;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.event.ConfigurationEvent.Connected;
import io.spillway.gateway.xds.event.ConfigurationEvent.Disconnected;
import io.spillway.gateway.xds.stream.ControlAddress;
import io.spillway.gateway.xds.world.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The control plane dies, hangs, refuses, comes back, or another one takes over: nothing that is served changes. */
@Tag("slow")
class ControlPlaneLossTest {

    @TempDir
    Path folder;

    private ScriptedControl control;
    private Gateway gateway;

    @BeforeEach
    void startControl() throws Exception {
        control = ScriptedControl.start();
        gateway = new Gateway(folder);
    }

    @AfterEach
    void stopControl() throws Exception {
        control.close();
    }

    @Test
    void servesOnAndSaysForHowLong() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            Gateway.giveWorld(control.awaitSession(), "v1", 7001);
            RoutingSnapshot before = configuration.current().get();
            assertThat(configuration.status().age()).isEqualTo(Duration.ZERO);

            control.close();
            await().until(() -> !configuration.status().connected());
            gateway.nanos.addAndGet(Duration.ofSeconds(90).toNanos());

            assertThat(configuration.current().get()).isSameAs(before);
            assertThat(configuration.status().serving()).isTrue();
            assertThat(configuration.status().age()).isEqualTo(Duration.ofSeconds(90));
            assertThat(configuration.status().control()).isNull();
        }
    }

    @Test
    void resumesWithTheVersionsItHoldsAndTakesDifferencesOnly() throws Exception {
        int port = control.address().port();
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            Gateway.giveWorld(control.awaitSession(), "v1", 7001);
            control.close();
            await().until(() -> !configuration.status().connected());

            control = ScriptedControl.startOn(port);
            ScriptedControl.Session resumed = control.awaitSession();
            DeltaDiscoveryRequest clusters = resumed.await(ResourceType.CLUSTER);
            DeltaDiscoveryRequest endpoints = resumed.await(ResourceType.ENDPOINTS);
            DeltaDiscoveryRequest routes = resumed.await(ResourceType.ROUTES);
            assertThat(clusters.getInitialResourceVersionsMap()).containsOnly(
                    java.util.Map.entry("orders/default", "v1"));
            assertThat(clusters.getNode().getId()).isEqualTo("gw-1");
            assertThat(endpoints.getInitialResourceVersionsMap()).containsEntry("orders/default", "v1");
            assertThat(endpoints.getResourceNamesSubscribeList()).containsExactly("orders/default");
            assertThat(routes.getResourceNamesSubscribeList()).containsExactly("entrance");
            assertThat(resumed.requests()).extracting(DeltaDiscoveryRequest::getTypeUrl).startsWith(
                    ResourceType.CLUSTER.typeUrl(), ResourceType.ENDPOINTS.typeUrl(),
                    ResourceType.LISTENER.typeUrl(), ResourceType.ROUTES.typeUrl());

            resumed.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v2", 7002));
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7002);
            assertThat(configuration.status().age()).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void dropsWhatWasRemovedWhileItWasAway() throws Exception {
        int port = control.address().port();
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            Gateway.giveWorld(session, "v1", 7001);
            session.giveAcked(ResourceType.CLUSTER, Resources.cluster("stock/default", "v1"));
            control.close();

            control = ScriptedControl.startOn(port);
            ScriptedControl.Session resumed = control.awaitSession();
            resumed.await(ResourceType.CLUSTER, resumed.remove(ResourceType.CLUSTER, "stock/default"));
            assertThat(configuration.current().get().clusters()).containsOnlyKeys("orders/default");
        }
    }

    @Test
    void findsTheControlPlaneThatLives() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(Gateway.nobody(), control.address(),
                Gateway.nobody())) {
            Gateway.giveWorld(control.awaitSession(), "v1", 7001);
            assertThat(configuration.awaitFirst(Duration.ofSeconds(5))).isTrue();
            assertThat(configuration.status().control()).isEqualTo(control.address().toString());
        }
    }

    @Test
    void movesToTheOtherControlPlaneWhenItsOwnDies() throws Exception {
        try (ScriptedControl second = ScriptedControl.start();
                GatewayConfiguration configuration = gateway.start(control.address(), second.address())) {
            await().until(() -> control.hasSession() || second.hasSession());
            ScriptedControl one = control.hasSession() ? control : second;
            ScriptedControl other = one == control ? second : control;
            Gateway.giveWorld(one.awaitSession(), "v1", 7001);
            one.close();

            ScriptedControl.Session session = other.awaitSession();
            assertThat(session.await(ResourceType.CLUSTER).getInitialResourceVersionsMap()).isNotEmpty();
            session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v2", 7002));
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7002);
        }
    }

    @Test
    void givesUpAControlPlaneThatAcceptsAndNeverSpeaks() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                GatewayConfiguration configuration = gateway
                        .start(new ControlAddress("127.0.0.1", silent.getLocalPort()))) {
            await().untilAsserted(() -> assertThat(gateway.events(Disconnected.class)).isNotEmpty());
            assertThat(gateway.events(Disconnected.class).getFirst().reason())
                    .isEqualTo("did not open a stream within PT0.5S");
            assertThat(configuration.status().connected()).isFalse();
        }
    }

    @Test
    void triesAgainWhenItIsRefused() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            control.awaitSession().fail(Status.UNAVAILABLE.withDescription("caches are loading"));
            Gateway.giveWorld(control.awaitSession(), "v1", 7001);
            assertThat(configuration.awaitFirst(Duration.ofSeconds(5))).isTrue();
            assertThat(gateway.events(Disconnected.class)).first()
                    .satisfies(event -> assertThat(event.reason()).isEqualTo("UNAVAILABLE: caches are loading"));
        }
    }

    @Test
    void comesBackWhenAControlPlaneWithTooManyAtOnceSays() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            control.awaitSession().refuse("300");
            Gateway.giveWorld(control.awaitSession(), "v1", 7001);
            assertThat(configuration.awaitFirst(Duration.ofSeconds(5))).isTrue();
            assertThat(gateway.events(Disconnected.class)).singleElement()
                    .satisfies(event -> assertThat(event.retryIn())
                            .as("longer than any wait of its own").isEqualTo(Duration.ofMillis(300)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "", "99999999999999999999"})
    void wordsOnWhenToComeBackThatMakeNoSenseAreNotHeard(String pushback) throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            control.awaitSession().refuse(pushback);
            Gateway.giveWorld(control.awaitSession(), "v1", 7001);
            assertThat(configuration.awaitFirst(Duration.ofSeconds(5))).isTrue();
            assertThat(gateway.events(Disconnected.class).getFirst().retryIn())
                    .isLessThanOrEqualTo(Duration.ofMillis(40));
        }
    }

    @Test
    void aControlPlaneThatRefusesEachStreamNeverCountsAsConnected() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            for (int i = 0; i < 5; i++) {
                control.awaitSession().fail(Status.UNAVAILABLE.withDescription("caches are loading"));
            }
            await().until(() -> gateway.events(Disconnected.class).size() >= 5);
            assertThat(gateway.events(Connected.class)).isEmpty();
            assertThat(configuration.status().serving()).isFalse();
        }
    }

    @Test
    void aControlPlaneThatHasNoNewsCountsAsConnected() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            control.awaitSession();
            await().until(() -> configuration.status().connected());
        }
    }

    @Test
    void aStreamThatWasReplacedChangesNothing() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            ScriptedControl.Session first = control.awaitSession();
            Gateway.giveWorld(first, "v1", 7001);
            first.end();
            control.awaitSession().giveAcked(ResourceType.ENDPOINTS,
                    Resources.endpoints("orders/default", "v2", 7002));
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7002);
        }
    }
}
