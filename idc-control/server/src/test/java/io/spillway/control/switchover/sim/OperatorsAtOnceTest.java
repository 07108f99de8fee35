package io.spillway.control.switchover.sim;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.model.resource.SwitchOverState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 2 to 16 operators check, approve, start, pause, go on, roll back, abort and end two switch-overs of the same traffic, while
 * coordinators die, stand still and wake up when another leads, and answers are lost.
 */
class OperatorsAtOnceTest {

    private static final int HISTORIES = 2_000;
    private static final int ALL_HISTORIES = 20_000;

    @Test
    void everyHistoryIsLinearizableAndComesToRest() {
        run(0, HISTORIES);
    }

    @Test
    @Tag("full")
    void everyHistoryOfManyMoreIsLinearizableAndComesToRest() {
        run(HISTORIES, ALL_HISTORIES);
    }

    @Test
    void theCheckersFindARegistryThatComparesNothing() {
        Map<String, Integer> found = new TreeMap<>();
        for (int seed = 0; seed < 100; seed++) {
            for (String fault : new Histories(seed, true).run().faults()) {
                found.merge(fault.replaceAll("[^a-zA-Z ]", ""), 1, Integer::sum);
            }
        }
        assertThat(found.keySet().toString()).contains("was written over").contains("drgroupcore generation");
    }

    private static void run(int from, int to) {
        Map<Call.Answer, Long> answers = new EnumMap<>(Call.Answer.class);
        Set<SwitchOverState> ends = EnumSet.noneOf(SwitchOverState.class);
        long transitions = 0;
        for (int seed = from; seed < to; seed++) {
            HistoryCheck check = new Histories(seed, false).run();
            assertThat(check.faults()).as("history %s", seed).isEqualTo(List.of());
            Call.count(check.calls()).forEach((answer, count) -> answers.merge(answer, count, Long::sum));
            Histories.IDS.forEach(id -> ends.add(check.state(id)));
            transitions += check.transitions();
        }
        // A simulation in which nothing happens would find nothing either.
        assertThat(answers.keySet()).isEqualTo(EnumSet.allOf(Call.Answer.class));
        assertThat(ends).contains(SwitchOverState.COMPLETED, SwitchOverState.ROLLED_BACK, SwitchOverState.PAUSED,
                SwitchOverState.ABORTED, SwitchOverState.FORCE_ENDED);
        assertThat(transitions).isGreaterThan(10L * (to - from));
    }
}
