package io.spillway.gateway.route;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A fault that somebody forgot ends all the same. */
class FaultInjectionTest {
    private static final Instant END = Instant.parse("2026-11-25T12:00:00Z");
    private static final FaultInjection FAULT = new FaultInjection(Duration.ofMillis(200), new Share(250_000), 503,
            new Share(100_000), END);

    @Test
    void itHitsThePartThatItNames() {
        SplittableRandom random = new SplittableRandom(5);
        int delayed = 0;
        int aborted = 0;
        for (int i = 0; i < 20_000; i++) {
            FaultInjection.Drawn drawn = FAULT.draw(END.minusSeconds(60), random);
            delayed += drawn.delayNanos() == 200_000_000L ? 1 : 0;
            aborted += drawn.status() == 503 ? 1 : 0;
        }
        assertThat(delayed).isBetween(4_700, 5_300);
        assertThat(aborted).isBetween(1_800, 2_200);
    }

    @Test
    void itEndsByItselfAndAnEndTooFarAwayIsNoEnd() {
        FaultInjection all = new FaultInjection(Duration.ZERO, new Share(0), 500, new Share(1_000_000), END);
        SplittableRandom random = new SplittableRandom(1);
        assertThat(all.draw(END.minusMillis(1), random).status()).isEqualTo(500);
        assertThat(all.draw(END, random)).isEqualTo(FaultInjection.Drawn.NOTHING);
        assertThat(all.draw(END.plusSeconds(1), random)).isEqualTo(FaultInjection.Drawn.NOTHING);
        assertThat(all.active(END.minus(Duration.ofHours(25)))).isFalse();
    }

    @Test
    void impossibleOnesAreRefused() {
        assertThatThrownBy(() -> new Share(1_000_001)).hasMessage("share: 1000001 per million (expected: 0..1000000)");
        assertThatThrownBy(() -> new FaultInjection(Duration.ZERO, new Share(0), 99, new Share(1), END))
                .hasMessage("http_status of a fault: 99 (expected: 200..599)");
        assertThatThrownBy(() -> new HeaderEdits.Line("x", "a\r\nb"))
                .hasMessage("value of header x: character 13 at 1 (expected: printable ASCII)");
    }
}
