package io.spillway.gateway.overload;

import io.spillway.gateway.limit.PriorityClass;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The gateway itself runs short. */
class OverloadLadderTest {
    private static final long HOLD = 2_000_000_000L;

    private final OverloadLadder ladder = new OverloadLadder(HOLD, 0);

    @Test
    void eachLevelGivesUpMore() {
        assertThat(memory(0.79, 0)).isEqualTo(OverloadState.CALM);
        OverloadState warm = memory(0.85, 1);
        assertThat(warm.level()).isEqualTo(OverloadLevel.WARM);
        assertThat(warm.idleScale()).isEqualTo(0.7);
        assertThat(warm.keepAlive()).isTrue();
        assertThat(warm.admits(PriorityClass.SHEDDABLE)).isTrue();
        OverloadState hot = memory(0.91, 2);
        assertThat(hot.keepAlive()).isFalse();
        assertThat(hot.admits(PriorityClass.SHEDDABLE)).isFalse();
        assertThat(hot.admits(PriorityClass.DEFAULT)).isTrue();
        OverloadState severe = memory(0.96, 3);
        assertThat(severe.admits(PriorityClass.DEFAULT)).isFalse();
        assertThat(severe.admits(PriorityClass.CRITICAL)).isTrue();
        assertThat(severe.mayConnect(PriorityClass.DEFAULT)).isFalse();
        assertThat(severe.mayConnect(PriorityClass.CRITICAL)).isTrue();
        assertThat(severe.accepting()).isTrue();
        OverloadState full = memory(1.2, 4);
        assertThat(full.accepting()).isFalse();
        assertThat(full.admits(PriorityClass.CRITICAL)).as("on connections that are open").isTrue();
        assertThat(full.cause()).isEqualTo(Signal.DIRECT_MEMORY);
    }

    @Test
    void theWayDownIsOneLevelAtATimeAndOnlyWithAMargin() {
        memory(1, 0);
        assertThat(memory(0.95, HOLD * 2).level()).as("within the margin").isEqualTo(OverloadLevel.FULL);
        assertThat(memory(0.5, HOLD * 2 + 1).level()).as("not for long enough").isEqualTo(OverloadLevel.FULL);
        assertThat(memory(0.5, HOLD * 3 + 1).level()).isEqualTo(OverloadLevel.SEVERE);
        assertThat(memory(0.5, HOLD * 3 + 2).level()).isEqualTo(OverloadLevel.SEVERE);
        assertThat(memory(0.5, HOLD * 4 + 2).level()).isEqualTo(OverloadLevel.HOT);
        assertThat(memory(0.99, HOLD * 4 + 3).level()).as("up at once").isEqualTo(OverloadLevel.FULL);
    }

    @Test
    void pressureThatSwingsAroundALevelDoesNotFlap() {
        int changes = 0;
        OverloadLevel last = OverloadLevel.CALM;
        for (int i = 0; i < 600; i++) {
            OverloadLevel next = memory(i % 2 == 0 ? 0.91 : 0.88, i * 100_000_000L).level();
            changes += next == last ? 0 : 1;
            last = next;
        }
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void tooManyConnectionsRefuseNoRequest() {
        OverloadState state = ladder.next(new Pressure(0, 0, 0, 1), 0);
        assertThat(state.accepting()).isFalse();
        assertThat(state.keepAlive()).isFalse();
        assertThat(state.admits(PriorityClass.SHEDDABLE)).isTrue();
        assertThat(state.cause()).isEqualTo(Signal.CONNECTIONS);
    }

    @Test
    void theWorstSignalDecides() {
        assertThat(ladder.next(new Pressure(0.1, 0.2, 0.92, 0.3), 0).level()).isEqualTo(OverloadLevel.HOT);
        assertThat(ladder.next(new Pressure(0.1, 0.2, 0.92, 0.3), 0).cause()).isEqualTo(Signal.EVENT_LOOP);
    }

    private OverloadState memory(double part, long now) {
        return ladder.next(new Pressure(part, 0, 0, 0), now);
    }
}
