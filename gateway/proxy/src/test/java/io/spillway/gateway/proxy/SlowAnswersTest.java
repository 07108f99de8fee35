package io.spillway.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.proxy.harness.Beat;
import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.HedgePolicy;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Some answers take far longer than usual, and nothing is wrong with who gives them: hedging asks another endpoint. */
@Tag("slow")
class SlowAnswersTest {
    private static final int CLIENTS = 8;
    private static final int TO_LEARN = 20;
    private static final int ASKED = 40;
    private static final int SLOW_BEATS = 60;
    private static final ClusterPolicy HEDGING = ClusterPolicy.DEFAULT.hedging(new HedgePolicy(90));
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(110);

    @AutoClose
    private final Beat beat = Beat.every(Duration.ofMillis(2));
    @AutoClose
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean held = new AtomicBoolean();
    private volatile boolean slow;

    private static RoutingSnapshot world(ClusterPolicy policy, RawUpstream... endpoints) {
        return Worlds.snapshot(Duration.ofSeconds(5), policy,
                Arrays.stream(endpoints).map(Worlds::local).toList());
    }

    /** Returns a policy whose retries, and hedges, are so many percent of the requests and not one more. */
    private static ClusterPolicy budget(int percent) {
        ClusterPolicy or = ClusterPolicy.DEFAULT;
        return new ClusterPolicy(or.connectTimeout(), or.overprovisioningFactor(), or.panicThreshold(), or.outlier(),
                new RetryBudgetPolicy(percent, 0), or.limits());
    }

    /** Returns a service of whose requests every tenth is slow, once some are to be. */
    private RawUpstream sometimesSlow() throws IOException {
        AtomicInteger count = new AtomicInteger();
        return RawUpstream.start(connection -> {
            while (connection.request().isPresent()) {
                if (slow && count.incrementAndGet() % 10 == 0) {
                    beat.next(SLOW_BEATS);
                }
                connection.send(RawUpstream.ok("one"));
            }
        });
    }

