package io.spillway.gateway.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.PooledByteBufAllocator;
import io.spillway.gateway.proxy.harness.Beat;
import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.Http2Peer.Frame;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** A client asks for much and opens no window for it, or one octet at a time: it costs little memory, and not for long. */
@Tag("slow")
class Http2ZeroWindowTest {
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int STREAMS = 20;
    private static final int MEBIBYTE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final AtomicLong sent = new AtomicLong();

    /** Returns a service whose answers are as long as they are asked to be, in octets. */
    private RawUpstream generous() throws IOException {
        return RawUpstream.start(connection -> {
            for (var head = connection.head(); head.isPresent(); head = connection.head()) {
                int length = Integer.parseInt(head.get().substring(5, head.get().indexOf(' ', 5)));
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                for (int left = length; left > 0; left -= 64 * 1024) {
                    connection.send("x".repeat(Math.min(left, 64 * 1024)));
                    sent.addAndGet(Math.min(left, 64 * 1024));
                }
            }
        });
    }

    private static TestProxy impatient(RawUpstream service) throws IOException {
        return TestProxy.patience(Worlds.priorities(List.of(Worlds.local(service))), PATIENCE, PATIENCE);
    }

    private static void askForMuch(Http2Peer client, int streams) throws IOException {
        for (int i = 0; i < streams; i++) {
            client.request(2 * i + 1, true, "GET", "/" + 64 * MEBIBYTE);
        }
    }

    private static long memory() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
                + PooledByteBufAllocator.DEFAULT.metric().usedHeapMemory();
    }

    /** Reads until every stream is reset. */
    private static void endsSoon(Http2Peer client, int streams) throws IOException {
        long asked = System.nanoTime();
        Set<Integer> open = new HashSet<>();
        for (int i = 0; i < streams; i++) {
            open.add(2 * i + 1);
        }
        while (!open.isEmpty() && System.nanoTime() - asked < TimeUnit.SECONDS.toNanos(15)) {
            Frame frame = requireNonNull(client.next(), "the connection ended");
            if (frame.type() == Http2Peer.RST_STREAM) {
                open.remove(frame.stream());
            }
        }
        assertThat(open).as("streams that are not reset").isEmpty();
    }

    private void costsLittle(long before) {
        assertThat(memory() - before).isLessThan(32L * MEBIBYTE);
        assertThat(sent.get()).as("of %d MiB that were asked for", 64 * STREAMS)
                .isLessThan(64L * STREAMS * MEBIBYTE / 4);
    }

    @Test
    void theWindowOfNoStreamIsEverOpened() throws Exception {
        try (RawUpstream service = generous();
                TestProxy proxy = impatient(service);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE), INITIAL_WINDOW_SIZE, 0)) {
            long before = memory();
            askForMuch(client, STREAMS);
            endsSoon(client, STREAMS);
            costsLittle(before);
        }
    }

    @Test
    void theWindowOfTheConnectionIsNeverOpened() throws Exception {
        try (RawUpstream service = generous();
                TestProxy proxy = impatient(service);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE), INITIAL_WINDOW_SIZE,
                        Integer.MAX_VALUE)) {
            long before = memory();
            askForMuch(client, STREAMS);
            endsSoon(client, STREAMS);
            costsLittle(before);
        }
    }

    @Test
    void anOctetAtATimeIsNoProgress() throws Exception {
        try (Beat beat = Beat.every(Duration.ofMillis(50));
                RawUpstream service = generous();
                TestProxy proxy = impatient(service);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE), INITIAL_WINDOW_SIZE, 0)) {
            long before = memory();
            askForMuch(client, 1);
            Thread trickle = Thread.ofVirtual().start(() -> trickle(client, beat));
            endsSoon(client, 1);
            trickle.interrupt();
            trickle.join();
            costsLittle(before);
        }
    }

    /** Opens the windows by so little and so seldom that it is no flood. */
    private static void trickle(Http2Peer client, Beat beat) {
        try {
            while (true) {
                beat.next();
                client.frame(Http2Peer.WINDOW_UPDATE, 0, 0, Http2Peer.number(1));
                client.frame(Http2Peer.WINDOW_UPDATE, 0, 1, Http2Peer.number(1));
            }
        } catch (IOException | InterruptedException over) {
            // the connection is, or the test
        }
    }

    @Test
    void theLastOctetsOfAnAnswerAreNotWaitedForEither() throws Exception {
        try (Beat beat = Beat.every(Duration.ofMillis(50));
                RawUpstream service = generous();
                TestProxy proxy = impatient(service);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE), INITIAL_WINDOW_SIZE, 0)) {
            client.request(1, true, "GET", "/1000");
            Thread trickle = Thread.ofVirtual().start(() -> trickle(client, beat));
            endsSoon(client, 1);
            trickle.interrupt();
            trickle.join();
        }
    }

    @Test
    void aClientThatIsOnlySlowGetsAllOfItsAnswer() throws Exception {
        int length = 256 * 1024;
        try (Beat beat = Beat.every(Duration.ofMillis(40));
                RawUpstream service = generous();
                TestProxy proxy = impatient(service);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE), INITIAL_WINDOW_SIZE, 0)) {
            client.request(1, true, "GET", "/" + length);
            client.frame(Http2Peer.WINDOW_UPDATE, 0, 0, Http2Peer.number(length));
            int got = 0;
            while (got < length) {
                beat.next();
                client.frame(Http2Peer.WINDOW_UPDATE, 0, 1, Http2Peer.number(32 * 1024));
                for (int piece = 0; piece < 32 * 1024;) {
                    Frame frame = requireNonNull(client.next(), "the connection ended");
                    assertThat(frame.type()).as("after %d octets", got).isNotEqualTo(Http2Peer.RST_STREAM);
                    piece += frame.type() == Http2Peer.DATA ? frame.octets().remaining() : 0;
                    got += frame.type() == Http2Peer.DATA ? frame.octets().remaining() : 0;
                }
            }
        }
    }
}
