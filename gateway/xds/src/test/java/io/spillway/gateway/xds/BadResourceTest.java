package io.spillway.gateway.xds;

import java.nio.file.Path;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.gateway.xds.event.ConfigurationEvent.Rejected;
import io.spillway.gateway.xds.world.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A response with something unusable in it costs that one thing and nothing else. */
@Tag("slow")
class BadResourceTest {

    @TempDir
    Path folder;

    private ScriptedControl control;
    private Gateway gateway;
    private GatewayConfiguration configuration;
    private ScriptedControl.Session session;

    @BeforeEach
    void startServing() throws Exception {
        control = ScriptedControl.start();
        gateway = new Gateway(folder);
        configuration = gateway.start(control.address());
        session = control.awaitSession();
        Gateway.giveWorld(session, "v1", 7001);
    }

    @AfterEach
    void stop() throws Exception {
        configuration.close();
        control.close();
    }

    @Test
    void acksWithTheNonceAfterTheSnapshotIsServed() throws Exception {
        String nonce = session.give(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v2", 7001, 7002));
        DeltaDiscoveryRequest answer = session.await(ResourceType.ENDPOINTS, nonce);
        assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001, 7002);
        ScriptedControl.Session.assertAck(answer);
    }

    @Test
    void refusesByNameAndAppliesTheSiblings() throws Exception {
        String nonce = session.give(ResourceType.CLUSTER, Resources.cluster("stock/default", "v1"),
                Resources.unusableCluster("bad/default", "v1"), Resources.unusableCluster("worse/default", "v1"));
        DeltaDiscoveryRequest answer = session.await(ResourceType.CLUSTER, nonce);

        assertThat(answer.getErrorDetail().getCode()).isEqualTo(3);
        assertThat(answer.getErrorDetail().getMessage()).matches("rejected: bad/default: [^;]+; worse/default: [^;]+");
        assertThat(configuration.current().get().clusters()).containsKeys("orders/default", "stock/default")
                .doesNotContainKeys("bad/default", "worse/default");
        assertThat(session.await(ResourceType.ENDPOINTS).getResourceNamesSubscribeList())
                .containsExactly("stock/default");
        assertThat(gateway.events(Rejected.class)).extracting(Rejected::name)
                .containsExactly("bad/default", "worse/default");
    }

    @Test
    void keepsTheVersionBeforeTheBadOne() throws Exception {
        String nonce = session.give(ResourceType.CLUSTER, Resources.unusableCluster("orders/default", "v2"));
        assertThat(session.await(ResourceType.CLUSTER, nonce).getErrorDetail().getMessage())
                .startsWith("rejected: orders/default: ");
        assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001);

        session.end();
        DeltaDiscoveryRequest resumed = control.awaitSession().await(ResourceType.CLUSTER);
        assertThat(resumed.getInitialResourceVersionsMap()).containsEntry("orders/default", "v1");
    }

    @Test
    void recoversWhenTheCorrectionComes() throws Exception {
        session.await(ResourceType.CLUSTER,
                session.give(ResourceType.CLUSTER, Resources.unusableCluster("stock/default", "v1")));
        session.giveAcked(ResourceType.CLUSTER, Resources.cluster("stock/default", "v2"));
        assertThat(configuration.current().get().clusters()).containsKey("stock/default");
    }

    @Test
    void refusesANameThatIsTwiceInOneResponse() throws Exception {
        String nonce = session.give(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v2", 7002),
                Resources.endpoints("orders/default", "v3", 7003));
        assertThat(session.await(ResourceType.ENDPOINTS, nonce).getErrorDetail().getMessage())
                .isEqualTo("rejected: orders/default: is twice in one response");
    }

    @Test
    void refusesAResourceOfAnotherType() throws Exception {
        String nonce = session.give(ResourceType.CLUSTER, Resources.listener("entrance", "v2"));
        assertThat(session.await(ResourceType.CLUSTER, nonce).getErrorDetail().getMessage()).isEqualTo(
                "rejected: entrance: is a \"type.googleapis.com/envoy.config.listener.v3.Listener\" "
                        + "(expected: type.googleapis.com/envoy.config.cluster.v3.Cluster)");
    }

    @Test
    void refusesBytesThatAreNoResource() throws Exception {
        Resource broken = Resource.newBuilder().setName("x/default").setVersion("v1").setResource(Any.newBuilder()
                .setTypeUrl(ResourceType.CLUSTER.typeUrl())
                .setValue(com.google.protobuf.ByteString.copyFromUtf8("\u0001\u0002\u0003"))).build();
        String nonce = session.give(ResourceType.CLUSTER, broken);
        assertThat(session.await(ResourceType.CLUSTER, nonce).getErrorDetail().getMessage())
                .startsWith("rejected: x/default: cannot be read: ");
    }

    @Test
    void refusesAResourceUnderAnotherName() throws Exception {
        Resource renamed = Resources.cluster("stock/default", "v1").toBuilder().setName("orders/default").build();
        String nonce = session.give(ResourceType.CLUSTER, renamed);
        assertThat(session.await(ResourceType.CLUSTER, nonce).getErrorDetail().getMessage()).isEqualTo(
                "rejected: orders/default: carries the name \"stock/default\" (expected: \"orders/default\")");
    }

    @Test
    void refusesATypeThatWasNeverAskedFor() throws Exception {
        String nonce = session.send(DeltaDiscoveryResponse.newBuilder().setTypeUrl("type.googleapis.com/some.Thing"));
        DeltaDiscoveryRequest answer = session.await("type.googleapis.com/some.Thing");
        assertThat(answer.getResponseNonce()).isEqualTo(nonce);
        assertThat(answer.getErrorDetail().getMessage())
                .isEqualTo("rejected: *: type \"type.googleapis.com/some.Thing\" was not subscribed");
        await().untilAsserted(() -> assertThat(configuration.status().connected()).isTrue());
    }
}
