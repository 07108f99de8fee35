package io.spillway.gateway.xds;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.world.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The control plane dies in the middle of a push, or sends things one at a time: users never see half of it. */
@Tag("slow")
class HalfWrittenWorldTest {

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
    void servesNothingBeforeTheFirstWorldIsWhole() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            session.giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", "v1"));
            session.giveAcked(ResourceType.LISTENER, Resources.listener("entrance", "v1"));
            session.giveAcked(ResourceType.ROUTES,
                    Resources.routes("entrance", "v1", "orders.example", "orders/default"));
            assertThat(configuration.status().serving()).isFalse();
            assertThat(configuration.current().get().clusters()).isEmpty();

            session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v1", 7001));
            assertThat(configuration.status().serving()).isTrue();
            assertThat(configuration.awaitFirst(Duration.ZERO)).isTrue();
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001);
        }
    }

    @Test
    void goesOnWhereTheDeadControlPlaneStopped() throws Exception {
        int port = control.address().port();
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            control.awaitSession().giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", "v1"));
            control.close();
            assertThat(configuration.status().serving()).isFalse();

            control = ScriptedControl.startOn(port);
            ScriptedControl.Session resumed = control.awaitSession();
            assertThat(resumed.await(ResourceType.CLUSTER).getInitialResourceVersionsMap())
                    .containsEntry("orders/default", "v1");
            assertThat(resumed.await(ResourceType.ENDPOINTS).getResourceNamesSubscribeList())
                    .containsExactly("orders/default");
            resumed.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v1", 7001));
            resumed.giveAcked(ResourceType.LISTENER, Resources.listener("entrance", "v1"));
            resumed.giveAcked(ResourceType.ROUTES,
                    Resources.routes("entrance", "v1", "orders.example", "orders/default"));
            assertThat(configuration.awaitFirst(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void takesTheWordThatThereAreNoEndpoints() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            session.giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", "v1"));
            session.giveAcked(ResourceType.LISTENER);
            session.await(ResourceType.ENDPOINTS, session.remove(ResourceType.ENDPOINTS, "orders/default"));
            assertThat(configuration.status().serving()).isTrue();
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).isEmpty();
        }
    }

    @Test
    void doesNotWaitForeverForOneName() throws Exception {
        try (GatewayConfiguration configuration = gateway.warmWithin(Duration.ofMillis(100))
                .start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            session.giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", "v1"),
                    Resources.cluster("stock/default", "v1"));
            session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v1", 7001));
            session.giveAcked(ResourceType.LISTENER, Resources.listener("entrance", "v1"));
            session.giveAcked(ResourceType.ROUTES,
                    Resources.routes("entrance", "v1", "orders.example", "orders/default"));
            assertThat(configuration.awaitFirst(Duration.ofSeconds(5))).isTrue();
            assertThat(Gateway.ports(configuration.current().get(), "stock/default")).isEmpty();
        }
    }

    @Test
    void aClusterThatIsSentAgainKeepsItsEndpointsUntilNewOnesCome() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            Gateway.giveWorld(session, "v1", 7001);
            List<RoutingSnapshot> seen = new CopyOnWriteArrayList<>();
            configuration.onSwap(seen::add);

            session.giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", "v2"));
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001);
            session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v2", 7002));
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7002);
            assertThat(seen).hasSize(2).last().isSameAs(configuration.current().get());
        }
    }

    @Test
    void aNewClusterIsThereWithoutEndpointsUntilTheyCome() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            Gateway.giveWorld(session, "v1", 7001);
            session.giveAcked(ResourceType.CLUSTER, Resources.cluster("stock/default", "v1"));
            assertThat(Gateway.ports(configuration.current().get(), "stock/default")).isEmpty();
            session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("stock/default", "v1", 7003));
            assertThat(Gateway.ports(configuration.current().get(), "stock/default")).containsExactly(7003);
        }
    }

    @Test
    void aRouteToAClusterThatIsNotThereIsAcceptedAndNamed() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            Gateway.giveWorld(session, "v1", 7001);
            session.giveAcked(ResourceType.ROUTES,
                    Resources.routes("entrance", "v2", "orders.example", "nowhere/default"));
            assertThat(configuration.current().get().danglingRoutes()).singleElement()
                    .satisfies(route -> assertThat(route.cluster()).isEqualTo("nowhere/default"));
        }
    }

    @Test
    void removedRoutesAreGone() throws Exception {
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            Gateway.giveWorld(session, "v1", 7001);
            session.await(ResourceType.LISTENER, session.remove(ResourceType.LISTENER, "entrance"));
            assertThat(configuration.current().get().table(io.spillway.gateway.snapshot.ListenerRole.ENTRANCE)
                    .routes()).isEmpty();
            await().untilAsserted(() -> assertThat(session.requests())
                    .filteredOn(r -> r.getTypeUrl().equals(ResourceType.ROUTES.typeUrl())).last()
                    .satisfies(r -> assertThat(r.getResourceNamesUnsubscribeList()).containsExactly("entrance")));
        }
    }
}
