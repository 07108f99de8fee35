package io.spillway.gateway.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.Http2Peer.Frame;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An endpoint that many requests share a connection to takes it back, refuses some of them, or breaks it. */
@Tag("slow")
class Http2EndpointDisasterTest {
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int NO_ERROR = 0;
    private static final int REFUSED_STREAM = 7;

    private interface Requests {
        void came(Http2Peer peer, Frame last) throws IOException;
    }

    private static void each(RawUpstream.Connection connection, Requests requests, int... settings)
            throws IOException {
        Http2Peer peer = Http2Peer.accepted(connection.socket(), settings);
        for (Frame frame = peer.next(); frame != null; frame = peer.next()) {
            if (frame.ends()) {
                requests.came(peer, frame);
            }
        }
    }

    private static void answer(Http2Peer peer, int stream, String body) throws IOException {
        peer.headers(stream, false, ":status", "200", "content-length", Integer.toString(body.length()));
        peer.data(stream, true, body);
    }

    private static void goAway(Http2Peer peer, int last, int error) throws IOException {
        byte[] payload = new byte[8];
        System.arraycopy(Http2Peer.number(last), 0, payload, 0, 4);
        System.arraycopy(Http2Peer.number(error), 0, payload, 4, 4);
        peer.frame(Http2Peer.GOAWAY, 0, 0, payload);
    }

    private static TestProxy before(RawUpstream service) throws IOException {
        return TestProxy.start(Worlds.http2(Worlds.priorities(List.of(Worlds.local(service)))));
    }

    private static TestProxy before(RawUpstream first, RawUpstream second) throws IOException {
        return TestProxy.start(
                Worlds.http2(Worlds.priorities(List.of(Worlds.local(first)), List.of(Worlds.local(second)))));
    }

    private static RawUpstream good() throws IOException {
        return RawUpstream.start(connection -> each(connection, (peer, last) -> answer(peer, last.stream(), "good")));
    }

    private static void post(Http2Peer client, int stream) throws IOException {
        client.request(stream, false, "POST", "/" + stream);
        client.data(stream, true, "body");
    }

