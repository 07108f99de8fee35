package io.spillway.gateway.proxy;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An endpoint dies, at every point of a request. */
class EndpointDeathTest {
    private static final RawUpstream.Script RESET_AFTER_REQUEST = connection -> {
        connection.request();
        connection.reset();
    };

    @Test
    void aGetThatWasSentIsRepeatedElsewhere() throws Exception {
        try (RawUpstream dying = RawUpstream.start(RESET_AFTER_REQUEST);
                RawUpstream healthy = RawUpstream.named("healthy");
                TestProxy proxy = TestProxy
                        .start(Worlds.priorities(List.of(Worlds.local(dying), Worlds.local(healthy))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < 30; i++) {
                assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("healthy");
            }
            assertThat(dying.heads()).isNotEmpty();
        }
    }

    @Test
    void aPostThatWasSentIsNotRepeated() throws Exception {
        try (RawUpstream dying = RawUpstream.start(RESET_AFTER_REQUEST);
                RawUpstream other = RawUpstream.named("other");
                TestProxy proxy = TestProxy
                        .start(Worlds.priorities(List.of(Worlds.local(dying)), List.of(Worlds.local(other))));
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 3\r\n\r\nabc");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("reset");
            assertThat(dying.bodies()).containsExactly("abc");
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void aPostThatCouldNotBeSentGoesElsewhere() throws Exception {
        try (RawUpstream dead = RawUpstream.named("dead");
                RawUpstream other = RawUpstream.named("other");
                TestProxy proxy = TestProxy
                        .start(Worlds.priorities(List.of(Worlds.local(dead)), List.of(Worlds.local(other))));
                RawClient client = proxy.client()) {
            dead.kill();
            for (int i = 0; i < 5; i++) {
                client.send(
                        "POST / HTTP/1.1\r\nHost: orders.example\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
                assertThat(client.answer().body()).isEqualTo("other");
            }
            assertThat(other.bodies()).hasSize(5).containsOnly("3\r\nabc\r\n0\r\n\r\n");
        }
    }

    @Test
    void aPostThatAnotherGatewayRefusedGoesElsewhereWithItsBody() throws Exception {
        try (RawUpstream refusing = RawUpstream.answering(
                "HTTP/1.1 503 Service Unavailable\r\nx-spillway-refused: no_endpoint\r\nContent-Length: 2\r\n\r\nno");
                RawUpstream other = RawUpstream.named("other");
                TestProxy proxy = TestProxy.start(
                        Worlds.priorities(List.of(Worlds.remote(refusing.port())), List.of(Worlds.local(other))));
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.answer().body()).isEqualTo("other");
            assertThat(refusing.bodies()).containsExactly("abc");
            assertThat(other.bodies()).containsExactly("abc");
        }
    }

    @Test
    void anEndpointThatWasSilentStillAnswersWhenTheOtherIdcHasNobody() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        try (RawUpstream silent = RawUpstream.start(connection -> {
            connection.request();
            refused.await();
            connection.send(RawUpstream.ok("late"));
        });
                RawUpstream gateway = RawUpstream.answering(
                        "HTTP/1.1 503 Service Unavailable\r\nx-spillway-refused: no_endpoint\r\nContent-Length: 2\r\n\r\nno");
                TestProxy proxy = TestProxy.start(
                        Worlds.priorities(List.of(Worlds.local(silent)), List.of(Worlds.remote(gateway.port()))));
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/");
            await().until(() -> proxy.metrics().contains("outcome=\"refused\""));
            refused.countDown();
            assertThat(client.answer().body()).isEqualTo("late");
        }
    }

    @Test
    void anAnswerThatHasBegunIsCutSoThatNobodyTakesItForWhole() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawUpstream dying = RawUpstream.start(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            arrived.await();
            connection.reset();
        });
                RawUpstream other = RawUpstream.named("other");
                TestProxy proxy = TestProxy
                        .start(Worlds.priorities(List.of(Worlds.local(dying)), List.of(Worlds.local(other))));
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/");
            await().until(() -> client.in().available() > 0);
            arrived.countDown();
            String got = new String(client.in().readNBytes(1000), java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(got).startsWith("HTTP/1.1 200").endsWith("half");
            assertThat(other.connections()).isZero();
        } catch (java.net.SocketException cut) {
            assertThat(cut).hasMessageContaining("reset");
        }
    }

    @Test
    void whenEverythingIsDeadTheAnswerSaysWhy() throws Exception {
        try (RawUpstream dead = RawUpstream.named("dead");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(dead))));
                RawClient client = proxy.client()) {
            dead.kill();
            RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("connect_failed");
            assertThat(answer.body()).contains("\"status\":503").contains("no_alternative");
        }
    }
}
