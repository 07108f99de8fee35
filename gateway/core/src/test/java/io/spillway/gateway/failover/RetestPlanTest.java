package io.spillway.gateway.failover;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetestPlanTest {
    private static final long MS = 1_000_000L;
    private final Random random = new Random(7);

    @Test
    void theFirstTestComesSoonAfterTheEjection() {
        RetestPlan plan = new RetestPlan(0, random);
        assertThat(plan.take(79 * MS)).isFalse();
        assertThat(plan.take(120 * MS)).isTrue();
    }

    @Test
    void oneTestAtATime() {
        RetestPlan plan = new RetestPlan(0, random);
        assertThat(plan.take(1000 * MS)).isTrue();
        assertThat(plan.take(2000 * MS)).isFalse();
    }

    @Test
    void badTestsComeEveryQuarterOfASecondAndGoodOnesAreFollowedUp() {
        RetestPlan plan = new RetestPlan(0, random);
        assertThat(plan.take(1000 * MS)).isTrue();
        plan.put(1000 * MS, false, random);
        assertThat(plan.take(1199 * MS)).isFalse();
        assertThat(plan.take(1300 * MS)).isTrue();
        plan.put(1300 * MS, true, random);
        assertThat(plan.take(1339 * MS)).isFalse();
        assertThat(plan.take(1360 * MS)).isTrue();
    }

    @Test
    void theWayToAGatewayFarAwayIsGivenTimeUntilItAnswers() {
        RetestPlan plan = new RetestPlan(0, random);
        long handshakeAndAnswer = 1_200 * MS;
        int good = 0;
        long now = 0;
        while (good < 20) {
            while (!plan.take(now)) {
                now += MS;
            }
            boolean answered = handshakeAndAnswer <= plan.wayPatienceNanos();
            good += answered ? 1 : 0;
            now += Math.min(handshakeAndAnswer, plan.wayPatienceNanos());
            plan.put(now, answered, random);
        }
        assertThat(now).as("twenty good ones in a row, after two that were too short").isLessThan(29_000 * MS);
    }

    @Test
    void twoGatewaysDoNotStayInStep() {
        RetestPlan one = new RetestPlan(0, new Random(1));
        RetestPlan other = new RetestPlan(0, new Random(2));
        boolean apart = false;
        for (long now = 0; now < 5000 * MS; now += MS) {
            boolean first = one.take(now);
            boolean second = other.take(now);
            apart |= first != second;
            if (first) {
                one.put(now, false, new Random(now));
            }
            if (second) {
                other.put(now, false, new Random(now + 1));
            }
        }
        assertThat(apart).isTrue();
    }
}