    @Test
    void whatIsAboveTheLastStreamOfAGoAwayIsSentAgainAndWhatIsBelowIsAnswered() throws Exception {
        AtomicInteger again = new AtomicInteger();
        try (RawUpstream service = RawUpstream.start(connection -> {
            List<Integer> came = new ArrayList<>();
            each(connection, (peer, last) -> {
                came.add(last.stream());
                if (connection.number() > 0) {
                    again.incrementAndGet();
                    answer(peer, last.stream(), "second connection");
                } else if (came.size() == 2) {
                    goAway(peer, came.getFirst(), NO_ERROR);
                    answer(peer, came.getFirst(), "first connection");
                }
            });
        });
                TestProxy proxy = before(service);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE))) {
            client.request(1, true, "GET", "/");
            post(client, 3);
            assertThat(client.answer(1)).containsEntry("body", "first connection");
            assertThat(client.answer(3)).containsEntry(":status", "200").containsEntry("body", "second connection");
            client.request(5, true, "GET", "/");
            assertThat(client.answer(5)).as("nothing new on the old one").containsEntry("body", "second connection");
            assertThat(again).hasValue(2);
            assertThat(service.connections()).isEqualTo(2);
        }
    }

    @Test
    void aPostThatTheEndpointRefusesToLookAtIsSentAgain() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        try (RawUpstream full = RawUpstream.start(connection -> each(connection, (peer, last) -> {
            refused.incrementAndGet();
            peer.frame(Http2Peer.RST_STREAM, 0, last.stream(), Http2Peer.number(REFUSED_STREAM));
        }));
                RawUpstream good = good();
                TestProxy proxy = before(full, good);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE))) {
            for (int stream = 1; stream < 9; stream += 2) {
                post(client, stream);
                assertThat(client.answer(stream)).containsEntry(":status", "200").containsEntry("body", "good");
            }
            assertThat(refused).hasPositiveValue();
            assertThat(full.connections()).as("a refusal ends no connection").isEqualTo(1);
        }
    }

    @Test
    void theOnlyEndpointIsAskedAgainAfterAPauseWhenItRefusesToLookAtARequest() throws Exception {
        AtomicInteger came = new AtomicInteger();
        try (RawUpstream only = RawUpstream.start(connection -> each(connection, (peer, last) -> {
            if (came.getAndIncrement() < 2) {
                peer.frame(Http2Peer.RST_STREAM, 0, last.stream(), Http2Peer.number(REFUSED_STREAM));
            } else {
                answer(peer, last.stream(), "good");
            }
        }));
                TestProxy proxy = before(only);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE))) {
            post(client, 1);
            assertThat(client.answer(1)).containsEntry(":status", "200").containsEntry("body", "good");
            assertThat(came).hasValue(3);
            assertThat(proxy.metrics()).contains("outcome=\"refused_stream\"");
        }
    }

    @Test
    void anEndpointThatRefusesEverythingIsNotFloodedWithRepetitions() throws Exception {
        AtomicInteger came = new AtomicInteger();
        try (RawUpstream full = RawUpstream.start(connection -> each(connection, (peer, last) -> {
            came.incrementAndGet();
            peer.frame(Http2Peer.RST_STREAM, 0, last.stream(), Http2Peer.number(REFUSED_STREAM));
        }));
                TestProxy proxy = before(full);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE))) {
            int requests = 0;
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 90; i++) {
                    client.request(2 * requests++ + 1, true, "GET", "/");
                }
                for (int answers = 0; answers < 90;) {
                    Frame frame = client.expect(Http2Peer.HEADERS);
                    assertThat(frame.field(":status")).isEqualTo("503");
                    assertThat(frame.field("x-spillway-refused")).isIn("refused_stream", "budget");
                    answers++;
                }
            }
            // 20 % of the requests, and ten a second for ten seconds.
            assertThat(came).hasValueLessThanOrEqualTo(requests + requests / 5 + 100);
            assertThat(proxy.metrics()).doesNotContain("spillway_gateway_retry_budget_denied_total 0.0");
        }
    }

    @Test
    void anEndpointNeverHasMoreStreamsThanItTakes() throws Exception {
        AtomicInteger most = new AtomicInteger();
        AtomicBoolean warm = new AtomicBoolean(true);
        try (RawUpstream service = RawUpstream.start(connection -> {
            List<Integer> held = new ArrayList<>();
            each(connection, (peer, last) -> {
                held.add(last.stream());
                most.accumulateAndGet(held.size(), Math::max);
                if (warm.getAndSet(false)) {
                    held.clear();
                    answer(peer, last.stream(), "warm");
                } else if (held.size() == 2) {
                    for (int stream : held) {
                        answer(peer, stream, "ok");
                    }
                    held.clear();
                }
            }, MAX_CONCURRENT_STREAMS, 2);
        });
                TestProxy proxy = before(service);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE))) {
            client.request(1, true, "GET", "/");
            assertThat(client.answer(1)).containsEntry("body", "warm");
            for (int stream = 3; stream <= 13; stream += 2) {
                client.request(stream, true, "GET", "/");
            }
            for (int answers = 0; answers < 6;) {
                Frame frame = client.expect(Http2Peer.DATA);
                assertThat(frame.text()).isEqualTo("ok");
                answers += frame.ends() ? 1 : 0;
            }
            assertThat(most).hasValueLessThanOrEqualTo(2);
        }
    }

    @Test
    void aConnectionThatBreaksCostsAGetNothingAndAPostItsAnswer() throws Exception {
        // A frame on a stream that never was: the connection is worth nothing any more.
        try (RawUpstream broken = RawUpstream.start(
                connection -> each(connection, (peer, last) -> peer.data(99, true, "?")));
                RawUpstream good = good();
                TestProxy proxy = before(broken, good);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE))) {
            post(client, 1);
            assertThat(client.answer(1)).as("it may have been processed: not sent twice")
                    .containsEntry(":status", "502");
            client.request(3, true, "GET", "/");
            assertThat(client.answer(3)).containsEntry(":status", "200").containsEntry("body", "good");
        }
    }
}
