package io.spillway.gateway.proxy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.proxy.corpus.RequestFamilies;
import io.spillway.gateway.proxy.corpus.Vector;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody tries every trick of request smuggling that is known: refused, closed, and not an octet forwarded. */
@Tag("slow")
class SmugglingCorpusTest {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: orders.example\r\n\r\n";
    private static final int CLIENTS = 4;

    @Test
    void everyVectorIsRefusedWith400AndTheConnectionClosed() throws Exception {
        List<Vector> vectors = RequestFamilies.all();
        assertThat(vectors.size()).isGreaterThan(1500);
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))))) {
            AtomicInteger next = new AtomicInteger();
            List<Thread> clients = java.util.stream.IntStream.range(0, CLIENTS)
                    .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                        for (int i = next.getAndIncrement(); i < vectors.size(); i = next.getAndIncrement()) {
                            judge(proxy, vectors.get(i), wrong);
                        }
                    })).toList();
            for (Thread client : clients) {
                client.join();
            }
            assertThat(wrong).isEmpty();
            assertThat(orders.connections()).as("connections to the service").isZero();
        }
    }

    private static void judge(TestProxy proxy, Vector vector, Queue<String> wrong) {
        try (RawClient client = proxy.client()) {
            client.send(vector.octets() + SMUGGLED);
            RawClient.Answer answer = client.answer();
            client.socket().shutdownOutput();
            int rest = client.in().readAllBytes().length;
            if (answer.status() != 400 || !answer.field("Connection").equals("close") || rest > 0) {
                wrong.add(vector + " -> " + answer.status() + " and " + rest + " octets");
            }
        } catch (Exception e) {
            wrong.add(vector + " -> " + e);
        }
    }
}
