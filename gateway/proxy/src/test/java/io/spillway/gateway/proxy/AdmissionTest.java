package io.spillway.gateway.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.limit.AdaptivePolicy;
import io.spillway.gateway.limit.BreakerPolicy;
import io.spillway.gateway.limit.ClientRate;
import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.limit.RatePolicy;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.LoadFigures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** More comes than may be let in. */
@Tag("slow")
class AdmissionTest {
    @Test
    void aRouteTakesNoMoreThanItsRate() throws Exception {
        RouteGuard guard = new RouteGuard(PriorityClass.DEFAULT, false, RatePolicy.perSecond(1, 2), null);
        try (RawUpstream orders = RawUpstream.named("orders");
                TestProxy proxy = TestProxy
                        .start(Worlds.guarded(guard, LimitPolicy.OPEN, List.of(Worlds.local(orders))));
                RawClient one = proxy.client();
                RawClient two = proxy.client()) {
            assertThat(one.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            assertThat(two.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            RawClient.Answer refused = one.get(Worlds.HOST, "/").answer();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.field("x-spillway-refused")).isEqualTo("rate_limit");
            assertThat(refused.field("Retry-After")).isEqualTo("1");
            assertThat(refused.field("Connection")).as("the connection goes on").isEmpty();
            assertThat(orders.heads()).hasSize(2);
        }
    }

    @Test
    void clientsAreToldApartByAHeader() throws Exception {
        RouteGuard guard = new RouteGuard(PriorityClass.DEFAULT, false, null,
                new ClientRate(RatePolicy.perSecond(1, 1), "x-api-key", 100));
        try (RawUpstream orders = RawUpstream.named("orders");
                TestProxy proxy = TestProxy
                        .start(Worlds.guarded(guard, LimitPolicy.OPEN, List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            assertThat(ask(client, "x-api-key: a").status()).isEqualTo(200);
            assertThat(ask(client, "x-api-key: a").field("x-spillway-refused")).isEqualTo("client_rate_limit");
            assertThat(ask(client, "x-api-key: b").status()).isEqualTo(200);
            assertThat(ask(client, "x-other: a").status()).as("by address").isEqualTo(200);
        }
    }

    @Test
    void whatIsOverTheShareOfTheOtherIdcIsShedByClass() throws Exception {
        LimitPolicy limits = new LimitPolicy(BreakerPolicy.OPEN, BreakerPolicy.OPEN, null, Map.of("idc-b", 0.01));
        RouteGuard guard = new RouteGuard(PriorityClass.DEFAULT, true, null, null);
        try (RawUpstream gateway = RawUpstream.named("idc-b");
                TestProxy proxy = TestProxy.start(Worlds.guarded(guard, limits, List.of(),
                        List.of(Worlds.remote(gateway.port()))));
                RawClient client = proxy.client()) {
            // The bucket has ten: five for all, four more for all but sheddable ones, the last for critical ones.
            assertThat(statuses(client, "sheddable", 6)).containsExactly(200, 200, 200, 200, 200, 503);
            assertThat(statuses(client, "default", 5)).containsExactly(200, 200, 200, 200, 503);
            assertThat(statuses(client, "critical", 1)).containsExactly(200);
            RawClient.Answer refused = ask(client, "x-spillway-class: critical");
            assertThat(refused.field("x-spillway-refused")).isEqualTo("capacity_share");
            assertThat(Integer.parseInt(refused.field("Retry-After"))).isBetween(90, 100);
            assertThat(gateway.heads().getFirst()).contains("x-spillway-class: sheddable");
        }
    }

    /** Home is dead and the other IDC may be sent next to nothing: what is over is refused here, by class, and told when. */
    @Test
    void whatFollowsFromTheLoadOfTheIdcIsAShareToo() throws Exception {
        RouteGuard guard = new RouteGuard(PriorityClass.DEFAULT, true, null, null);
        try (RawUpstream gateway = RawUpstream.named("idc-b");
                TestProxy proxy = TestProxy.start(Worlds.divided(
                        Worlds.guarded(guard, LimitPolicy.OPEN,
                                List.of(Worlds.dead()), List.of(Worlds.remote(gateway.port()))),
                        new LoadFigures(1000, 0.01)));
                RawClient client = proxy.client()) {
            assertThat(statuses(client, "sheddable", 6)).containsExactly(200, 200, 200, 200, 200, 503);
            assertThat(statuses(client, "default", 5)).containsExactly(200, 200, 200, 200, 503);
            assertThat(statuses(client, "critical", 1)).containsExactly(200);
            RawClient.Answer refused = ask(client, "x-spillway-class: critical");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.field("x-spillway-refused")).isEqualTo("capacity_share");
            assertThat(Integer.parseInt(refused.field("Retry-After"))).isPositive();
        }
    }

    @Test
    void usersDoNotNameTheirClassUnlessTheRouteSaysSo() throws Exception {
        RouteGuard guard = new RouteGuard(PriorityClass.SHEDDABLE, false, null, null);
        try (RawUpstream gateway = RawUpstream.named("idc-b");
                TestProxy proxy = TestProxy.start(Worlds.guarded(guard, LimitPolicy.OPEN,
                        List.of(Worlds.remote(gateway.port()))));
                RawClient client = proxy.client()) {
            ask(client, "x-spillway-class: critical");
            assertThat(gateway.heads().getFirst()).contains("x-spillway-class: sheddable")
                    .doesNotContain("critical");
        }
    }

    @Test
    void aServiceThatHangsLearnsItsPlace() throws Exception {
        AdaptivePolicy adaptive = new AdaptivePolicy(2, 4, 25, 50, AdaptivePolicy.DEFAULT.window(),
                AdaptivePolicy.DEFAULT.remeasure(), 10);
        LimitPolicy limits = new LimitPolicy(BreakerPolicy.OPEN, BreakerPolicy.OPEN, adaptive, Map.of());
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.request();
            connection.hang();
        });
                TestProxy proxy = TestProxy
                        .start(Worlds.guarded(RouteGuard.OPEN, limits, List.of(Worlds.local(orders))));
                RawClient first = proxy.client();
                RawClient second = proxy.client();
                RawClient third = proxy.client()) {
            first.get(Worlds.HOST, "/");
            second.get(Worlds.HOST, "/");
            await().until(() -> orders.heads().size() == 2);
            RawClient.Answer refused = third.get(Worlds.HOST, "/").answer();
            assertThat(refused.status()).as("two loops, one each while the ideal latency is measured").isEqualTo(503);
            assertThat(refused.field("x-spillway-refused")).isEqualTo("adaptive_limit");
        }
    }

    private static List<Integer> statuses(RawClient client, String priority, int times) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            statuses.add(ask(client, "x-spillway-class: " + priority).status());
        }
        return statuses;
    }

    private static RawClient.Answer ask(RawClient client, String field) throws IOException {
        return client.send("GET / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\n" + field + "\r\n\r\n").answer();
    }
}
