package io.spillway.gateway.limit;

import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody asks for more than the rate. */
class RatesTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBurstIsTakenAtOnceAndThenTheRateHolds() {
        RatePolicy rate = RatePolicy.perSecond(10, 5);
        TokenBucket bucket = new TokenBucket(0);
        for (int i = 0; i < 5; i++) {
            assertThat(bucket.take(rate, 0, 0)).isZero();
        }
        assertThat(bucket.take(rate, 0, 0)).as("one comes back every 100 ms").isEqualTo(SECOND / 10);
        int taken = 0;
        for (long now = 0; now <= 10 * SECOND; now += SECOND / 1000) {
            taken += bucket.take(rate, 0, now) == 0 ? 1 : 0;
        }
        assertThat(taken).isEqualTo(100);
    }

    @Test
    void aBucketHoldsNoMoreThanItsBurstHoweverLongItRests() {
        RatePolicy rate = new RatePolicy(3, 1, Duration.ofMinutes(1));
        TokenBucket bucket = new TokenBucket(0);
        int taken = 0;
        while (bucket.take(rate, 0, 1000 * SECOND) == 0) {
            taken++;
        }
        assertThat(taken).isEqualTo(3);
    }

    @Test
    void oneClientsExcessIsNotAnothersLoss() {
        RouteLimiter limiter = new RouteLimiter();
        RouteGuard guard = new RouteGuard(PriorityClass.DEFAULT, false, RatePolicy.perSecond(100, 100),
                new ClientRate(RatePolicy.perSecond(2, 2), null, 1000));
        assertThat(limiter.ask("r", guard, "greedy", 0)).isZero();
        assertThat(limiter.ask("r", guard, "greedy", 0)).isZero();
        assertThat(limiter.ask("r", guard, "greedy", 0)).as("minus: this client's own").isNegative();
        assertThat(limiter.ask("r", guard, "modest", 0)).isZero();
        assertThat(limiter.ask("other route", guard, "greedy", 0)).isZero();
    }

    @Test
    void theRouteAsAWholeIsBoundedToo() {
        RouteLimiter limiter = new RouteLimiter();
        RouteGuard guard = new RouteGuard(PriorityClass.DEFAULT, false, RatePolicy.perSecond(3, 3), null);
        for (int i = 0; i < 3; i++) {
            assertThat(limiter.ask("r", guard, "client" + i, 0)).isZero();
        }
        assertThat(limiter.ask("r", guard, "client9", 0)).isPositive();
        RouteGuard raised = new RouteGuard(PriorityClass.DEFAULT, false, RatePolicy.perSecond(4, 4), null);
        assertThat(limiter.ask("r", raised, "client9", 0)).as("a new rate is a new bucket").isZero();
        limiter.retain(Set.of());
        assertThat(limiter.size()).isZero();
    }

    @Test
    void aMillionClientsTakeTheMemoryOfSixteenHundred() {
        KeyedBuckets buckets = new KeyedBuckets(1600);
        RatePolicy rate = RatePolicy.perSecond(1, 1);
        for (int i = 0; i < 100_000; i++) {
            buckets.take("client-" + i, rate, 0);
        }
        assertThat(buckets.size()).isLessThanOrEqualTo(1600);
        assertThat(buckets.take("client-99999", rate, 0)).as("the newest are remembered").isPositive();
    }
}
