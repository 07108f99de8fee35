package io.spillway.gateway.proxy;

import java.util.List;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A kept connection is closed by its endpoint in the moment in which we use it. */
@Tag("slow")
class StaleConnectionTest {
    /** Answers one request per connection and closes when the second has arrived. */
    private static final RawUpstream.Script ONE_ANSWER = connection -> {
        if (connection.request().isPresent()) {
            connection.send(RawUpstream.ok("from " + connection.number()));
            connection.request();
        }
    };

    @Test
    void aGetIsSentAgainOnAFreshConnectionToTheSameEndpoint() throws Exception {
        try (RawUpstream orders = RawUpstream.start(ONE_ANSWER);
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < 5; i++) {
                RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
                assertThat(answer.body()).isEqualTo("from " + i);
                assertThat(answer.field("x-spillway-priority")).isEqualTo("0");
            }
        }
    }

    @Test
    void aPostThatMayHaveArrivedIsNotSentAgain() throws Exception {
        try (RawUpstream orders = RawUpstream.start(ONE_ANSWER);
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.answer().status()).isEqualTo(502);
            assertThat(orders.bodies()).containsOnlyOnce("abc");
        }
    }

    @Test
    void aPostDoesNotGoOnAConnectionThatHasWaitedForLong() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/").answer();
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 1\r\n\r\na").answer();
            assertThat(orders.connections()).isEqualTo(1);
            await().pollDelay(java.time.Duration.ofMillis(1100)).until(() -> true);
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 1\r\n\r\na").answer();
            assertThat(orders.connections()).isEqualTo(2);
        }
    }

    @Test
    void anIdleConnectionThatIsClosedIsNoticedBeforeItIsUsed() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.request();
            connection.send(RawUpstream.ok("bye"));
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/").answer();
            await().until(() -> proxy.metrics().contains("spillway_gateway_connections{side=\"upstream\"} 0.0"));
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 1\r\n\r\na");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void octetsThatNobodyAskedForEndTheConnection() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.request();
            connection.send(RawUpstream.ok("good") + RawUpstream.ok("poison"));
            connection.request();
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("good");
            assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("good");
            assertThat(orders.connections()).isEqualTo(2);
        }
    }
}
