package io.spillway.control.load;

import java.time.Instant;
import java.util.Map;

import io.envoyproxy.envoy.config.core.v3.Node;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a report says of the ways to other IDCs. */
class PathToldTest {

    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    private static final long EARLIER = NOW.toEpochMilli() - 5000;

    private static Map<String, PathTold> read(double usable, double unknown, long since) {
        Map<String, PathTold> paths = PathTold.read(Reports.paths(usable, unknown, since), Reports.WORLD, NOW);
        assertThat(paths).isNotNull();
        return paths == null ? Map.of() : paths;
    }

    @Test
    void aWayIsThereLostOrNotLookedForYet() {
        Instant since = Instant.ofEpochMilli(EARLIER);
        assertThat(read(1, 1, EARLIER)).containsExactly(Map.entry("idc-b", new PathTold(true, false, since)));
        assertThat(read(0, 0, EARLIER)).containsExactly(Map.entry("idc-b", new PathTold(false, true, since)));
        assertThat(read(0, 1, EARLIER)).containsExactly(Map.entry("idc-b", new PathTold(false, false, since)));
    }

    @Test
    void whatMakesNoSenseIsLeftOut() {
        assertThat(read(3, 0, EARLIER)).as("of two ways").isEmpty();
        assertThat(read(-1, 0, EARLIER)).isEmpty();
        assertThat(read(Double.NaN, 0, EARLIER)).isEmpty();
        assertThat(read(1, 0, NOW.toEpochMilli() + 60_000)).as("a clock that is ahead")
                .containsExactly(Map.entry("idc-b", new PathTold(true, false, NOW)));
    }

    @Test
    void aDataPlaneThatDoesNotSpeakOfWaysSaysNothing() {
        assertThat(PathTold.read(Node.getDefaultInstance(), Reports.WORLD, NOW)).isNull();
    }
}
