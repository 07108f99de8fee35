package io.spillway.gateway.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.Http2Peer.Frame;
import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every combination of HTTP/1.1 and HTTP/2 on the two sides, with bodies, trailers, HEAD, 1xx and early answers. */
@Tag("slow")
class Http2MixingTest {
    private final BlockingQueue<Frame> seen = new LinkedBlockingQueue<>();

    /** A service in HTTP/2 whose answers the test decides, request by request. */
    interface Service {
        void answer(Http2Peer peer, Frame head) throws Exception;
    }

    private RawUpstream http2(Service service) throws Exception {
        return RawUpstream.start(connection -> {
            Http2Peer peer = Http2Peer.accepted(connection.socket());
            for (Frame frame = peer.next(); frame != null; frame = peer.next()) {
                if (frame.stream() > 0) {
                    seen.add(frame);
                }
                if (frame.ends()) {
                    service.answer(peer, frame);
                }
            }
        });
    }

    private static TestProxy before(RawUpstream service) throws Exception {
        return TestProxy.start(Worlds.http2(Worlds.priorities(List.of(Worlds.local(service)))));
    }

    private static InetSocketAddress entrance(TestProxy proxy) {
        return proxy.address(ListenerRole.ENTRANCE);
    }

    private Frame seen() throws InterruptedException {
        Frame frame = seen.poll(5, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("nothing came");
        }
        return frame;
    }

    @Test
    void http1ToHttp2WithChunkedBodyAndTrailersBothWays() throws Exception {
        try (RawUpstream service = http2((peer, last) -> {
            peer.headers(last.stream(), false, ":status", "103", "link", "</a>");
            peer.headers(last.stream(), false, ":status", "200", "x-a", "b");
            peer.data(last.stream(), false, "hello");
            peer.headers(last.stream(), true, "x-sum", "5");
        }); TestProxy proxy = before(service); RawClient client = proxy.client()) {
            client.send(Octets.lines("POST /up HTTP/1.1", "Host: orders.example", "TE: trailers", "Connection: TE",
                    "Transfer-Encoding: chunked", ""));
            client.send("3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nX-Up: 1\r\n\r\n");
            Frame head = seen();
            assertThat(head.fields()).containsEntry(":method", "POST").containsEntry(":path", "/up")
                    .containsEntry(":authority", "orders.example").containsEntry(":scheme", "http")
                    .containsEntry("te", "trailers").doesNotContainKeys("transfer-encoding", "connection", "host");
            StringBuilder body = new StringBuilder();
            Frame next = seen();
            while (next.type() == Http2Peer.DATA) {
                body.append(next.text());
                next = seen();
            }
            assertThat(body.toString()).isEqualTo("abcde");
            assertThat(next.fields()).containsEntry("x-up", "1");
            assertThat(next.ends()).isTrue();
            assertThat(client.answer().status()).isEqualTo(103);
            RawClient.Answer answer = client.answer();
            assertThat(answer.field("transfer-encoding")).isEqualTo("chunked");
            assertThat(answer.field("x-a")).isEqualTo("b");
            assertThat(answer.body()).isEqualTo("5\r\nhello\r\n0\r\nx-sum: 5\r\n\r\n");
        }
    }

    @Test
    void http2ToHttp1WithBodyOfUnknownLengthAndTrailersBothWays() throws Exception {
        try (RawUpstream service = RawUpstream.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 5\r\n\r\n");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(service))));
                Http2Peer client = Http2Peer.connect(entrance(proxy))) {
            client.request(1, false, "POST", "/up");
            client.data(1, false, "abc");
            client.data(1, false, "de");
            client.headers(1, true, "x-up", "1");
            assertThat(client.answer(1)).containsEntry("body", "hello").containsEntry("x-sum", "5")
                    .doesNotContainKey("transfer-encoding");
            assertThat(service.heads().getFirst()).contains("transfer-encoding: chunked\r\n");
            assertThat(service.bodies().getFirst()).isEqualTo("3\r\nabc\r\n2\r\nde\r\n0\r\nx-up: 1\r\n\r\n");
        }
    }

    @Test
    void http2ToHttp2IsFramesToFrames() throws Exception {
        try (RawUpstream service = http2((peer, last) -> {
            peer.headers(last.stream(), false, ":status", "200");
            peer.data(last.stream(), false, "hello");
            peer.headers(last.stream(), true, "x-sum", "5");
        }); TestProxy proxy = before(service); Http2Peer client = Http2Peer.connect(entrance(proxy))) {
            for (int stream = 1; stream < 10; stream += 2) {
                client.request(stream, false, "POST", "/up");
                client.data(stream, true, "abc");
                assertThat(client.answer(stream)).containsEntry(":status", "200").containsEntry("body", "hello")
                        .containsEntry("x-sum", "5").doesNotContainKeys("transfer-encoding", "content-length");
            }
            assertThat(service.connections()).isEqualTo(1);
        }
    }

