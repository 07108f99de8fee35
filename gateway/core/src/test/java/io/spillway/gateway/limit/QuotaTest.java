package io.spillway.gateway.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A bound holds over event loops that do not talk to each other. */
class QuotaTest {
    @Test
    void aSmallBoundIsExactOverLoops() {
        Quota quota = new Quota(4);
        List<QuotaLease> loops = leases(quota, 4);
        int taken = 0;
        for (int i = 0; i < 40; i++) {
            taken += loops.get(i % 4).take(10) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(10);
        loops.get(0).giveBack();
        assertThat(loops.get(3).take(10)).as("what one loop returns another one can take").isTrue();
        assertThat(loops.get(2).take(10)).isFalse();
    }

    @Test
    void aLargeBoundIsNeverExceededAndMissedByLessThanASixtyFourth() {
        Quota quota = new Quota(4);
        List<QuotaLease> loops = leases(quota, 4);
        for (QuotaLease loop : loops) {
            for (int i = 0; i < 100; i++) {
                assertThat(loop.take(10_000)).isTrue();
            }
            for (int i = 0; i < 100; i++) {
                loop.giveBack();
            }
        }
        int taken = 0;
        while (loops.get(0).take(10_000)) {
            taken++;
        }
        assertThat(taken).isBetween(10_000 - 10_000 / 64, 10_000);
    }

    @Test
    void aLoweredBoundHoldsForWhatComesNext() {
        Quota quota = new Quota(2);
        List<QuotaLease> loops = leases(quota, 2);
        for (int i = 0; i < 1000; i++) {
            loops.get(0).take(10_000);
        }
        assertThat(loops.get(0).take(5)).isFalse();
        assertThat(loops.get(1).take(5)).isFalse();
        for (int i = 0; i < 998; i++) {
            loops.get(0).giveBack();
        }
        assertThat(loops.get(1).take(5)).isTrue();
    }

    @Test
    void zeroLetsNothingThroughAndWhatIsForcedCounts() {
        Quota quota = new Quota(2);
        QuotaLease lease = new QuotaLease(quota);
        assertThat(lease.take(0)).isFalse();
        lease.force();
        assertThat(new QuotaLease(quota).take(1)).isFalse();
        lease.giveBack();
        assertThat(new QuotaLease(quota).take(1)).isTrue();
    }

    @Test
    void threadsThatTakeAndReturnNeverHaveMoreThanTheBound() throws InterruptedException {
        Quota quota = new Quota(4);
        AtomicInteger inUse = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4);
        for (int t = 0; t < 4; t++) {
            Thread.ofPlatform().start(() -> {
                QuotaLease lease = new QuotaLease(quota);
                int held = 0;
                for (int i = 0; i < 20_000; i++) {
                    if (i % 3 != 2 && lease.take(300)) {
                        held++;
                        most.accumulateAndGet(inUse.incrementAndGet(), Math::max);
                    } else if (held > 0) {
                        held--;
                        inUse.decrementAndGet();
                        lease.giveBack();
                    }
                }
                for (; held > 0; held--) {
                    inUse.decrementAndGet();
                    lease.giveBack();
                }
                done.countDown();
            });
        }
        done.await();
        assertThat(most.get()).isBetween(250, 300);
        assertThat(quota.given()).as("only chunks are left").isLessThanOrEqualTo(4);
    }

    private static List<QuotaLease> leases(Quota quota, int count) {
        List<QuotaLease> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(new QuotaLease(quota));
        }
        return leases;
    }
}
