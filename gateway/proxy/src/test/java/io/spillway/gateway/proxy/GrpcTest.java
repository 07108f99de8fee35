package io.spillway.gateway.proxy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.Http2Peer.Frame;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Calls of gRPC: the gateway answers in gRPC's words, keeps the client's deadline, and sees how calls went. */
class GrpcTest {
    private static final String CALL = "/orders.Orders/Place";
    private int stream = -1;

    /** What a service does with a call. */
    interface Service {
        void answer(Http2Peer peer, int stream) throws IOException;
    }

    private static RawUpstream service(Service service) throws IOException {
        return RawUpstream.start(connection -> {
            Http2Peer peer = Http2Peer.accepted(connection.socket());
            for (Frame frame = peer.next(); frame != null; frame = peer.next()) {
                if (frame.ends()) {
                    service.answer(peer, frame.stream());
                }
            }
        });
    }

    private static void trailersOnly(Http2Peer peer, int stream, int status) throws IOException {
        peer.headers(stream, true, ":status", "200", "content-type", "application/grpc", "grpc-status",
                Integer.toString(status));
    }

    private static void answer(Http2Peer peer, int stream, int status) throws IOException {
        peer.headers(stream, false, ":status", "200", "content-type", "application/grpc");
        peer.data(stream, false, "\0\0\0\0\1x");
        peer.headers(stream, true, "grpc-status", Integer.toString(status));
    }

    private static TestProxy before(RawUpstream... services) throws IOException {
        return TestProxy.start(Worlds.http2(Worlds.priorities(List.of(services).stream().map(Worlds::local).toList())));
    }

    private static Http2Peer client(TestProxy proxy) throws IOException {
        return Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE));
    }

    private Map<String, String> call(Http2Peer client, String... more) throws IOException {
        stream += 2;
        String[] fields = new String[4 + more.length];
        String[] usual = {"content-type", "application/grpc+proto", "te", "trailers"};
        System.arraycopy(usual, 0, fields, 0, 4);
        System.arraycopy(more, 0, fields, 4, more.length);
        client.request(stream, false, "POST", CALL, fields);
        client.data(stream, true, "\0\0\0\0\0");
        return client.answer(stream);
    }

    @Test
    void aCallThatNobodyCanServeIsAnsweredUnavailableInOneHead() throws Exception {
        try (TestProxy proxy = TestProxy.start(Worlds.priorities(List.of())); Http2Peer client = client(proxy)) {
            assertThat(call(client)).containsEntry(":status", "200").containsEntry("grpc-status", "14")
                    .containsEntry("content-type", "application/grpc")
                    .containsEntry("x-spillway-refused", "no_endpoint").containsKey("grpc-message")
                    .doesNotContainKey("body");
            client.request(3, true, "POST", CALL, "content-type", "application/grpc-web");
            assertThat(client.answer(3)).as("not gRPC").containsEntry(":status", "503").containsKey("body");
            client.headers(5, true, ":method", "POST", ":scheme", "http", ":path", CALL, ":authority", "nobody.example",
                    "content-type", "application/grpc");
            assertThat(client.answer(5)).as("no route").containsEntry(":status", "200").containsEntry("grpc-status",
                    "12");
        }
    }

    @Test
    void whatIsNoHttp2IsNoCall() throws Exception {
        try (TestProxy proxy = TestProxy.start(Worlds.priorities(List.of())); RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: " + Worlds.HOST
                    + "\r\nContent-Type: application/grpc\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(503);
        }
    }

    @Test
    void theClientsDeadlineEndsACallThatNobodyAnswers() throws Exception {
        try (RawUpstream silent = service((peer, call) -> {});
                TestProxy proxy = before(silent);
                Http2Peer client = client(proxy)) {
            long start = System.nanoTime();
            assertThat(call(client, "grpc-timeout", "100m")).containsEntry("grpc-status", "4");
            assertThat(System.nanoTime() - start).isBetween(TimeUnit.MILLISECONDS.toNanos(95),
                    TimeUnit.SECONDS.toNanos(10));
        }
    }

    @Test
    void theClientsDeadlineEndsAnAnswerThatHasBegunAndACallThatIsStillBeingMade() throws Exception {
        try (RawUpstream slow = RawUpstream.start(connection -> {
            Http2Peer peer = Http2Peer.accepted(connection.socket());
            for (Frame frame = peer.next(); frame != null; frame = peer.next()) {
                if (frame.type() == Http2Peer.HEADERS) {
                    peer.headers(frame.stream(), false, ":status", "200", "content-type", "application/grpc");
                }
            }
        }); TestProxy proxy = before(slow); Http2Peer client = client(proxy)) {
            client.request(1, false, "POST", CALL, "content-type", "application/grpc", "grpc-timeout", "100000u");
            assertThat(client.answer(1)).containsEntry(":status", "200").containsEntry("grpc-status", "4");
        }
    }

    @Test
    void aCallThatWasAnsweredUnavailableIsMadeElsewhere() throws Exception {
        AtomicInteger bad = new AtomicInteger();
        try (RawUpstream busy = service((peer, call) -> {
            bad.incrementAndGet();
            trailersOnly(peer, call, 14);
        });
                RawUpstream good = service((peer, call) -> answer(peer, call, 0));
                TestProxy proxy = before(busy, good);
                Http2Peer client = client(proxy)) {
            for (int i = 0; i < 12; i++) {
                assertThat(call(client)).containsEntry("grpc-status", "0").containsKey("body");
            }
            assertThat(bad.get()).isBetween(1, 12);
        }
    }

    @Test
    void aStatusThatIsNobodysFaultPasses() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Service absent = (peer, call) -> {
            calls.incrementAndGet();
            trailersOnly(peer, call, 5);
        };
        try (RawUpstream one = service(absent);
                RawUpstream two = service(absent);
                TestProxy proxy = before(one, two);
                Http2Peer client = client(proxy)) {
            assertThat(call(client)).containsEntry(":status", "200").containsEntry("grpc-status", "5");
            assertThat(calls.get()).isEqualTo(1);
        }
    }

    @Test
    void whoEndsCallsAfterCallsWithUnavailableIsEjected() throws Exception {
        try (RawUpstream bad = service((peer, call) -> answer(peer, call, 14));
                RawUpstream good = service((peer, call) -> answer(peer, call, 0));
                TestProxy proxy = TestProxy.start(Worlds.http2(
                        Worlds.priorities(List.of(Worlds.local(bad)), List.of(Worlds.local(good)))));
                Http2Peer client = client(proxy)) {
            for (int i = 0; i < 5; i++) {
                assertThat(call(client)).as("call " + i + ": its answer had begun").containsEntry("grpc-status", "14");
            }
            await().until(() -> "0".equals(call(client).get("grpc-status")));
            assertThat(proxy.metrics()).contains("outcome=\"server_error\"");
        }
    }
}
