package io.spillway.gateway.xds;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.spillway.gateway.xds.demand.OnDemand;
import io.spillway.gateway.xds.demand.Use;
import io.spillway.gateway.xds.world.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A gateway that subscribes on demand asks for what requests want, once, and for nothing else. */
@Tag("slow")
class OnDemandTest {

    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private ScriptedControl control;
    private Gateway gateway;
    private GatewayConfiguration configuration;
    private ScriptedControl.Session session;

    @BeforeEach
    void connect() throws Exception {
        control = ScriptedControl.start();
        gateway = new Gateway(folder).onDemand(FORGET_AFTER);
        configuration = gateway.start(control.address());
        session = control.awaitSession();
    }

    @AfterEach
    void stop() throws Exception {
        configuration.close();
        control.close();
    }

    private OnDemand demand() {
        return requireNonNull(configuration.onDemand());
    }

    private List<DeltaDiscoveryRequest> requests(ResourceType type) {
        return session.requests().stream().filter(request -> request.getTypeUrl().equals(type.typeUrl())).toList();
    }

    private void giveRoutes() throws InterruptedException {
        session.giveAcked(ResourceType.LISTENER, Resources.listener("entrance", "v1"));
        session.giveAcked(ResourceType.ROUTES,
                Resources.routes("entrance", "v1", "orders.example", "orders/default"));
    }

    private void giveOrders() throws InterruptedException {
        session.giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", "v1"));
        session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v1", 7001));
    }

    @Test
    void servesItsRoutesWithoutOneClusterAndAsksForNone() throws Exception {
        giveRoutes();
        assertThat(configuration.awaitFirst(Duration.ofSeconds(5))).isTrue();
        assertThat(configuration.current().get().clusters()).isEmpty();
        assertThat(requests(ResourceType.CLUSTER)).isEmpty();
    }

    @Test
    void asksOnceForWhatManyThreadsWantAtOnce() throws Exception {
        giveRoutes();
        CountDownLatch together = new CountDownLatch(1);
        List<Thread> loops = java.util.stream.IntStream.range(0, 8).mapToObj(i -> Thread.ofVirtual().start(() -> {
            try {
                together.await();
                demand().ask("orders/default");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })).toList();
        together.countDown();
        for (Thread loop : loops) {
            loop.join();
        }
        assertThat(session.await(ResourceType.CLUSTER).getResourceNamesSubscribeList())
                .containsExactly("orders/default");
        giveOrders();
        assertThat(requests(ResourceType.CLUSTER)).filteredOn(r -> r.getResponseNonce().isEmpty()).hasSize(1);
        assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001);
    }

    @Test
    void keepsAClusterBackUntilItsEndpointsHaveCome() throws Exception {
        giveRoutes();
        demand().ask("orders/default");
        session.giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", "v1"));
        assertThat(configuration.current().get().clusters()).isEmpty();
        session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v1", 7001));
        assertThat(configuration.current().get().clusters()).containsOnlyKeys("orders/default");
    }

    @Test
    void hasTheVariantsForOtherIdcsBeforeAShiftNamesThem() throws Exception {
        giveRoutes();
        demand().ask("orders/default");
        session.await(ResourceType.CLUSTER);
        session.giveAcked(ResourceType.CLUSTER, Resources.clusterFor("orders/default", "v1", "idc-a,idc-b"));
        assertThat(session.await(ResourceType.CLUSTER).getResourceNamesSubscribeList())
                .containsExactly("orders/default!idc-a", "orders/default!idc-b");
    }

    @Test
    void saysOfAServiceThatTheControlPlaneDoesNotHaveThatItIsAbsentAndTakesItWhenItIsMade() throws Exception {
        giveRoutes();
        demand().ask("orders/default");
        session.await(ResourceType.CLUSTER);
        session.await(ResourceType.CLUSTER, session.remove(ResourceType.CLUSTER, "orders/default"));
        assertThat(demand().absent("orders/default")).isTrue();
        giveOrders();
        assertThat(demand().absent("orders/default")).isFalse();
        assertThat(configuration.current().get().clusters()).containsOnlyKeys("orders/default");
    }

    @Test
    void forgetsAnUnusedServiceAndLeavesOneInFlightAlone() throws Exception {
        giveRoutes();
        demand().ask("orders/default");
        demand().ask("stock/default");
        session.giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", "v1"),
                Resources.cluster("stock/default", "v1"));
        session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v1", 7001),
                Resources.endpoints("stock/default", "v1", 7002));
        Use stock = demand().use("stock/default");
        assertThat(stock.begin()).isTrue();
        gateway.nanos.addAndGet(FORGET_AFTER.toNanos());
        configuration.forgetIdle();

        await().untilAsserted(() -> assertThat(requests(ResourceType.CLUSTER)).last()
                .satisfies(r -> assertThat(r.getResourceNamesUnsubscribeList()).containsExactly("orders/default")));
        assertThat(requests(ResourceType.ENDPOINTS)).last()
                .satisfies(r -> assertThat(r.getResourceNamesUnsubscribeList()).containsExactly("orders/default"));
        assertThat(configuration.current().get().clusters()).containsOnlyKeys("stock/default");

        demand().ask("orders/default");
        await().untilAsserted(() -> assertThat(requests(ResourceType.CLUSTER)).last()
                .satisfies(r -> assertThat(r.getResourceNamesSubscribeList()).containsExactly("orders/default")));
    }

    @Test
    void asksANewControlPlaneForTheSameNamesWithTheVersionsThatItHolds() throws Exception {
        giveRoutes();
        demand().ask("orders/default");
        giveOrders();
        session.end();
        DeltaDiscoveryRequest again = control.awaitSession().await(ResourceType.CLUSTER);
        assertThat(again.getResourceNamesSubscribeList()).containsExactly("orders/default");
        assertThat(again.getInitialResourceVersionsMap()).containsExactly(java.util.Map.entry("orders/default", "v1"));
        assertThat(configuration.current().get().clusters()).containsOnlyKeys("orders/default");
    }

    @Test
    void startsFromDiskWithWhatItHadAskedForAndAsksForThatAgain() throws Exception {
        giveRoutes();
        demand().ask("orders/default");
        giveOrders();
        configuration.close();
        control.close();

        // One start: a snapshot that was not proven before this one is not taken for a second.
        control = ScriptedControl.start();
        configuration = new Gateway(folder).onDemand(FORGET_AFTER).start(control.address());
        assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001);
        assertThat(demand().subscribed()).isEqualTo(1);
        DeltaDiscoveryRequest first = control.awaitSession().await(ResourceType.CLUSTER);
        assertThat(first.getResourceNamesSubscribeList()).containsExactly("orders/default");
        assertThat(first.getInitialResourceVersionsMap()).containsKey("orders/default");
    }
}
