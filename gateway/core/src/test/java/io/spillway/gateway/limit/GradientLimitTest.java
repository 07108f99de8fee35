package io.spillway.gateway.limit;

import java.time.Duration;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A service gets slower the more it has to do at once. */
class GradientLimitTest {
    private static final long MILLI = 1_000_000L;
    private static final AdaptivePolicy POLICY = new AdaptivePolicy(3, 1000, 25, 50, Duration.ofMillis(100),
            Duration.ofSeconds(60), 20);

    @Test
    void theFormulaIsTheControllersOfEnvoy() {
        GradientLimit limit = new GradientLimit(POLICY, new SplittableRandom(1), 0);
        // gradient = 10 x 1.25 / 10 = 1.25; 1.25 x 100 = 125; + sqrt(125) = 11.18
        assertThat(limit.next(100, 10 * MILLI, 10 * MILLI)).isEqualTo(136);
        // gradient = 12.5 / 50 = 0.25, clamped to 0.5; 50 + sqrt(50)
        assertThat(limit.next(100, 10 * MILLI, 50 * MILLI)).isEqualTo(57);
        // never faster than twice
        assertThat(limit.next(100, 10 * MILLI, MILLI)).isEqualTo(200 + 14);
        assertThat(limit.next(3, 10 * MILLI, 500 * MILLI)).as("never below the lowest").isEqualTo(3);
        assertThat(limit.next(1000, 10 * MILLI, MILLI)).as("never above the highest").isEqualTo(1000);
    }

    @Test
    void theLimitSettlesWhereTheServiceBeginsToQueue() {
        GradientLimit limit = new GradientLimit(POLICY, new SplittableRandom(1), 0);
        long now = 0;
        int sum = 0;
        for (int i = 0; i < 50_000; i++) {
            // 20 workers, 10 ms each: what is over 20 queues.
            int inFlight = limit.limit();
            long latency = Math.max(10 * MILLI, 10 * MILLI * inFlight / 20);
            now += latency / inFlight;
            limit.sample(latency, now);
            if (i >= 40_000) {
                sum += limit.limit();
            }
        }
        assertThat(sum / 10_000).as("20 workers, a quarter of latency more, and a bit of head room")
                .isBetween(20, 40);
    }

    @Test
    void theIdealLatencyIsMeasuredAgainAtTheLowestLimit() {
        GradientLimit limit = new GradientLimit(POLICY, new SplittableRandom(1), 0);
        assertThat(limit.minRtt()).isZero();
        long now = sample(limit, 20, 10 * MILLI, 0);
        assertThat(limit.minRtt()).isEqualTo(10 * MILLI);
        now = sample(limit, 1000, 10 * MILLI, now);
        assertThat(limit.limit()).isGreaterThan(50);
        now = sample(limit, 1, 10 * MILLI, now + Duration.ofSeconds(67).toNanos());
        assertThat(limit.limit()).as("measuring").isEqualTo(3);
        sample(limit, 20, 4 * MILLI, now);
        assertThat(limit.minRtt()).isEqualTo(4 * MILLI);
        assertThat(limit.limit()).as("goes on where it was").isGreaterThan(50);
    }

    private static long sample(GradientLimit limit, int times, long latency, long from) {
        long now = from;
        for (int i = 0; i < times; i++) {
            now += latency;
            limit.sample(latency, now);
        }
        return now;
    }
}