    @Test
    void answersWithoutABodySayHowTheyEndToEachClient() throws Exception {
        try (RawUpstream service = http2(
                (peer, last) -> peer.headers(last.stream(), true, ":status", "200", "x-a", "b"));
                TestProxy proxy = before(service);
                Http2Peer second = Http2Peer.connect(entrance(proxy));
                RawClient first = proxy.client()) {
            first.send("GET / HTTP/1.1\r\nHost: orders.example\r\n\r\n");
            assertThat(first.answer().field("content-length")).isEqualTo("0");
            second.request(1, true, "GET", "/");
            Frame head = second.expect(Http2Peer.HEADERS);
            assertThat(head.ends()).isTrue();
            assertThat(head.fields()).doesNotContainKey("content-length");
        }
    }

    @Test
    void headHasTheLengthOfWhatGetWouldGet() throws Exception {
        try (RawUpstream service = http2(
                (peer, last) -> peer.headers(last.stream(), true, ":status", "200", "content-length", "12"));
                TestProxy proxy = before(service);
                Http2Peer client = Http2Peer.connect(entrance(proxy))) {
            client.request(1, true, "HEAD", "/");
            assertThat(client.answer(1)).containsEntry("content-length", "12").doesNotContainKey("body");
            client.request(3, true, "GET", "/");
            assertThat(client.answer(3)).as("a GET must get what the length says").containsEntry(":status", "502");
        }
    }

    @Test
    void anEarlyAnswerStopsTheUploadOnBothSides() throws Exception {
        try (RawUpstream service = RawUpstream.start(connection -> {
            Http2Peer peer = Http2Peer.accepted(connection.socket());
            Frame head = peer.next(Http2Peer.HEADERS);
            if (head != null) {
                peer.headers(head.stream(), false, ":status", "413");
                peer.data(head.stream(), true, "too much");
                peer.next(Http2Peer.RST_STREAM);
                seen.add(head);
            }
        }); TestProxy proxy = before(service); Http2Peer client = Http2Peer.connect(entrance(proxy))) {
            client.request(1, false, "POST", "/");
            Map<String, String> answer = client.answer(1);
            assertThat(answer).containsEntry(":status", "413").containsEntry("body", "too much");
            Frame reset = client.expect(Http2Peer.RST_STREAM);
            assertThat(reset.number(0)).as("NO_ERROR").isZero();
            assertThat(seen().type()).isEqualTo(Http2Peer.HEADERS);
        }
    }

    @Test
    void aBodyGoesNoFasterThanItIsTaken() throws Exception {
        String block = "x".repeat(16 * 1024);
        try (RawUpstream service = RawUpstream.start(connection -> {
            Http2Peer peer = Http2Peer.accepted(connection.socket());
            Frame head = peer.next(Http2Peer.HEADERS);
            if (head != null) {
                peer.headers(head.stream(), false, ":status", "200");
                long left = Long.MAX_VALUE;
                for (int sent = 0; sent < 4096 && left > 0; sent++) {
                    peer.data(head.stream(), sent == 4095, block);
                    seen.add(head);
                    if (sent >= 15) {
                        // The window of 256 KiB is used up: more may be sent only when the proxy says so.
                        Frame update = peer.next(Http2Peer.WINDOW_UPDATE);
                        while (update != null && update.stream() == 0) {
                            update = peer.next(Http2Peer.WINDOW_UPDATE);
                        }
                        left = update == null ? 0 : left;
                    }
                }
            }
        });
                TestProxy proxy = TestProxy.patience(Worlds.http2(Worlds.priorities(List.of(Worlds.local(service)))),
                        Duration.ofSeconds(5), Duration.ofSeconds(10));
                Http2Peer client = Http2Peer.connect(entrance(proxy), 4, 1000)) {
            client.request(1, true, "GET", "/big");
            Frame data = client.expect(Http2Peer.DATA);
            assertThat(data.payload()).hasSize(1000);
            while (seen.poll(300, TimeUnit.MILLISECONDS) != null) {
                // until the service is held
            }
            client.frame(Http2Peer.WINDOW_UPDATE, 0, 1, Http2Peer.number(1 << 20));
            client.frame(Http2Peer.WINDOW_UPDATE, 0, 0, Http2Peer.number(1 << 20));
            assertThat(seen.poll(5, TimeUnit.SECONDS)).as("the service goes on").isNotNull();
        }
    }
}
