package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.gateway.proxy.harness.Beat;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Requests that come before the answers to those before them. */
@Tag("slow")
class PipeliningTest {
    @Test
    void answersComeInTheOrderOfTheRequests() throws Exception {
        try (Beat millis = Beat.every(Duration.ofMillis(1)); RawUpstream orders = RawUpstream.start(connection -> {
            while (true) {
                String head = connection.request().orElseThrow();
                String path = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP"));
                millis.next(path.hashCode() & 7);
                connection.send(RawUpstream.ok(path));
            }
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                all.append(i % 7 == 3
                        ? "GET /" + i + " HTTP/1.1\r\nHost: nobody\r\n\r\n"
                        : i % 5 == 2
                                ? "POST /" + i + " HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 2\r\n\r\nab"
                                : "GET /" + i + " HTTP/1.1\r\nHost: orders.example\r\n\r\n");
            }
            client.send(all.toString());
            for (int i = 0; i < 100; i++) {
                RawClient.Answer answer = client.answer();
                if (i % 7 == 3) {
                    assertThat(answer.status()).isEqualTo(404);
                } else {
                    assertThat(answer.body()).isEqualTo("/" + i);
                }
            }
        }
    }

    @Test
    void aClientThatPipelinesWithoutEndIsReadOnlyAsFastAsItIsAnswered() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.request();
            connection.hang();
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.socket().setSendBufferSize(64 * 1024);
            byte[] request = ("GET / HTTP/1.1\r\nHost: orders.example\r\nX: " + "a".repeat(4000) + "\r\n\r\n").getBytes(
                    java.nio.charset.StandardCharsets.ISO_8859_1);
            AtomicLong sent = new AtomicLong();
            Thread flood = Thread.ofVirtual().start(() -> {
                try {
                    while (sent.get() < 200_000_000) {
                        client.socket().getOutputStream().write(request);
                        sent.addAndGet(request.length);
                    }
                } catch (java.io.IOException e) {
                    // the test is over
                }
            });
            AtomicLong before = new AtomicLong();
            await().pollInterval(Duration.ofMillis(50)).during(Duration.ofMillis(300)).until(() -> {
                long now = sent.get();
                return before.getAndSet(now) == now;
            });
            assertThat(sent.get()).isLessThan(20_000_000);
            client.socket().close();
            flood.join();
        }
    }
}
