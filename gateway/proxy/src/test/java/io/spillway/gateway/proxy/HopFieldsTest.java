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

/** Which fields are taken away and added on the way through one gateway, and through two. */
@Tag("slow")
class HopFieldsTest {
    private static final String FORGED = Octets.lines("X-Forwarded-For: 6.6.6.6", "X-Forwarded-Proto: https",
            "X-Forwarded-Host: evil", "Forwarded: for=6.6.6.6", "x-spillway-cluster: secret/default");

    @Test
    void theEntranceOverwritesWhereARequestComesFrom() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: orders.example\r\n" + FORGED + "\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(orders.heads().getFirst()).isEqualTo(Octets.lines("GET / HTTP/1.1", "Host: orders.example",
                    "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: http", "X-Forwarded-Host: orders.example",
                    "Via: 1.1 spillway-idc-a", "CDN-Loop: spillway-idc-a", ""));
        }
    }

    @Test
    void theCrossingTrustsTheFirstGateway() throws Exception {
        try (RawUpstream far = RawUpstream.named("far");
                TestProxy other = TestProxy.start("idc-b", Worlds.priorities(List.of(Worlds.local(far))));
                TestProxy proxy = TestProxy.start(Worlds.priorities(
                        List.of(Worlds.remote(other.address(ListenerRole.CROSSING).getPort()))));
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: orders.example\r\n" + FORGED + "\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("x-spillway-idc")).isEqualTo("idc-a, idc-b");
            String head = far.heads().getFirst();
            assertThat(Octets.field(head, "X-Forwarded-For")).contains("127.0.0.1");
            assertThat(Octets.field(head, "X-Forwarded-Host")).contains("orders.example");
            assertThat(head).contains("CDN-Loop: spillway-idc-a\r\n").contains("CDN-Loop: spillway-idc-b\r\n")
                    .contains("Via: 1.1 spillway-idc-a\r\n").contains("Via: 1.1 spillway-idc-b\r\n")
                    .doesNotContain("x-spillway-cluster").doesNotContain("6.6.6.6").doesNotContain("evil");
        }
    }

    @Test
    void hopByHopFieldsAndWhatConnectionNamesGoNoFurther() throws Exception {
        try (RawUpstream orders = RawUpstream.answering(Octets.lines("HTTP/1.1 200 OK",
                "Connection: X-Private, keep-alive", "X-Private: 1", "Keep-Alive: timeout=5", "X-Public: 2",
                "X-Spillway-Refused: forged", "Content-Length: 0", ""));
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send(Octets.lines("GET / HTTP/1.1", "Connection: X-Mine, Host", "Host: orders.example", "X-Mine: 1",
                    "Keep-Alive: 5", "Proxy-Connection: keep-alive", "TE: trailers", "X-Other: 2", ""));
            RawClient.Answer answer = client.answer();
            assertThat(answer.head()).contains("X-Public: 2").doesNotContain("X-Private").doesNotContain("Keep-Alive")
                    .doesNotContain("forged");
            assertThat(orders.heads().getFirst()).contains("X-Other: 2").contains("Host: orders.example")
                    .contains("TE: trailers\r\nConnection: TE\r\n").doesNotContain("X-Mine")
                    .doesNotContain("Keep-Alive")
                    .doesNotContain("Proxy-Connection");
        }
    }
}
