package io.spillway.gateway.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.proxy.drain.DrainSettings;
import io.spillway.gateway.proxy.harness.Beat;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The gateway goes while clients with kept connections send one request after the other. */
@Tag("slow")
class DrainUnderLoadTest {
    private static final int CLIENTS = 24;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Long> sentAway = new ConcurrentLinkedQueue<>();
    private final CountDownLatch known = new CountDownLatch(CLIENTS);

    @Test
    void noRequestFailsAndNotAllAreSentAwayAtOnce() throws Exception {
        try (Beat beat = Beat.every(Duration.ofMillis(5)); RawUpstream orders = RawUpstream.named("orders")) {
            TestProxy proxy = TestProxy.draining(Worlds.priorities(List.of(Worlds.local(orders))),
                    new DrainSettings(Duration.ofMillis(300), Duration.ofMillis(800), Duration.ofMillis(1600)));
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                RawClient client = proxy.client();
                String method = i % 2 == 0 ? "GET" : "POST";
                clients.add(Thread.ofVirtual().start(() -> untilSentAway(client, method, beat)));
            }
            // Who waits in the queue of a port that closes is no client yet.
            assertThat(known.await(20, TimeUnit.SECONDS)).as("every client was answered once: %s", failures).isTrue();
            proxy.close();
            for (Thread client : clients) {
                client.join();
            }
        }
        assertThat(failures).isEmpty();
        assertThat(sentAway).hasSize(CLIENTS);
        assertThat(Collections.max(sentAway) - Collections.min(sentAway)).as("spread over the time given, in ns")
                .isGreaterThan(300_000_000L);
    }

    private void untilSentAway(RawClient client, String method, Beat beat) {
        int answers = 0;
        try (client) {
            while (true) {
                RawClient.Answer answer = client.send(method + " / HTTP/1.1\r\nHost: " + Worlds.HOST
                        + "\r\nContent-Length: 0\r\n\r\n").answer();
                answers++;
                known.countDown();
                if (answer.status() != 200) {
                    failures.add(answer.head());
                }
                if (answer.field("Connection").equals("close")) {
                    sentAway.add(System.nanoTime());
                    return;
                }
                beat.next();
            }
        } catch (IOException | InterruptedException e) {
            failures.add(method + " " + client.socket().getLocalPort() + " after " + answers + " answers: " + e);
        }
    }
}
