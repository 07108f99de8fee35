package io.spillway.model.resource;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who wrote without knowing the other: what counters alone cannot say. */
class UnawareShiftTest {

    private static TrafficShiftSpec written(String idc, @Nullable TrafficShiftSpec standing) {
        Generation before = standing == null ? null : standing.generation();
        Generation next = before == null ? new Generation(1, idc) : before.next(idc);
        return new TrafficShiftSpec(new ShiftScope.DrGroupScope("core"), Map.of(idc, 100), Set.of(), "r", null,
                OnExpiry.ALARM, false, null, null).after(standing).committed(next, "ann");
    }

    @Test
    void whoWritesOnWhatStandsKnowsAllThatItWasBuiltOn() {
        TrafficShiftSpec first = written("idc-a", null);
        TrafficShiftSpec second = written("idc-b", first);
        TrafficShiftSpec third = written("idc-c", second);
        assertThat(third.seen()).containsExactly(Map.entry("idc-a", 1L), Map.entry("idc-b", 2L));
        assertThat(second.unaware(first)).isFalse();
        assertThat(third.unaware(first)).isFalse();
    }

    /** During a cut idc-a writes once, twice, thrice, and idc-b once. */
    @Test
    void howeverOftenTheWinnerWroteItDidNotKnowTheOther() {
        TrafficShiftSpec common = written("idc-c", written("idc-a", null));
        TrafficShiftSpec loser = written("idc-b", common);
        TrafficShiftSpec winner = common;
        for (int i = 0; i < 3; i++) {
            winner = written("idc-a", winner);
            assertThat(winner.unaware(loser)).isTrue();
        }
        assertThat(winner.unaware(common)).isFalse();
        assertThat(written("idc-a", loser).unaware(loser)).isFalse();
    }

    @Test
    void ofAnOlderVersionOnlyEqualCountersAreCertain() {
        TrafficShiftSpec loser = written("idc-a", null);
        TrafficShiftSpec old = written("idc-b", null).seeing(Map.of());
        assertThat(old.unaware(loser)).isTrue();
        assertThat(old.committed(new Generation(2, "idc-b"), "bob").unaware(loser)).isFalse();
    }
}
