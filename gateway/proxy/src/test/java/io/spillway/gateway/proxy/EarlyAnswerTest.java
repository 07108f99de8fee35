package io.spillway.gateway.proxy;

import java.util.List;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An endpoint answers before it has the whole request; and what comes before an answer. */
@Tag("slow")
class EarlyAnswerTest {
    @Test
    void theAnswerIsPassedOnAndTheRestOfTheBodyIsNoRequest() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.head();
            connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 1000000\r\n\r\nabc");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("big");
            assertThat(answer.field("Connection")).isEqualTo("close");
            client.send("GET /smuggled HTTP/1.1\r\nHost: orders.example\r\n\r\n").socket().shutdownOutput();
            assertThat(client.in().readAllBytes()).isEmpty();
            assertThat(orders.heads()).hasSize(1);
        }
    }

    @Test
    void anAnswerInTheMiddleOfALargeUploadArrives() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RawUpstream orders = RawUpstream.start(connection -> {
                connection.head();
                connection.in().readNBytes(100_000);
                connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
            });
                    TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                    RawClient client = proxy.client()) {
                client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 100000000\r\n\r\n");
                Thread upload = Thread.ofVirtual().start(() -> {
                    try {
                        byte[] block = new byte[10_000];
                        for (int sent = 0; sent < 100_000_000; sent += block.length) {
                            client.socket().getOutputStream().write(block);
                        }
                    } catch (java.io.IOException e) {
                        // the proxy has heard enough
                    }
                });
                assertThat(client.answer().status()).isEqualTo(403);
                client.socket().close();
                upload.join();
            }
        }
    }

    @Test
    void aClientThatAsksFirstIsToldToContinue() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            while (connection.head().isPresent()) {
                connection.send("HTTP/1.1 100 Continue\r\n\r\n");
                connection.in().readNBytes(3);
                connection.send(RawUpstream.ok("thanks"));
            }
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < 2; i++) {
                client.send(
                        "POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(100);
                client.send("abc");
                assertThat(client.answer().body()).isEqualTo("thanks");
            }
            assertThat(orders.heads().getFirst()).contains("Expect: 100-continue");
            assertThat(orders.connections()).isEqualTo(1);
        }
    }

    @Test
    void aRefusalInsteadOfContinueEndsTheConnection() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.head();
            connection.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
            connection.head();
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.field("Connection")).isEqualTo("close");
            client.socket().shutdownOutput();
            assertThat(client.in().readAllBytes()).isEmpty();
        }
    }

    @Test
    void earlyHintsPassAndAnHttp10ClientDoesNotSeeThem() throws Exception {
        try (RawUpstream orders = RawUpstream
                .answering("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + RawUpstream.ok("page"));
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))))) {
            try (RawClient client = proxy.client()) {
                client.get(Worlds.HOST, "/");
                RawClient.Answer hints = client.answer();
                assertThat(hints.status()).isEqualTo(103);
                assertThat(hints.field("Link")).isEqualTo("</a>");
                assertThat(client.answer().body()).isEqualTo("page");
            }
            try (RawClient client = proxy.client()) {
                client.send("GET / HTTP/1.0\r\nHost: orders.example\r\n\r\n");
                assertThat(client.answer().body()).isEqualTo("page");
            }
        }
    }
}
