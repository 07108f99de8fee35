package io.spillway.gateway.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A server has ended its half and takes its time with what the client says: nothing of that is lost without a word. */
@Tag("slow")
class LastWordsTest {
    @Test
    void arriveOrTheClientIsToldThatTheyDoNot() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<Long> taken = new CompletableFuture<>();
        try (RawUpstream service = RawUpstream.start(connection -> {
            connection.socket().setReceiveBufferSize(4096);
            connection.send("bye");
            connection.socket().shutdownOutput();
            ended.await();
            taken.complete(connection.in().transferTo(OutputStream.nullOutputStream()));
        });
                TestProxy proxy = TestProxy.tcp("idc-a",
                        Worlds.tcp(Worlds.priorities(List.of(Worlds.local(service))), "db", "*"),
                        TestProxy.Secrets.NONE, OutputStream.nullOutputStream(), "db");
                SocketChannel client = SocketChannel
                        .open(requireNonNull(proxy.server().namedAddresses().get("db")))) {
            ByteBuffer word = ByteBuffer.allocate(4);
            while (client.read(word) >= 0) {
                // to the end of the endpoint's half
            }
            client.configureBlocking(false);
            AtomicLong sent = new AtomicLong();
            boolean cut = fillUp(client, sent);
            assertThat(sent.get()).as("octets that nobody takes").isLessThan(128L << 20);
            ended.countDown();
            if (!cut) {
                client.shutdownOutput();
                assertThat(taken.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(sent.get());
            }
        }
    }

    /** Sends as much as the buffers on the way take; returns whether the connection was cut meanwhile. */
    private static boolean fillUp(SocketChannel client, AtomicLong sent) {
        AtomicBoolean cut = new AtomicBoolean();
        AtomicLong before = new AtomicLong(-1);
        await().until(() -> {
            try {
                int taken = client.write(ByteBuffer.allocate(64 * 1024));
                while (taken > 0) {
                    sent.addAndGet(taken);
                    taken = client.write(ByteBuffer.allocate(64 * 1024));
                }
            } catch (IOException e) {
                cut.set(true);
            }
            return cut.get() || before.getAndSet(sent.get()) == sent.get();
        });
        return cut.get();
    }
}
