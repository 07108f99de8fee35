package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.List;

import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.proxy.overload.OverloadSettings;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The gateway itself runs out of memory, or of connections. */
@Tag("slow")
class OverloadTest {
    private static final RouteGuard NAMES_CLASS = new RouteGuard(PriorityClass.DEFAULT, true, null, null);
    private static final OverloadSettings QUICK = new OverloadSettings(0, 100, Duration.ofSeconds(5), 4,
            Duration.ofMillis(300));

    private static RoutingSnapshot world(RawUpstream orders) {
        return Worlds.guarded(NAMES_CLASS, LimitPolicy.OPEN, List.of(Worlds.local(orders)));
    }

    @Test
    void shortOfHeapItRefusesTheLeastImportantFirst() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders");
                TestProxy proxy = TestProxy.withdrawing(world(orders), QUICK)) {
            proxy.memory().heap(0.91);
            await().until(() -> level(proxy) == 2);
            assertThat(ask(proxy, "sheddable").field("x-spillway-refused")).isEqualTo("overload");
            RawClient.Answer usual = ask(proxy, "default");
            assertThat(usual.status()).isEqualTo(200);
            assertThat(usual.field("Connection")).as("connections are given up").isEqualTo("close");
            proxy.memory().heap(0.96);
            await().until(() -> level(proxy) == 3);
            RawClient.Answer refused = ask(proxy, "default");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.field("Retry-After")).isEqualTo("1");
            assertThat(ask(proxy, "critical").status()).isEqualTo(200);
            proxy.memory().heap(0.1);
            await().until(() -> level(proxy) == 0);
            assertThat(ask(proxy, "sheddable").status()).isEqualTo(200);
        }
    }

    @Test
    void fullOfConnectionsItLetsNewOnesWait() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders");
                TestProxy proxy = TestProxy.withdrawing(world(orders), QUICK);
                RawClient one = proxy.client();
                RawClient two = proxy.client();
                RawClient three = proxy.client();
                RawClient four = proxy.client()) {
            await().until(() -> level(proxy) == 4);
            // A read of the listening socket that was under way still takes what comes next.
            try (RawClient slipped = proxy.client()) {
                await().until(() -> slipped.get(Worlds.HOST, "/").answer().status() == 200);
            }
            try (RawClient late = proxy.client()) {
                late.get(Worlds.HOST, "/");
                assertThat(four.get(Worlds.HOST, "/").answer().status()).as("open ones are served").isEqualTo(200);
                assertThat(late.in().available()).as("the new one waits").isZero();
                one.socket().close();
                two.socket().close();
                three.socket().close();
                assertThat(late.answer().status()).as("when there is room again").isEqualTo(200);
            }
        }
    }

    private static int level(TestProxy proxy) {
        return proxy.metrics().lines().filter(line -> line.startsWith("spillway_gateway_overload_level "))
                .map(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1))).findFirst().orElse(-1);
    }

    private static RawClient.Answer ask(TestProxy proxy, String priority) throws Exception {
        try (RawClient client = proxy.client()) {
            return client.send("GET / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\nx-spillway-class: " + priority
                    + "\r\n\r\n").answer();
        }
    }
}
