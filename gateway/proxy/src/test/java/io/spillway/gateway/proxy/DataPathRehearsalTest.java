package io.spillway.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;

import io.spillway.gateway.proxy.downstream.DownstreamSettings;
import io.spillway.gateway.proxy.drain.DrainSettings;
import io.spillway.gateway.proxy.forward.ForwardSettings;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.listen.ListenerSettings;
import io.spillway.gateway.proxy.listen.Transport;
import io.spillway.gateway.proxy.log.AccessLog;
import io.spillway.gateway.proxy.metrics.ProxyMeters;
import io.spillway.gateway.proxy.overload.MemorySensors;
import io.spillway.gateway.proxy.overload.OverloadSettings;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.proxy.upstream.UpstreamSettings;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.model.time.Ticker;
import io.spillway.process.metrics.Metrics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway comes back and thousands of users with it: it has served before, though nobody has seen it. */
@Tag("slow")
class DataPathRehearsalTest {
    private static final ProxySettings SETTINGS = new ProxySettings("gw-1",
            Map.of(ListenerRole.ENTRANCE,
                    ListenerSettings.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))),
            1, Transport.EPOLL,
            new DownstreamSettings(new HeadLimits(8 * 1024, 50), Duration.ofSeconds(1), Duration.ofSeconds(10)),
            ForwardSettings.defaults("idc-a"), UpstreamSettings.DEFAULT, ClientTls.NONE,
            new DrainSettings(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(10)),
            new OverloadSettings(0, 100, Duration.ofHours(1), 100_000, Duration.ofSeconds(2)));

    @Test
    void requestsAreAnsweredAndLeaveNoTrace() {
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        try (Metrics metrics = Metrics.empty(); AccessLog log = AccessLog.to(logged)) {
            ProxyMeters meters = ProxyMeters.of(metrics, "idc-a");
            String before = metrics.scrape();
            int answered = new DataPathRehearsal(SETTINGS,
                    new ProxySurroundings(() -> RoutingSnapshot.empty("idc-a"), Ticker.system(),
                            InstantSource.system(), () -> new SplittableRandom(1), meters, new MemorySensors(), log))
                    .play();
            assertThat(answered).isGreaterThan(100);
            assertThat(metrics.scrape()).isEqualTo(before);
        }
        assertThat(logged.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("rehearsal-user"));
    }

    /** A clock that runs away ends it at once: a start never waits longer for it than it may. */
    @Test
    void itEndsWhenItsTimeIsOver() {
        long[] nanos = {0};
        Ticker fast = () -> nanos[0] += Duration.ofMillis(300).toNanos();
        try (Metrics metrics = Metrics.empty()) {
            int answered = new DataPathRehearsal(SETTINGS,
                    new ProxySurroundings(() -> RoutingSnapshot.empty("idc-a"), fast, InstantSource.system(),
                            () -> new SplittableRandom(1), ProxyMeters.of(metrics, "idc-a"), new MemorySensors(),
                            AccessLog.off()))
                    .play();
            assertThat(answered).isLessThan(20);
        }
    }
}
