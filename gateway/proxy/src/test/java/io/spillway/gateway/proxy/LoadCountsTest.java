package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.limit.BreakerPolicy;
import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.xds.load.ClusterLoad;
import io.spillway.gateway.xds.load.FinishedLoad;
import io.spillway.gateway.xds.load.LocalityLoad;
import io.spillway.gateway.xds.load.PathState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the control plane is told of requests, over all event loops. */
@Tag("slow")
class LoadCountsTest {
    @Test
    void answersErrorsAttemptsInFlightAndRefusalsAreCountedByPriority() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        LimitPolicy limits = LimitPolicy.of(new BreakerPolicy(100, 100, 1, 100));
        try (RawUpstream gone = RawUpstream.named("gone");
                RawUpstream there = RawUpstream.start(connection -> {
                    while (connection.request().map(head -> !head.startsWith("GET /hang")).orElse(false)) {
                        connection.send("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
                    }
                    answer.await();
                    connection.send(RawUpstream.ok("late"));
                });
                TestProxy proxy = TestProxy.start(Worlds.guarded(RouteGuard.OPEN, limits,
                        List.of(Worlds.local(gone)), List.of(Worlds.remote(there.port()))));
                RawClient one = proxy.client();
                RawClient two = proxy.client()) {
            assertThat(one.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            assertThat(two.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            gone.kill();
            assertThat(one.get(Worlds.HOST, "/").answer().status()).isEqualTo(500);
            one.get(Worlds.HOST, "/hang");
            await().until(() -> there.heads().size() == 2);
            assertThat(two.get(Worlds.HOST, "/").answer().status()).isEqualTo(503);
            ClusterLoad load = proxy.server().loads().totals().getFirst();
            assertThat(load.cluster()).isEqualTo("orders/default");
            assertThat(load.dropped()).isEqualTo(Map.of("max_requests", 1L));
            assertThat(load.asked()).as("each once, however often it was tried").isEqualTo(5);
            LocalityLoad home = of(load, 0);
            assertThat(home.successes()).isEqualTo(2);
            assertThat(home.errors()).as("connects that were refused").isGreaterThanOrEqualTo(1);
            assertThat(home.inFlight()).isZero();
            LocalityLoad abroad = of(load, 1);
            assertThat(abroad.locality().idc()).isEqualTo("idc-b");
            assertThat(abroad.errors()).isEqualTo(1);
            assertThat(abroad.inFlight()).isEqualTo(1);
            assertThat(abroad.issued()).isEqualTo(2);
            answer.countDown();
            assertThat(one.answer().body()).isEqualTo("late");
            await().until(() -> of(proxy.server().loads().totals().getFirst(), 1).inFlight() == 0);
            await().until(() -> count(of(proxy.server().loads().totals().getFirst(), 1).finished()) == 2);
            ClusterLoad done = proxy.server().loads().totals().getFirst();
            assertThat(count(of(done, 0).finished())).as("requests whose last attempt was at home").isEqualTo(2);
            assertThat(of(done, 0).finished().failed()).as("what went wrong there was made good").isZero();
            assertThat(of(done, 1).finished().failed()).as("the answer 500").isEqualTo(1);
            assertThat(of(done, 1).finished().misrouted()).isZero();
            assertThat(done.unserved()).as("refused before anybody was asked").isEqualTo(1);
        }
    }

    @Test
    void whatTheGatewayAsksForItselfIsNobodysRequest() throws Exception {
        // Three of four that are left carry everything: nobody is sent to the other IDC.
        try (RawUpstream good = RawUpstream.named("good");
                RawUpstream better = RawUpstream.named("better");
                RawUpstream best = RawUpstream.named("best");
                RawUpstream bad = RawUpstream.answering("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
                RawUpstream far = RawUpstream.named("far");
                TestProxy other = TestProxy.start("idc-b", Worlds.priorities(List.of(Worlds.local(far))));
                TestProxy proxy = TestProxy.start(Worlds.priorities(
                        List.of(Worlds.local(good), Worlds.local(better), Worlds.local(best), Worlds.local(bad)),
                        List.of(Worlds.remote(other.address(ListenerRole.CROSSING).getPort()))));
                RawClient client = proxy.client()) {
            AtomicInteger asked = new AtomicInteger();
            // A probe of the way to the other IDC, and a test of the endpoint that was ejected for its answers.
            await().atMost(20, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(2)).until(() -> {
                client.get(Worlds.HOST, "/").answer();
                asked.incrementAndGet();
                return proxy.metrics().contains("spillway_gateway_path_probes_total{outcome=\"good\"")
                        && proxy.metrics().contains("spillway_gateway_retests_total{outcome=\"bad\"");
            });
            assertThat(good.heads().size() + better.heads().size() + best.heads().size() + bad.heads().size())
                    .isGreaterThan(asked.get());
            ClusterLoad load = proxy.server().loads().totals().getFirst();
            assertThat(load.asked()).isEqualTo(asked.get());
            assertThat(of(load, 0).issued()).isEqualTo(asked.get());
            assertThat(of(load, 0).successes() + of(load, 0).errors()).isEqualTo(asked.get());
            assertThat(load.localities()).noneMatch(one -> one.priority() == 1);
            assertThat(other.server().loads().totals()).as("of the gateway that was probed")
                    .allMatch(one -> one.localities().isEmpty() && one.dropped().isEmpty());
        }
    }

    @Test
    void whichOtherIdcsCanBeReachedIsKnownFromProbesAndAWayThatBreaksIsLost() throws Exception {
        try (RawUpstream near = RawUpstream.named("near");
                RawUpstream far = RawUpstream.named("far");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(near)),
                        List.of(Worlds.remote(far.port()))))) {
            await().atMost(10, TimeUnit.SECONDS)
                    .until(() -> proxy.server().loads().paths().equals(List.of(new PathState("idc-b", 1, 1, 0))));
            far.kill();
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> proxy.server().loads().paths().equals(List.of(new PathState("idc-b", 1, 0, 0))));
        }
    }

    private static long count(FinishedLoad finished) {
        return finished.latency().stream().mapToLong(Long::longValue).sum();
    }

    private static LocalityLoad of(ClusterLoad load, int priority) {
        return load.localities().stream().filter(one -> one.priority() == priority).findFirst().orElseThrow();
    }
}
