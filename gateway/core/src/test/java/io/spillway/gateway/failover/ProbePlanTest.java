package io.spillway.gateway.failover;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProbePlanTest {
    private static final long MS = 1_000_000L;
    private final Random random = new Random(5);

    @Test
    void aWayIntoABlackHoleIsKnownToBeBrokenWithinFiveSeconds() {
        for (int run = 0; run < 1000; run++) {
            ProbePlan plan = new ProbePlan(0, random);
            long now = awaitDue(plan, 0);
            plan.put(now, true, random);
            // The fault comes right after a good probe, the worst moment for it.
            long fault = now;
            boolean broken = false;
            while (!broken) {
                now = awaitDue(plan, now) + plan.patienceNanos();
                broken = plan.put(now, false, random);
            }
            assertThat(now - fault).isBetween(4_600 * MS, 5_000 * MS);
        }
    }

    @Test
    void oneLostProbeBreaksNothing() {
        ProbePlan plan = new ProbePlan(0, random);
        long now = awaitDue(plan, 0);
        assertThat(plan.put(now, false, random)).isFalse();
        assertThat(plan.take(now)).as("again at once").isTrue();
        assertThat(plan.put(now, true, random)).isFalse();
        assertThat(plan.take(now + 600 * MS)).isFalse();
    }

    @Test
    void aLineThatIsOnlySlowIsNotBroken() {
        ProbePlan plan = new ProbePlan(0, random);
        long handshakeAndAnswer = 1_500 * MS;
        for (long now = 0; now < 60_000 * MS;) {
            now = awaitDue(plan, now);
            boolean good = handshakeAndAnswer <= plan.patienceNanos();
            now += Math.min(handshakeAndAnswer, plan.patienceNanos());
            assertThat(plan.put(now, good, random)).isFalse();
        }
    }

    @Test
    void theGatewaysOfAFleetDoNotComeInStep() {
        long first = awaitDue(new ProbePlan(0, random), 0);
        long second = awaitDue(new ProbePlan(0, random), 0);
        assertThat(first).isNotEqualTo(second).isLessThanOrEqualTo(800 * MS);
    }

    @Test
    void oneOfTheLoopsProbesAndNotAll() {
        ProbePlan plan = new ProbePlan(0, random);
        long now = awaitDue(plan, 0);
        assertThat(plan.take(now + 5_000 * MS)).isFalse();
    }

    private static long awaitDue(ProbePlan plan, long now) {
        long at = now;
        while (!plan.take(at)) {
            at += MS / 10;
        }
        return at;
    }
}
