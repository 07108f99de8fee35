package io.spillway.gateway.proxy;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One side is slower than the other: the fast side waits, nothing piles up here. */
@Tag("slow")
class BackPressureTest {
    private static final int SIZE = 300_000_000;
    /** Socket buffers of four sockets and a little of our own. */
    private static final long PILE = 40_000_000;

    private static void write(OutputStream out, AtomicLong sent) throws Exception {
        byte[] block = new byte[64 * 1024];
        while (sent.get() < SIZE) {
            int count = (int) Math.min(block.length, SIZE - sent.get());
            out.write(block, 0, count);
            sent.addAndGet(count);
        }
    }

    private static void awaitStall(AtomicLong sent) {
        AtomicLong before = new AtomicLong();
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(300)).until(() -> {
            long now = sent.get();
            return before.getAndSet(now) == now && now > 0;
        });
    }

    @Test
    void aSlowReaderHoldsTheEndpointBackAndGetsEverythingInTheEnd() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
            write(connection.socket().getOutputStream(), sent);
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/");
            awaitStall(sent);
            assertThat(sent.get()).isLessThan(PILE);
            long got = 0;
            byte[] block = new byte[256 * 1024];
            while (got < SIZE) {
                int count = client.in().read(block);
                assertThat(count).isPositive();
                got += count;
            }
        }
    }

    @Test
    void aSlowEndpointHoldsTheClientBack() throws Exception {
        AtomicLong sent = new AtomicLong();
        AtomicLong received = new AtomicLong();
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.head();
            await().until(() -> received.get() == 1);
            byte[] block = new byte[256 * 1024];
            while (received.get() <= SIZE) {
                received.addAndGet(connection.in().read(block));
            }
            connection.send(RawUpstream.ok("all"));
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: " + SIZE + "\r\n\r\n");
            Thread.ofVirtual().start(() -> {
                try {
                    write(client.socket().getOutputStream(), sent);
                } catch (Exception e) {
                    sent.set(-1);
                }
            });
            awaitStall(sent);
            assertThat(sent.get()).isLessThan(PILE);
            received.set(1);
            client.socket().setSoTimeout(20_000);
            assertThat(client.answer().body()).isEqualTo("all");
        }
    }
}
