package io.spillway.gateway.proxy;

import java.util.List;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** An endpoint answers what two readers could frame differently. */
class BadAnswerTest {
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\na",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
            "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nX : y\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 700 OK\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "ICY 200 OK\r\n\r\n",
            "\r\nHTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "HTTP/1.1 200 O\0K\r\n\r\n",
            "HTTP/1.1 200\r\r\n\r\n"})
    void itIsRefusedWith502AndTheConnectionIsNotUsedAgain(String octets) throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.request();
            connection.send(connection.number() == 0 ? octets : RawUpstream.ok("good"));
            connection.request();
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("bad_response");
            assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("good");
        }
    }

    @Test
    void aBrokenChunkCutsTheAnswer() throws Exception {
        try (RawUpstream orders = RawUpstream
                .answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/");
            assertThat(client.closed()).isTrue();
        }
    }
}
