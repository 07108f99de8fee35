package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the control plane says about a service, and what a request gets then. */
class ServiceStatesTest {
    @Test
    void anEndpointThatDrainsGetsNoNewRequests() throws Exception {
        try (RawUpstream leaving = RawUpstream.named("leaving");
                RawUpstream staying = RawUpstream.named("staying");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(leaving))));
                RawClient client = proxy.client()) {
            assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("leaving");
            proxy.swap(Worlds.priorities(
                    List.of(Worlds.local(leaving).withHealth(Health.DRAINING), Worlds.local(staying))));
            for (int i = 0; i < 30; i++) {
                assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("staying");
            }
            assertThat(leaving.heads()).hasSize(1);
        }
    }

    @Test
    void aRouteToAClusterThatDoesNotExistAnswers503NoCluster() throws Exception {
        try (TestProxy proxy = TestProxy.start(Worlds.snapshot(Duration.ofSeconds(1), Map.of()));
                RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("no_cluster");
            assertThat(answer.body()).contains("the route names the cluster 'orders/default', which does not exist");
        }
    }

    @Test
    void aClusterWithoutEndpointsAnswers503NoEndpoint() throws Exception {
        try (TestProxy proxy = TestProxy.start(Worlds.priorities(List.of()));
                RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("no_endpoint");
        }
    }

    @Test
    void withoutAnyConfigurationTheAnswerIs503AndNot404() throws Exception {
        try (TestProxy proxy = TestProxy.start(RoutingSnapshot.empty("idc-a"));
                RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("no routes yet");
        }
    }

    @Test
    void anEndpointThatDoesNotAnswerInTimeIs504() throws Exception {
        try (RawUpstream frozen = RawUpstream.start(RawUpstream.Connection::hang);
                TestProxy proxy = TestProxy.start(Worlds.snapshot(Duration.ofMillis(200), ClusterPolicy.DEFAULT,
                        List.of(Worlds.local(frozen))));
                RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("timeout");
            assertThat(client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 1\r\n\r\na").answer()
                    .status())
                    .isEqualTo(504);
        }
    }

    @Test
    void aClientThatGoesAwayEndsTheWorkForItsRequest() throws Exception {
        try (RawUpstream slow = RawUpstream.start(connection -> {
            connection.request();
            connection.request();
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(slow))))) {
            RawClient client = proxy.client();
            client.get(Worlds.HOST, "/");
            org.awaitility.Awaitility.await().until(() -> slow.heads().size() == 1);
            client.socket().setSoLinger(true, 0);
            client.close();
            org.awaitility.Awaitility.await().until(() -> slow.openConnections() == 0);
            assertThat(proxy.metrics()).contains("reason=\"client_gone\"");
        }
    }
}
