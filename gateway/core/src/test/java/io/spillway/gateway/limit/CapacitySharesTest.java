package io.spillway.gateway.limit;

import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The other IDC cannot take all that this gateway would send. */
class CapacitySharesTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void whatIsOverTheShareIsRefusedFromTheBottomUp() {
        // 100 requests/s of room; 60 critical, 60 default and 60 sheddable ones come each second.
        Map<PriorityClass, Integer> admitted = play(100, Map.of(PriorityClass.CRITICAL, 60, PriorityClass.DEFAULT, 60,
                PriorityClass.SHEDDABLE, 60));
        assertThat(admitted.get(PriorityClass.CRITICAL)).as("all of them").isEqualTo(600);
        assertThat(admitted.get(PriorityClass.DEFAULT)).as("the rest of the share").isCloseTo(400, within(30));
        assertThat(admitted.get(PriorityClass.SHEDDABLE)).as("what the burst had").isLessThan(30);
    }

    @Test
    void withinTheShareEverybodyGoes() {
        Map<PriorityClass, Integer> admitted = play(200, Map.of(PriorityClass.CRITICAL, 60, PriorityClass.DEFAULT, 60,
                PriorityClass.SHEDDABLE, 60));
        assertThat(admitted.values()).containsOnly(600);
    }

    @Test
    void sharesBelowOnePerSecondHold() {
        Map<PriorityClass, Integer> admitted = play(0.5, Map.of(PriorityClass.CRITICAL, 10));
        assertThat(admitted.get(PriorityClass.CRITICAL)).as("10 at once and 5 in 10 s").isBetween(14, 16);
    }

    private static Map<PriorityClass, Integer> play(double share, Map<PriorityClass, Integer> perSecond) {
        CapacityShares shares = new CapacityShares();
        Map<PriorityClass, Integer> admitted = new EnumMap<>(PriorityClass.class);
        for (int milli = 0; milli < 10_000; milli++) {
            for (PriorityClass priority : PriorityClass.values()) {
                int rate = perSecond.getOrDefault(priority, 0);
                // Even arrivals: the n-th at n/rate seconds.
                if ((long) milli * rate / 1000 != (milli + 1L) * rate / 1000
                        && shares.ask("orders", "idc-b", share, priority, milli * SECOND / 1000) == 0) {
                    admitted.merge(priority, 1, Integer::sum);
                }
            }
        }
        return admitted;
    }
}
