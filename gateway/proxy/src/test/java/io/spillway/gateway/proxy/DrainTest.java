package io.spillway.gateway.proxy;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The gateway is told to go while requests are under way. */
@Tag("slow")
class DrainTest {
    @Test
    void whatIsUnderWayIsAnsweredAndNothingNewComesIn() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (RawUpstream orders = RawUpstream.start(connection -> {
            while (connection.request().isPresent()) {
                answer.await();
                connection.send(RawUpstream.ok("done"));
            }
        })) {
            TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
            try (RawClient busy = proxy.client(); RawClient idle = proxy.client()) {
                busy.get(Worlds.HOST, "/");
                await().until(() -> orders.heads().size() == 1);
                Thread closing = Thread.ofVirtual().start(proxy::close);
                await().until(() -> proxy.server().draining());
                await().untilAsserted(() -> assertThatThrownBy(proxy::client).hasMessageContaining("refused"));
                answer.countDown();
                RawClient.Answer last = busy.answer();
                assertThat(last.body()).isEqualTo("done");
                assertThat(last.field("Connection")).isEqualTo("close");
                RawClient.Answer lateButWelcome = idle.get(Worlds.HOST, "/").answer();
                assertThat(lateButWelcome.body()).isEqualTo("done");
                assertThat(lateButWelcome.field("Connection")).isEqualTo("close");
                closing.join();
            }
        }
    }

    @Test
    void aRequestThatNeverEndsDoesNotHoldTheDrainForever() throws Exception {
        try (RawUpstream orders = RawUpstream.start(RawUpstream.Connection::hang)) {
            TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
            try (RawClient busy = proxy.client()) {
                busy.get(Worlds.HOST, "/");
                await().until(() -> orders.openConnections() == 1);
                long start = System.nanoTime();
                proxy.close();
                assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
                assertThat(busy.closed()).isTrue();
            }
        }
    }
}
