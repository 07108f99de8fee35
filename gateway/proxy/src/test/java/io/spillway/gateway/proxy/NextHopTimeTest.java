package io.spillway.gateway.proxy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.Http2Peer.Frame;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Work goes on behind a gateway for an answer that nobody waits for any more: each hop is told how long it is waited for. */
class NextHopTimeTest {
    private static final String EXPECTED = "x-envoy-expected-rq-timeout-ms: ";

    private static long told(String head) {
        Matcher found = Pattern.compile("(?i)" + EXPECTED + "([0-9]+)\r\n").matcher(head);
        assertThat(found.find()).as(head).isTrue();
        return Long.parseLong(found.group(1));
    }

    @Test
    void theGatewayOfAnotherIdcIsToldHowLongTheEntranceWaits() throws Exception {
        try (RawUpstream far = RawUpstream.named("far");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.remote(far.port()))));
                RawClient client = proxy.client()) {
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            assertThat(told(far.heads().getFirst())).isBetween(3000L, 5000L);
        }
    }

    @Test
    void aClientsOwnWordIsNeitherBelievedNorPassedOn() throws Exception {
        try (RawUpstream near = RawUpstream.named("near");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(near))));
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\n" + EXPECTED + "1\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(near.heads().getFirst()).doesNotContainIgnoringCase(EXPECTED);
        }
    }

    @Test
    void aCrossingGatewayWorksNoLongerThanTheEntranceWaits() throws Exception {
        try (RawUpstream silent = RawUpstream.start(connection -> {
            var _ = connection.request();
            var _ = connection.in().read();
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(silent))));
                RawClient client = proxy.client(ListenerRole.CROSSING)) {
            long start = System.nanoTime();
            client.send("GET / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\nx-spillway-cluster: orders/default\r\n"
                    + EXPECTED + "150\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(504);
            assertThat(System.nanoTime() - start).isBetween(TimeUnit.MILLISECONDS.toNanos(140),
                    TimeUnit.SECONDS.toNanos(10));
        }
    }

    @Test
    void aCallGoesThroughTwoGatewaysWithWhatIsLeftOfItsTime() throws Exception {
        BlockingQueue<String> times = new LinkedBlockingQueue<>();
        try (RawUpstream service = RawUpstream.start(connection -> answer(connection, times));
                TestProxy b = TestProxy.start("idc-b", Worlds.http2(Worlds.priorities(List.of(Worlds.local(service)))));
                TestProxy a = TestProxy.start("idc-a", Worlds.http2(Worlds
                        .priorities(List.of(Worlds.remote(b.address(ListenerRole.CROSSING).getPort())))));
                Http2Peer client = Http2Peer.connect(a.address(ListenerRole.ENTRANCE))) {
            client.request(1, true, "POST", "/a.B/C", "content-type", "application/grpc", "te", "trailers",
                    "grpc-timeout", "12S");
            assertThat(client.answer(1)).containsEntry("grpc-status", "0");
            String told = times.poll(20, TimeUnit.SECONDS);
            assertThat(told).matches("[0-9]{1,8}[num]");
            long micros = Long.parseLong(told.substring(0, told.length() - 1));
            assertThat(told).endsWith("u");
            assertThat(micros).isBetween(1_000_000L, 11_999_999L);
        }
    }

    private static void answer(RawUpstream.Connection connection, BlockingQueue<String> times) throws IOException {
        Http2Peer peer = Http2Peer.accepted(connection.socket());
        for (Frame frame = peer.next(); frame != null; frame = peer.next()) {
            if (frame.type() == Http2Peer.HEADERS) {
                times.add(frame.field("grpc-timeout"));
                peer.headers(frame.stream(), true, ":status", "200", "content-type", "application/grpc", "grpc-status",
                        "0");
            }
        }
    }
}
