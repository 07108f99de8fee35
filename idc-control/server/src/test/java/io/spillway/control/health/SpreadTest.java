package io.spillway.control.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.HealthProbe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks do not come all at once. */
class SpreadTest {

    private static final long INTERVAL = Duration.ofSeconds(5).toNanos();

    private final Random random = new Random(7);

    private static HealthCheck check(int jitter) {
        return new HealthCheck(new HealthProbe.Tcp(), Duration.ofSeconds(5), Duration.ofSeconds(1), 3, 2, jitter);
    }

    @Test
    void jitterGoesBothWaysAndNoFurtherThanSaid() {
        long least = Long.MAX_VALUE;
        long most = 0;
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            long next = Spread.next(check(10), random);
            least = Math.min(least, next);
            most = Math.max(most, next);
            sum += next;
        }
        assertThat(least).isBetween(INTERVAL * 90 / 100, INTERVAL * 91 / 100);
        assertThat(most).isBetween(INTERVAL * 109 / 100, INTERVAL * 110 / 100);
        assertThat(sum / 10_000 / INTERVAL).isBetween(0.99, 1.01);
        assertThat(Spread.next(check(0), random)).isEqualTo(INTERVAL);
    }

    @Test
    void manyNewOnesAreSpreadOverAnInterval() {
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            tenths[(int) (Spread.first(check(10), 10_000, random) * 10 / INTERVAL)]++;
        }
        assertThat(Arrays.stream(tenths).boxed()).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
        assertThat(Spread.first(check(10), 3, random)).as("a few are checked at once").isZero();
    }
}
