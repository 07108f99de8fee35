package io.spillway.gateway.proxy;

import java.util.List;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The plain case: a request comes, an endpoint answers. */
class FirstRequestTest {
    @Test
    void isAnsweredByTheEndpointOverAConnectionThatIsKept() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < 5; i++) {
                RawClient.Answer answer = client.get(Worlds.HOST, "/a?b=" + i).answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("one");
                assertThat(answer.field("x-spillway-idc")).isEqualTo("idc-a");
                assertThat(answer.field("x-spillway-reason")).isEqualTo("ok");
                assertThat(answer.field("Via")).isEqualTo("1.1 spillway-idc-a");
            }
            assertThat(orders.connections()).isEqualTo(1);
            assertThat(orders.heads().get(3)).startsWith("GET /a?b=3 HTTP/1.1\r\nHost: orders.example\r\n");
        }
    }

    @Test
    void passesABodyOnAndAnswersHead() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            while (connection.request().isPresent()) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                        + (connection.number() == 0 ? "hello" : ""));
            }
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(orders.bodies()).containsExactly("abc");
        }
    }

    @Test
    void anUnknownHostIsRefusedWithItsReason() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get("nobody.example", "/").answer();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("no_host");
            assertThat(answer.body()).contains("no route for host 'nobody.example'");
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
        }
    }
}
