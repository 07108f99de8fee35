package io.spillway.control.switchover.judge;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A collector stops the target for a second in the middle of a soak of an hour: the move goes on. */
class SlowSpellsTest {

    private static final GateJudgement GOOD = new GateJudgement(true, false, "");
    private static final GateJudgement SLOW = new GateJudgement(false, true, "");
    private static final GateJudgement FAILING = new GateJudgement(false, false, "");
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Instant MOVED = Instant.EPOCH;

    private final SlowSpells spells = new SlowSpells();

    private boolean mayPass(GateJudgement judged, int second) {
        return spells.mayPass("move", judged, MOVED, MOVED.plusSeconds(second), SETTLE);
    }

    @Test
    void oneBadWindowLongAfterTheMoveIsLookedAtAgain() {
        assertThat(mayPass(GOOD, 1800)).isFalse();
        assertThat(mayPass(SLOW, 1801)).isTrue();
        assertThat(mayPass(SLOW, 1802)).isTrue();
        assertThat(mayPass(GOOD, 1803)).isFalse();
        assertThat(mayPass(SLOW, 1807)).as("another one, which begins anew").isTrue();
    }

    @Test
    void whatStaysSlowDoesNotPass() {
        for (int second = 1800; second < 1805; second++) {
            assertThat(mayPass(SLOW, second)).isTrue();
        }
        assertThat(mayPass(SLOW, 1805)).isFalse();
    }

    @Test
    void whoHasNotLookedForLongBeginsAnew() {
        assertThat(mayPass(SLOW, 1800)).isTrue();
        assertThat(mayPass(SLOW, 3600)).isTrue();
    }

    @Test
    void theFirstSecondsAfterAMoveAreTheMoves() {
        assertThat(mayPass(SLOW, 0)).isTrue();
        assertThat(mayPass(SLOW, 4)).isTrue();
        assertThat(mayPass(SLOW, 5)).isFalse();
    }

    @Test
    void whatFailsIsNotWaitedForAlsoAmidASlowSpell() {
        assertThat(mayPass(SLOW, 1800)).isTrue();
        assertThat(mayPass(FAILING, 1801)).isFalse();
    }

    @Test
    void oneMoveIsNotJudgedByTheSpellOfAnother() {
        assertThat(mayPass(SLOW, 1800)).isTrue();
        assertThat(spells.mayPass("other", SLOW, MOVED, MOVED.plusSeconds(1805), SETTLE)).isTrue();
        assertThat(mayPass(SLOW, 1805)).isFalse();
    }
}
