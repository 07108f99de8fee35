package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.limit.BreakerPolicy;
import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A service hangs, and what waits for it must not pile up. */
@Tag("slow")
class BreakersTest {
    private static final int MANY = 1000;
    private static final int ENOUGH_TO_LEARN = 40;
    private static final RouteGuard NAMES_CLASS = new RouteGuard(PriorityClass.DEFAULT, true, null, null);

    private final CountDownLatch answer = new CountDownLatch(1);

    private RawUpstream hanging() throws Exception {
        return RawUpstream.start(connection -> {
            while (connection.request().isPresent()) {
                answer.await();
                connection.send(RawUpstream.ok("done"));
            }
        });
    }

    private static LimitPolicy limits(BreakerPolicy normal) {
        return new LimitPolicy(normal, new BreakerPolicy(MANY, MANY, 1, MANY), null, Map.of());
    }

    @Test
    void oneRequestTooManyIsToldSoAndCriticalOnesHaveTheirOwnBound() throws Exception {
        try (RawUpstream orders = hanging();
                TestProxy proxy = TestProxy.start(Worlds.guarded(NAMES_CLASS,
                        limits(new BreakerPolicy(MANY, MANY, 2, MANY)), List.of(Worlds.local(orders))));
                RawClient first = proxy.client();
                RawClient second = proxy.client();
                RawClient third = proxy.client();
                RawClient critical = proxy.client();
                RawClient alsoCritical = proxy.client()) {
            first.get(Worlds.HOST, "/");
            second.get(Worlds.HOST, "/");
            await().until(() -> orders.heads().size() == 2);
            RawClient.Answer refused = third.get(Worlds.HOST, "/").answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.field("x-spillway-refused")).isEqualTo("max_requests");
            assertThat(refused.field("Retry-After")).isEqualTo("1");
            send(critical, "critical");
            await().until(() -> orders.heads().size() == 3);
            send(alsoCritical, "CRITICAL");
            assertThat(alsoCritical.answer().field("x-spillway-refused")).isEqualTo("max_requests");
            answer.countDown();
            assertThat(first.answer().body()).isEqualTo("done");
            assertThat(second.answer().body()).isEqualTo("done");
            assertThat(critical.answer().body()).isEqualTo("done");
            assertThat(third.get(Worlds.HOST, "/").answer().status()).as("there is room again").isEqualTo(200);
            assertThat(proxy.metrics())
                    .contains("spillway_gateway_shed_total{class=\"default\",reason=\"max_requests\"}");
        }
    }

    @Test
    void whoMayOpenNoConnectionWaitsForOne() throws Exception {
        try (RawUpstream orders = hanging();
                TestProxy proxy = TestProxy.start(Worlds.guarded(RouteGuard.OPEN,
                        limits(new BreakerPolicy(1, 1, MANY, MANY)), List.of(Worlds.local(orders))));
                // Two event loops take clients in turn: these three are on the same one.
                RawClient first = proxy.client();
                RawClient other = proxy.client();
                RawClient second = proxy.client();
                RawClient another = proxy.client();
                RawClient third = proxy.client()) {
            first.get(Worlds.HOST, "/1");
            await().until(() -> orders.heads().size() == 1);
            second.get(Worlds.HOST, "/2");
            // It waits, and nothing tells so but that the next one finds no place to wait.
            await().untilAsserted(() -> assertThat(
                    third.get(Worlds.HOST, "/3").answer().field("x-spillway-refused")).isEqualTo("max_pending"));
            assertThat(orders.connections()).isEqualTo(1);
            answer.countDown();
            assertThat(first.answer().body()).isEqualTo("done");
            assertThat(second.answer().body()).isEqualTo("done");
            assertThat(orders.connections()).as("on the connection of the first").isEqualTo(1);
            assertThat(other.socket().isConnected() && another.socket().isConnected()).isTrue();
        }
    }

    @Test
    void whoWaitsForAConnectionTakesNobodyForDead() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        try (RawUpstream orders = RawUpstream.start(connection -> {
            for (int i = 0; connection.request().isPresent(); i++) {
                if (i == ENOUGH_TO_LEARN) {
                    hang.await();
                }
                connection.send(RawUpstream.ok("done"));
            }
        });
                RawUpstream spare = RawUpstream.named("spare");
                TestProxy proxy = TestProxy.start(Worlds.guarded(RouteGuard.OPEN,
                        limits(new BreakerPolicy(1, MANY, MANY, MANY)), List.of(Worlds.local(orders)),
                        List.of(Worlds.local(spare))));
                RawClient first = proxy.client();
                RawClient other = proxy.client();
                RawClient second = proxy.client()) {
            for (int i = 0; i < ENOUGH_TO_LEARN; i++) {
                assertThat(first.get(Worlds.HOST, "/").answer().body()).isEqualTo("done");
            }
            // A POST is not asked twice: its connection stays taken however long it is silent.
            first.send("POST / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\nContent-Length: 2\r\n\r\nhi");
            await().until(() -> orders.bodies().contains("hi"));
            second.get(Worlds.HOST, "/waits");
            // Forty times what an answer ever took: the endpoint has not been asked, so it is not silent.
            await().during(300, TimeUnit.MILLISECONDS)
                    .until(() -> spare.heads().isEmpty() && orders.connections() == 1);
            hang.countDown();
            assertThat(second.answer().body()).isEqualTo("done");
            assertThat(proxy.metrics()).doesNotContain("outcome=\"connect_failed\"");
            assertThat(other.socket().isConnected()).isTrue();
        }
    }

    @Test
    void whoWaitsGetsAConnectionWhenTheOldOneDies() throws Exception {
        CountDownLatch die = new CountDownLatch(1);
        try (RawUpstream orders = RawUpstream.start(connection -> {
            if (connection.number() == 0) {
                connection.request();
                die.await();
                connection.reset();
            }
            while (connection.request().isPresent()) {
                connection.send(RawUpstream.ok("second connection"));
            }
        });
                TestProxy proxy = TestProxy.start(Worlds.guarded(RouteGuard.OPEN,
                        limits(new BreakerPolicy(1, MANY, MANY, 0)), List.of(Worlds.local(orders))));
                RawClient first = proxy.client();
                RawClient other = proxy.client();
                RawClient second = proxy.client()) {
            first.get(Worlds.HOST, "/1");
            await().until(() -> orders.heads().size() == 1);
            second.get(Worlds.HOST, "/2");
            await().during(Duration.ofMillis(50)).until(() -> orders.connections() == 1);
            die.countDown();
            assertThat(first.answer().status()).as("no retry is allowed").isEqualTo(502);
            assertThat(second.answer().body()).isEqualTo("second connection");
            assertThat(other.socket().isConnected()).isTrue();
        }
    }

    private static void send(RawClient client, String priority) throws Exception {
        client.send("GET / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\nx-spillway-class: " + priority + "\r\n\r\n");
    }
}
