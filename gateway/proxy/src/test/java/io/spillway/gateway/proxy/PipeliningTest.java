package io.spillway.gateway.proxy;

import java.util.List;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that come before the answers to those before them. */
class PipeliningTest {
    @Test
    void answersComeInTheOrderOfTheRequests() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            while (true) {
                String head = connection.request().orElseThrow();
                String path = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP"));
                Thread.sleep(path.hashCode() & 7);
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
            Thread.sleep(60_000);
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.socket().setSendBufferSize(64 * 1024);
            byte[] request = ("GET / HTTP/1.1\r\nHost: orders.example\r\nX: " + "a".repeat(4000) + "\r\n\r\n").getBytes(
                    java.nio.charset.StandardCharsets.ISO_8859_1);
            java.util.concurrent.atomic.AtomicLong sent = new java.util.concurrent.atomic.AtomicLong();
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
            org.awaitility.Awaitility.await().during(java.time.Duration.ofMillis(300)).until(() -> {
                long before = sent.get();
                Thread.sleep(50);
                return sent.get() == before;
            });
            assertThat(sent.get()).isLessThan(20_000_000);
            client.socket().close();
            flood.join();
        }
    }
}
