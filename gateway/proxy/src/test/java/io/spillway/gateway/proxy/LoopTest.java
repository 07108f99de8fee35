package io.spillway.gateway.proxy;

import java.util.List;

import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A request goes in circles. */
@Tag("slow")
class LoopTest {
    private static final String CROSSING = Octets.lines("GET / HTTP/1.1", "Host: orders.example",
            "x-spillway-cluster: orders/default");

    @Test
    void isRefusedWith508WhenItComesBackToAnIdc() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client(ListenerRole.CROSSING)) {
            client.send(CROSSING + "CDN-Loop: other-cdn\r\nCDN-Loop: spillway-idc-b, spillway-idc-a\r\n\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(508);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("loop");
            client.send(CROSSING + "CDN-Loop: spillway-idc-b\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(proxy.metrics()).contains("spillway_gateway_loops_refused_total 1.0");
        }
    }

    @Test
    void aCrossingListenerServesLocalClustersOnly() throws Exception {
        try (RawUpstream near = RawUpstream.named("near");
                RawUpstream far = RawUpstream.named("far");
                TestProxy proxy = TestProxy.start(
                        Worlds.priorities(List.of(Worlds.local(near)), List.of(Worlds.remote(far.port()))));
                RawClient client = proxy.client(ListenerRole.CROSSING)) {
            near.kill();
            client.send("GET / HTTP/1.1\r\nHost: orders.example\r\nx-spillway-cluster: orders/default\r\n\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("connect_failed");
            client.send("GET / HTTP/1.1\r\nHost: orders.example\r\nx-spillway-cluster: unknown/default\r\n\r\n");
            assertThat(client.answer().field("x-spillway-refused")).isEqualTo("no_cluster");
            assertThat(client.get("orders.example", "/").answer().status()).isEqualTo(404);
            assertThat(far.connections()).isZero();
        }
    }
}
