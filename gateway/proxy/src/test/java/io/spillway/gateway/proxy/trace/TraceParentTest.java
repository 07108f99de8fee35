package io.spillway.gateway.proxy.trace;

import java.util.SplittableRandom;

import io.spillway.gateway.proxy.log.LoopRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** W3C Trace Context, section 3.2, and who is sampled. */
class TraceParentTest {
    private static final String SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String NOT_SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    private final LoopRing<RequestSpan> ring = new LoopRing<>(4);

    private Tracer tracer(double ratio) {
        return new Tracer(ring, new SplittableRandom(7), ratio);
    }

    @ParameterizedTest
    @ValueSource(strings = {SAMPLED, NOT_SAMPLED})
    void isReadAndWrittenAlike(String text) {
        assertThat(TraceParent.parse(text)).hasToString(text);
    }

    @Test
    void ofALaterVersionWhatThisOneKnowsCounts() {
        assertThat(TraceParent.parse("cc" + SAMPLED.substring(2) + "-what-the-future-will-be-like"))
                .hasToString(SAMPLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
            "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})
    void whatIsNoTraceparentIsNone(String text) {
        assertThat(TraceParent.parse(text)).isNull();
    }

    @Test
    void aRequestFollowsItsParentWhateverTheRatio() {
        assertThat(tracer(0).begin(SAMPLED, 0)).isNotNull();
        assertThat(tracer(1).begin(NOT_SAMPLED, 0)).isNull();
    }

    @Test
    void ofRequestsWithoutAParentThatPartIsTraced() {
        Tracer tenth = tracer(0.1);
        long traced = java.util.stream.IntStream.range(0, 20_000).filter(i -> tenth.begin(null, 0) != null).count();
        assertThat(traced).isBetween(1_850L, 2_150L);
        assertThat(tracer(0).begin(null, 0)).isNull();
        assertThat(tracer(1).begin("rubbish", 0)).isNotNull();
    }

    @Test
    void aFullRingDropsAndCounts() {
        Tracer all = tracer(1);
        for (int i = 0; i < 6; i++) {
            RequestSpan span = java.util.Objects.requireNonNull(all.begin(null, 0));
            all.end(span, new RequestSpan.Ended(0, 0, "entrance", "GET", "http", "a", "/", "c", false, 200, "s", "ok",
                    null));
        }
        assertThat(ring.dropped()).isEqualTo(2);
    }
}
