package io.spillway.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;

import io.netty.buffer.PooledByteBufAllocator;
import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One HTTP/2 client tries to cost more than it pays: its connection ends, nobody else's request notices. */
@Tag("slow")
class Http2DisasterTest {
    private static final int PROTOCOL_ERROR = 1;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int ENHANCE_YOUR_CALM = 11;

    private RawUpstream service;
    private TestProxy proxy;
    private Http2Peer client;
    private Http2Peer bystander;

    @BeforeEach
    void start() throws IOException {
        service = RawUpstream.named("a");
        proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(service))));
        client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE));
        bystander = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE));
        bystander.request(1, true, "GET", "/");
        assertThat(bystander.answer(1)).containsEntry(":status", "200");
    }

    @AfterEach
    void nobodyElseIsHarmed() throws IOException {
        bystander.request(3, true, "GET", "/");
        assertThat(bystander.answer(3)).containsEntry(":status", "200");
        try (RawClient other = proxy.client()) {
            assertThat(other.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
        }
        bystander.close();
        client.close();
        proxy.close();
        service.close();
    }

    private interface Flood {
        void send(int round) throws IOException;
    }

    /** Sends until the gateway has had enough; what it says last must be this. */
    private void endsWith(int error, int rounds, Flood flood) throws IOException {
        try {
            for (int round = 0; round < rounds; round++) {
                flood.send(round);
            }
        } catch (SocketException cut) {
            // in the middle of what was being sent; the GOAWAY may have been lost with the connection
            return;
        }
        assertThat(client.expect(Http2Peer.GOAWAY).number(4)).isEqualTo(error);
        while (client.next() != null) {
            // until it is closed
        }
    }

    @Test
    void aHeadThatNeverEnds() throws Exception {
        client.frame(Http2Peer.HEADERS, 0, 1, Http2Peer.section(":method", "GET", ":scheme", "http", ":path", "/",
                ":authority", Worlds.HOST));
        byte[] more = Http2Peer.section("x-more", "v".repeat(4000));
        endsWith(ENHANCE_YOUR_CALM, 1000, round -> client.frame(Http2Peer.CONTINUATION, 0, 1, more));
    }

    @Test
    void continuationsWithNothingInThem() throws Exception {
        client.frame(Http2Peer.HEADERS, 0, 1, Http2Peer.section(":method", "GET"));
        endsWith(ENHANCE_YOUR_CALM, 1000, round -> client.frame(Http2Peer.CONTINUATION, 0, 1, new byte[0]));
    }

    @Test
    void aHeadOfFewOctetsThatUnfoldsIntoManyKilobytes() throws Exception {
        // One long field enters the table; then a single octet names it, again and again (the "HPACK bomb").
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(
                Http2Peer.section(":method", "GET", ":scheme", "http", ":path", "/", ":authority", Worlds.HOST));
        byte[] field = Http2Peer.section("x-bomb", "v".repeat(3000));
        field[0] = 0x40;
        bomb.writeBytes(field);
        byte[] again = new byte[8000];
        Arrays.fill(again, (byte) 0xbe);
        bomb.writeBytes(again);
        long before = direct();
        client.frame(Http2Peer.HEADERS, Http2Peer.END_HEADERS | Http2Peer.END_STREAM, 1, bomb.toByteArray());
        assertThat(client.answer(1)).as("431 or a reset, and never 24 MB for the service")
                .satisfiesAnyOf(answer -> assertThat(answer).containsEntry(":status", "431"),
                        answer -> assertThat(answer).containsKey("reset"),
                        answer -> assertThat(answer).containsKey("closed"));
        assertThat(direct() - before).isLessThan(8 << 20);
        assertThat(service.heads()).noneMatch(head -> head.contains("x-bomb"));
    }

    private static long direct() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
                + PooledByteBufAllocator.DEFAULT.metric().usedHeapMemory();
    }

    @Test
    void aHeadLargerThanIsAllowedCostsItsStreamOnly() throws Exception {
        client.request(1, true, "GET", "/", "x-large", "v".repeat(11_000));
        assertThat(client.answer(1)).containsEntry(":status", "431");
        client.request(3, true, "GET", "/");
        assertThat(client.answer(3)).containsEntry(":status", "200");
    }

    @Test
    void dataWithNothingInIt() throws Exception {
        client.request(1, false, "POST", "/");
        endsWith(ENHANCE_YOUR_CALM, 5000, round -> client.frame(Http2Peer.DATA, 0, 1, new byte[0]));
    }

    @Test
    void windowUpdatesByOne() throws Exception {
        client.request(1, false, "POST", "/");
        endsWith(ENHANCE_YOUR_CALM, 20_000,
                round -> client.frame(Http2Peer.WINDOW_UPDATE, 0, 0, Http2Peer.number(1)));
    }

    @Test
    void aWindowBeyondItsLimit() throws Exception {
        endsWith(FLOW_CONTROL_ERROR, 3,
                round -> client.frame(Http2Peer.WINDOW_UPDATE, 0, 0, Http2Peer.number(Integer.MAX_VALUE)));
    }

    @Test
    void framesOfOtherStreamsWithinAHead() throws Exception {
        client.frame(Http2Peer.HEADERS, 0, 1, Http2Peer.section(":method", "GET"));
        endsWith(PROTOCOL_ERROR, 1, round -> client.frame(Http2Peer.PING, 0, 0, new byte[8]));
    }
}
