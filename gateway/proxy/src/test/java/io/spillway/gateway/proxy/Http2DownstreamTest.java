package io.spillway.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A client that speaks HTTP/2 by prior knowledge on a listener in the clear, and a service that speaks HTTP/1.1. */
class Http2DownstreamTest {
    private static TestProxy proxy(RawUpstream service) throws Exception {
        return TestProxy.start(Worlds.priorities(List.of(Worlds.local(service))));
    }

    private static Http2Peer client(TestProxy proxy) throws Exception {
        return Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE));
    }

    @Test
    void answersManyRequestsOnOneConnection() throws Exception {
        try (RawUpstream service = RawUpstream.named("hello");
                TestProxy proxy = proxy(service);
                Http2Peer client = client(proxy)) {
            for (int stream = 1; stream < 20; stream += 2) {
                client.request(stream, true, "GET", "/a?b=" + stream, "x-name", "value", "cookie", "a=1", "cookie",
                        "b=2");
                assertThat(client.answer(stream)).containsEntry(":status", "200").containsEntry("body", "hello")
                        .containsEntry("content-length", "5").containsEntry("via", "1.1 spillway-idc-a");
            }
            assertThat(service.heads().getLast()).startsWith("GET /a?b=19 HTTP/1.1\r\n")
                    .contains("host: orders.example\r\n", "x-name: value\r\n", "cookie: a=1; b=2\r\n");
            assertThat(service.connections()).isEqualTo(1);
        }
    }

    @Test
    void aSecondHeadOnAnEndedStreamIsAStreamError() throws Exception {
        try (RawUpstream service = RawUpstream.named("hello");
                TestProxy proxy = proxy(service);
                Http2Peer client = client(proxy)) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            byte[] head = Http2Peer.section(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a");
            both.writeBytes(Http2Peer.octets(Http2Peer.HEADERS, 5, 1, head));
            both.writeBytes(Http2Peer.octets(Http2Peer.HEADERS, 5, 1, head));
            client.raw(both.toByteArray());
            assertThat(client.answer(1)).isEqualTo(Map.of("reset", "5"));
        }
    }
}
