package io.spillway.gateway.xds.stream;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FullJitterTest {

    @Test
    void spreadsOverTheWholeRangeUnderADoublingCeiling() {
        long[] highest = new long[8];
        long[] lowest = LongStream.generate(() -> Long.MAX_VALUE).limit(8).toArray();
        Random random = new Random(5);
        for (int run = 0; run < 2_000; run++) {
            FullJitter jitter = new FullJitter(Duration.ofMillis(100), Duration.ofSeconds(1), random);
            for (int failure = 0; failure < 8; failure++) {
                long wait = jitter.next().toMillis();
                highest[failure] = Math.max(highest[failure], wait);
                lowest[failure] = Math.min(lowest[failure], wait);
            }
        }
        long[] ceilings = {100, 200, 400, 800, 1000, 1000, 1000, 1000};
        for (int failure = 0; failure < 8; failure++) {
            assertThat(highest[failure]).isBetween(ceilings[failure] * 95 / 100, ceilings[failure]);
            assertThat(lowest[failure]).isLessThanOrEqualTo(ceilings[failure] / 20);
        }
    }

    @Test
    void staysUnderItsCapForever() {
        FullJitter jitter = new FullJitter(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(7));
        for (int i = 0; i < 1_000; i++) {
            assertThat(jitter.next()).isBetween(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    @Test
    void beginsAgainAfterASuccess() {
        FullJitter jitter = new FullJitter(Duration.ofMillis(10), Duration.ofSeconds(60), new Random(7));
        for (int i = 0; i < 20; i++) {
            jitter.next();
        }
        jitter.reset();
        assertThat(jitter.next()).isLessThanOrEqualTo(Duration.ofMillis(10));
    }
}
