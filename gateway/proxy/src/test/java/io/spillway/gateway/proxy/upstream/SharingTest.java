package io.spillway.gateway.proxy.upstream;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.http2.Http2Limits;
import io.spillway.gateway.proxy.upstream.Liveness.Look;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What many may rely on who use one connection together. */
class SharingTest {
    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    @Test
    void allTunnelsOfAConnectionMayStandStillAndItsWindowIsStillOpenForTheLast() {
        assertThat(Stream.of(Http2Limits.forEndpoints(HeadLimits.DEFAULT),
                Http2Limits.accepted(true, HeadLimits.DEFAULT), Http2Limits.accepted(false, HeadLimits.DEFAULT)))
                .allSatisfy(limits -> assertThat(Sharing.TUNNELS.streams() * limits.streamWindow())
                        .isLessThanOrEqualTo(limits.connectionWindow()));
    }

    @Test
    void aSilentConnectionIsAskedOnceAndGivenUpWhenItsPatienceIsOver() {
        for (Sharing sharing : new Sharing[]{Sharing.REQUESTS, Sharing.TUNNELS}) {
            Liveness liveness = new Liveness(0, sharing);
            assertThat(liveness.look(seconds(10), true)).isEqualTo(Look.WELL);
            assertThat(liveness.look(seconds(11), true)).isEqualTo(Look.SILENT);
            long end = seconds(10) + sharing.patienceNanos();
            assertThat(liveness.look(end, true)).isEqualTo(Look.WELL);
            assertThat(liveness.look(end + 1, true)).isEqualTo(Look.DEAD);
            liveness.heard(end + 2);
            assertThat(liveness.look(end + 3, true)).isEqualTo(Look.WELL);
            assertThat(liveness.look(end + 2 + seconds(11), true)).as("asked anew").isEqualTo(Look.SILENT);
        }
        assertThat(Sharing.TUNNELS.patienceNanos()).as("a line that is cut for a minute costs no tunnel")
                .isGreaterThanOrEqualTo(seconds(60));
    }

    @Test
    void aConnectionThatNobodyUsesIsNotAskedAndKeptForAMinute() {
        Liveness liveness = new Liveness(0, Sharing.REQUESTS);
        assertThat(liveness.look(seconds(60), false)).isEqualTo(Look.WELL);
        liveness.active(seconds(60));
        assertThat(liveness.look(seconds(120), false)).isEqualTo(Look.WELL);
        assertThat(liveness.look(seconds(121), false)).isEqualTo(Look.UNUSED);
    }
}
