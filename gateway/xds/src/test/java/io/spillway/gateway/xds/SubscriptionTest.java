package io.spillway.gateway.xds;

import java.nio.file.Path;
import java.util.List;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.spillway.gateway.xds.world.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a gateway asks for, in which order, and what it stops asking for. */
@Tag("slow")
class SubscriptionTest {

    @TempDir
    Path folder;

    private ScriptedControl control;
    private GatewayConfiguration configuration;
    private ScriptedControl.Session session;

    @BeforeEach
    void connect() throws Exception {
        control = ScriptedControl.start();
        configuration = new Gateway(folder).start(control.address());
        session = control.awaitSession();
    }

    @AfterEach
    void stop() throws Exception {
        configuration.close();
        control.close();
    }

    @Test
    void saysWhoItIsOnceAndAsksForAllClustersAndListenersFirst() throws Exception {
        DeltaDiscoveryRequest clusters = session.await(ResourceType.CLUSTER);
        DeltaDiscoveryRequest listeners = session.await(ResourceType.LISTENER);

        assertThat(session.requests()).containsExactly(clusters, listeners);
        assertThat(clusters.getResourceNamesSubscribeList()).isEmpty();
        assertThat(listeners.getResourceNamesSubscribeList()).isEmpty();
        assertThat(clusters.getNode().getId()).isEqualTo("gw-1");
        assertThat(clusters.getNode().getCluster()).isEqualTo("gateway");
        assertThat(clusters.getNode().getLocality().getZone()).isEqualTo("idc-a");
        assertThat(clusters.getNode().getMetadata().getFieldsOrThrow("role").getStringValue()).isEqualTo("gateway");
        assertThat(clusters.getNode().getMetadata().getFieldsOrThrow("listeners").getStructValue()
                .getFieldsOrThrow("crossing").getStringValue()).isEqualTo("127.0.0.1:8081");
        assertThat(listeners.hasNode()).isFalse();
    }

    @Test
    void asksForTheEndpointsOfTheClustersItGotAndNeverForAll() throws Exception {
        session.giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", "v1"),
                Resources.cluster("stock/default", "v1"));
        assertThat(session.await(ResourceType.ENDPOINTS).getResourceNamesSubscribeList())
                .containsExactly("orders/default", "stock/default");

        session.giveAcked(ResourceType.CLUSTER, Resources.cluster("users/default", "v1"));
        assertThat(session.await(ResourceType.ENDPOINTS).getResourceNamesSubscribeList())
                .containsExactly("users/default");
        assertThat(session.requests()).filteredOn(r -> r.getTypeUrl().equals(ResourceType.ENDPOINTS.typeUrl()))
                .allSatisfy(r -> assertThat(r.getResourceNamesSubscribeList()).isNotEmpty());
    }

    @Test
    void asksForTheRoutesThatTheListenersName() throws Exception {
        session.giveAcked(ResourceType.LISTENER, Resources.listener("entrance", "v1"),
                Resources.listener("crossing", "v1"));
        assertThat(session.await(ResourceType.ROUTES).getResourceNamesSubscribeList()).containsExactly("crossing",
                "entrance");
    }

    @Test
    void stopsAskingForTheEndpointsOfARemovedCluster() throws Exception {
        Gateway.giveWorld(session, "v1", 7001);
        session.giveAcked(ResourceType.CLUSTER, Resources.cluster("stock/default", "v1"));
        session.await(ResourceType.CLUSTER, session.remove(ResourceType.CLUSTER, "stock/default"));

        await().untilAsserted(() -> assertThat(session.requests())
                .filteredOn(r -> r.getTypeUrl().equals(ResourceType.ENDPOINTS.typeUrl()))
                .last().satisfies(r -> {
                    assertThat(r.getResourceNamesUnsubscribeList()).containsExactly("stock/default");
                    assertThat(r.getResourceNamesSubscribeList()).isEmpty();
                    assertThat(r.getResponseNonce()).isEmpty();
                }));
        assertThat(configuration.current().get().clusters()).containsOnlyKeys("orders/default");
    }

    @Test
    void asksAgainWhenARemovedClusterReturnsAndKnowsNoEndpointsOfItsFormerLife() throws Exception {
        Gateway.giveWorld(session, "v1", 7001);
        session.await(ResourceType.CLUSTER, session.remove(ResourceType.CLUSTER, "orders/default"));
        session.giveAcked(ResourceType.CLUSTER, Resources.cluster("orders/default", "v1"));

        await().untilAsserted(() -> assertThat(session.requests())
                .filteredOn(r -> r.getTypeUrl().equals(ResourceType.ENDPOINTS.typeUrl()))
                .last().satisfies(r -> assertThat(r.getResourceNamesSubscribeList())
                        .containsExactly("orders/default")));
        assertThat(Gateway.ports(configuration.current().get(), "orders/default")).isEmpty();
    }

    @Test
    void answersInTheOrderOfTheResponses() throws Exception {
        Gateway.giveWorld(session, "v1", 7001);
        String first = session.give(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v2", 7002));
        String second = session.give(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v3", 7003));
        String third = session.give(ResourceType.CLUSTER, Resources.cluster("orders/default", "v2"));
        session.await(ResourceType.CLUSTER, third);
        List<String> nonces = session.requests().stream().map(DeltaDiscoveryRequest::getResponseNonce).toList();
        assertThat(nonces).containsSubsequence(first, second, third);
        assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7003);
    }
}
