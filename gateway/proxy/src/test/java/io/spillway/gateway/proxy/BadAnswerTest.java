package io.spillway.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.proxy.corpus.AnswerFamilies;
import io.spillway.gateway.proxy.corpus.Vector;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An endpoint answers what two readers could frame differently. */
@Tag("slow")
class BadAnswerTest {
    @Test
    void everyVectorIsRefusedWith502AndItsConnectionClosed() throws Exception {
        List<Vector> vectors = AnswerFamilies.all();
        assertThat(vectors.size()).isGreaterThan(250);
        AtomicInteger closed = new AtomicInteger();
        List<String> wrong = new ArrayList<>();
        try (RawUpstream orders = RawUpstream.start(connection -> {
            String head = connection.request().orElseThrow();
            int number = Integer.parseInt(head.substring("GET /".length(), head.indexOf(' ', 5)));
            connection.send(vectors.get(number).octets());
            try {
                connection.in().read();
            } finally {
                closed.incrementAndGet();
            }
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < vectors.size(); i++) {
                // Answers of 1xx that came before the bad octets were sound and have been passed on.
                RawClient.Answer answer = client.get(Worlds.HOST, "/" + i).answer();
                while (answer.status() < 200) {
                    answer = client.answer();
                }
                if (answer.status() != 502 || !answer.field("x-spillway-refused").equals("bad_response")) {
                    wrong.add(vectors.get(i) + " -> " + answer.status());
                }
            }
            assertThat(wrong).isEmpty();
            await().until(() -> closed.get() == vectors.size());
            assertThat(orders.connections()).isEqualTo(vectors.size());
        }
    }

    @Test
    void aBrokenChunkCutsTheAnswer() throws Exception {
        try (RawUpstream orders = RawUpstream
                .answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void whatFollowsAnAnswerIsNotTheAnswerToTheNextRequest() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.request();
            connection.send(connection.number() == 0
                    ? RawUpstream.ok("one") + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
                    : RawUpstream.ok("two"));
            connection.request();
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("one");
            assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("two");
        }
    }
}