    /** Makes requests from some clients at once; returns how long each took. */
    private List<Long> ask(TestProxy proxy, int each) throws Exception {
        List<Callable<List<Long>>> tasks = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            tasks.add(() -> {
                List<Long> took = new ArrayList<>();
                try (RawClient client = proxy.client()) {
                    for (int request = 0; request < each; request++) {
                        long asked = System.nanoTime();
                        assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
                        took.add(System.nanoTime() - asked);
                    }
                }
                return took;
            });
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> task : clients.invokeAll(tasks)) {
            all.addAll(task.get());
        }
        all.sort(null);
        return all;
    }

    private static long p99(List<Long> sorted) {
        return sorted.get(sorted.size() * 99 / 100);
    }

    @Test
    void theSlowestAnswersComeSoonAndCostNoMoreThanTheBudget() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (RawUpstream one = sometimesSlow();
                RawUpstream another = RawUpstream.named("another");
                TestProxy plain = TestProxy.start(world(budget(0), one, another));
                TestProxy hedging = TestProxy
                        .logging(world(budget(20).hedging(new HedgePolicy(90)), one, another), log)) {
            slow = true;
            ask(plain, TO_LEARN);
            ask(hedging, TO_LEARN);
            ask(plain, ASKED);
            int before = one.heads().size() + another.heads().size();
            assertThat(p99(ask(hedging, ASKED))).isLessThan(SLOW_NANOS);
            int attempts = one.heads().size() + another.heads().size() - before;
            assertThat(attempts).as("of %d requests", CLIENTS * ASKED).isGreaterThan(CLIENTS * ASKED)
                    .isLessThanOrEqualTo(CLIENTS * (ASKED + TO_LEARN / 5) * 12 / 10);
            assertThat(hedging.metrics()).contains("spillway_gateway_hedges_total{outcome=\"won\"",
                    "reason=\"hedge\"", "outcome=\"cancelled\"");
            await().until(() -> log.toString(StandardCharsets.UTF_8).lines()
                    .anyMatch(line -> line.contains("\"reason\":\"hedge\"") && line.contains("\"attempts\":2")));
            assertThat(plain.metrics()).doesNotContain("hedge");
        }
    }

    @Test
    void aFrozenEndpointIsFoundOutAlthoughNobodyWaitsForItLongEnough() throws Exception {
        try (RawUpstream one = RawUpstream.start(connection -> {
            while (connection.request().isPresent()) {
                if (slow) {
                    connection.hang();
                }
                connection.send(RawUpstream.ok("one"));
            }
        });
                RawUpstream another = RawUpstream.named("another");
                TestProxy proxy = TestProxy.start(world(HEDGING, one, another))) {
            ask(proxy, TO_LEARN);
            slow = true;
            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                ask(proxy, 1);
                return proxy.metrics().contains("spillway_gateway_ejected{idc=\"idc-a\"");
            });
            assertThat(proxy.metrics()).contains("outcome=\"silent\"");
        }
    }

    @Test
    void aPostIsNotMadeTwice() throws Exception {
        RawUpstream.Script script = connection -> {
            for (var head = connection.request(); head.isPresent(); head = connection.request()) {
                if (head.get().startsWith("POST")) {
                    beat.next(SLOW_BEATS / 2);
                }
                connection.send(RawUpstream.ok("done"));
            }
        };
        try (RawUpstream one = RawUpstream.start(script);
                RawUpstream another = RawUpstream.start(script);
                TestProxy proxy = TestProxy.start(world(HEDGING, one, another));
                RawClient client = proxy.client()) {
            ask(proxy, TO_LEARN);
            client.send("POST / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.answer().body()).isEqualTo("done");
            List<String> bodies = new ArrayList<>(one.bodies());
            bodies.addAll(another.bodies());
            assertThat(bodies).containsOnlyOnce("hi");
        }
    }

    @Test
    void aHedgeThatComesToNothingSpoilsNoAnswer() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger learned = new AtomicInteger();
        RawUpstream.Script script = connection -> {
            for (var head = connection.request(); head.isPresent(); head = connection.request()) {
                if (!head.get().startsWith("GET /slow")) {
                    // Some take so long that what takes long later is not taken for silence.
                    beat.next(learned.incrementAndGet() % 8 == 0 ? SLOW_BEATS / 2 : 0);
                    connection.send(RawUpstream.ok("done"));
                } else if (asked.getAndIncrement() == 0) {
                    while (asked.get() < 2) {
                        beat.next();
                    }
                    beat.next(10);
                    connection.send(RawUpstream.ok("first"));
                } else {
                    connection.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
                }
            }
        };
        try (RawUpstream one = RawUpstream.start(script);
                RawUpstream another = RawUpstream.start(script);
                TestProxy proxy = TestProxy.start(
                        world(ClusterPolicy.DEFAULT.hedging(new HedgePolicy(75)), one, another));
                RawClient client = proxy.client()) {
            learn(client);
            assertThat(client.get(Worlds.HOST, "/slow").answer().body()).isEqualTo("first");
            assertThat(asked).as("the request, and one hedge").hasValue(2);
            assertThat(proxy.metrics()).contains("spillway_gateway_hedges_total{outcome=\"failed\"");
        }
    }

    /** Makes as many requests as an event loop needs to know what is usual. */
    private static void learn(RawClient client) throws IOException {
        for (int i = 0; i < 40; i++) {
            assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("done");
        }
    }

    @Test
    void theStreamThatLosesIsReset() throws Exception {
        AtomicInteger reset = new AtomicInteger();
        RawUpstream.Script script = connection -> {
            try (Http2Peer peer = Http2Peer.accepted(connection.socket())) {
                int heldHere = 0;
                for (Http2Peer.Frame frame = peer.next(); frame != null; frame = peer.next()) {
                    if (frame.type() == Http2Peer.RST_STREAM && frame.stream() == heldHere) {
                        reset.incrementAndGet();
                    } else if (frame.ends() && frame.field(":path").equals("/held")
                            && held.compareAndSet(false, true)) {
                        heldHere = frame.stream();
                    } else if (frame.ends()) {
                        peer.headers(frame.stream(), false, ":status", "200", "content-length", "4");
                        peer.data(frame.stream(), true, "done");
                    }
                }
            }
        };
        try (RawUpstream one = RawUpstream.start(script);
                RawUpstream another = RawUpstream.start(script);
                TestProxy proxy = TestProxy.start(Worlds.http2(world(HEDGING, one, another)))) {
            try (RawClient client = proxy.client()) {
                learn(client);
                assertThat(client.get(Worlds.HOST, "/held").answer().body()).isEqualTo("done");
            }
            await().until(() -> reset.get() == 1);
            assertThat(one.connections() + another.connections()).as("no connection was closed for it")
                    .isLessThanOrEqualTo(4);
        }
    }
}
