package io.spillway.gateway.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every way in which an answer's body can end. */
class BodiesTest {
    private static final String CHUNKED = Octets.lines("HTTP/1.1 200 OK", "Transfer-Encoding: chunked",
            "Trailer: X-Sum", "",
            "5;a=b", "hello", "6", " world", "0", "X-Sum: 11", "");

    @Test
    void chunksAndTrailersPassAsTheyCame() throws Exception {
        try (RawUpstream orders = RawUpstream.answering(CHUNKED);
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < 3; i++) {
                RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
                assertThat(answer.body()).isEqualTo("5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 11\r\n\r\n");
                assertThat(answer.field("Trailer")).isEqualTo("X-Sum");
            }
            assertThat(orders.connections()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatComesOctetByOctetIsTheSameAnswer() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            while (connection.request().isPresent()) {
                for (int i = 0; i < CHUNKED.length(); i++) {
                    connection.send(CHUNKED.substring(i, i + 1));
                }
            }
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            assertThat(client.get(Worlds.HOST, "/").answer().body()).endsWith("0\r\nX-Sum: 11\r\n\r\n");
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void anHttp10ClientGetsTheDataWithoutChunks() throws Exception {
        try (RawUpstream orders = RawUpstream.answering(CHUNKED);
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\nHost: orders.example\r\nConnection: keep-alive\r\n\r\n");
            String all = new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(all).contains("Connection: close\r\n").doesNotContain("chunked").endsWith("\r\n\r\nhello world");
        }
    }

    @Test
    void anHttp10ClientMayKeepItsConnectionWhenTheLengthIsKnown() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET / HTTP/1.0\r\nHost: orders.example\r\nConnection: keep-alive\r\n\r\n");
                RawClient.Answer answer = client.answer();
                assertThat(answer.body()).isEqualTo("one");
                assertThat(answer.field("Connection")).isEqualTo("keep-alive");
            }
            client.send("GET / HTTP/1.0\r\nHost: orders.example\r\n\r\n");
            assertThat(client.answer().field("Connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void answersWithoutBodyEndWithTheirHead() throws Exception {
        for (String head : List.of("HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n")) {
            try (RawUpstream orders = RawUpstream.answering(head);
                    TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                    RawClient client = proxy.client()) {
                assertThat(client.get(Worlds.HOST, "/").answer().status()).isIn(204, 304);
                assertThat(client.get(Worlds.HOST, "/").answer().status()).isIn(204, 304);
                assertThat(orders.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void anAnswerToHeadHasNoBodyWhateverItDeclares() throws Exception {
        try (RawUpstream orders = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < 2; i++) {
                RawClient.Answer answer = client.send("HEAD / HTTP/1.1\r\nHost: orders.example\r\n\r\n").answer(true);
                assertThat(answer.field("Content-Length")).isEqualTo("99");
            }
            RawClient.Answer refused = client.send("HEAD / HTTP/1.1\r\nHost: nobody\r\n\r\n").answer(true);
            assertThat(refused.status()).isEqualTo(404);
            assertThat(client.send("HEAD / HTTP/1.1\r\nHost: orders.example\r\n\r\n").answer(true).status())
                    .isEqualTo(200);
            assertThat(orders.connections()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerUntilTheCloseEndsTheClientsConnectionToo() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.request();
            connection.send("HTTP/1.0 200 OK\r\n\r\nall there is");
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
            assertThat(answer.head()).startsWith("HTTP/1.1 200 OK\r\n").contains("Connection: close")
                    .contains("Via: 1.0 ");
            assertThat(answer.body()).isEqualTo("all there is");
        }
    }
}
