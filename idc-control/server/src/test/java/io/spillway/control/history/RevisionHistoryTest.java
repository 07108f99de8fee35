package io.spillway.control.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.control.node.TestNode;
import io.spillway.control.service.HistoryReport.Change;
import io.spillway.control.service.HistoryReport.FieldChange;
import io.spillway.control.service.HistoryReport.RevisionChange;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.Touched;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RevisionHistoryTest {

    private static final Instant AT = Instant.parse("2026-11-26T08:00:00Z");
    private static final StateChange.Written ALICE = new StateChange.Written("alice", AT.minusSeconds(60));

    private final RevisionHistory history = new RevisionHistory(3);

    private static Resource workload(String name, long revision) {
        return TestNode.workload("orders", name, 9001, WorkloadState.UP).withRevision(revision);
    }

    private void add(long revision, StateChange.Changed... changes) {
        history.add(new StateChange(ControlState.empty(), List.of(changes), new Touched(), revision, 0, AT));
    }

    private List<RevisionChange> all() {
        return history.newest(100, null, List.of());
    }

    @Test
    void whatAnUpdateChangedIsSaidByField() {
        history.loaded();
        Resource before = workload("orders-1", 4);
        Resource after = before.withSpec(((WorkloadEntrySpec) before.spec()).withState(WorkloadState.DRAINING))
                .withRevision(7);
        add(7, new StateChange.Changed(before, after, ALICE));
        assertThat(all()).singleElement().satisfies(revision -> {
            assertThat(revision.at()).isEqualTo(AT);
            assertThat(revision.changes()).singleElement().satisfies(change -> {
                assertThat(change.object()).isEqualTo("workloads/orders-1");
                assertThat(change.change()).isEqualTo(Change.UPDATED);
                assertThat(change.author()).isEqualTo("alice");
                assertThat(change.fields()).containsExactly(
                        new FieldChange("spec.state", "\"UP\"", "\"DRAINING\""));
            });
        });
    }

    @Test
    void whatStoodAtTheStartIsFoundByTheRevisionsThatWroteIt() {
        add(90, new StateChange.Changed(null, workload("a", 12), ALICE),
                new StateChange.Changed(null, workload("b", 80), ALICE),
                new StateChange.Changed(null, workload("c", 12), ALICE),
                new StateChange.Changed(null, workload("d", 3), ALICE),
                new StateChange.Changed(null, workload("e", 50), ALICE));
        history.loaded();
        assertThat(all()).extracting(RevisionChange::revision).containsExactly(12L, 50L, 80L);
        assertThat(all().getFirst().changes()).hasSize(2).allSatisfy(change -> assertThat(change.change())
                .isEqualTo(Change.FOUND));
        assertThat(all().getFirst().at()).isEqualTo(AT.minusSeconds(60));
        add(91, new StateChange.Changed(null, workload("f", 91), ALICE));
        assertThat(all().getLast().changes().getFirst().change()).isEqualTo(Change.CREATED);
    }

    @Test
    void onlyTheNewestRevisionsAndTheirFirstChangesAreKept() {
        history.loaded();
        for (int revision = 1; revision <= 5; revision++) {
            add(revision, new StateChange.Changed(workload("gone", revision), null));
        }
        List<StateChange.Changed> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(new StateChange.Changed(null, workload("w-" + i, 6), ALICE));
        }
        add(6, many.toArray(StateChange.Changed[]::new));
        assertThat(all()).extracting(RevisionChange::revision).containsExactly(4L, 5L, 6L);
        assertThat(all().getLast().changes()).hasSize(20);
        assertThat(all().getLast().more()).isEqualTo(30);
        assertThat(all().getFirst().changes().getFirst().change()).isEqualTo(Change.DELETED);
        assertThat(history.newest(1, null, List.of())).extracting(RevisionChange::revision).containsExactly(6L);
        assertThat(history.newest(9, 5L, List.of())).extracting(RevisionChange::revision).containsExactly(5L);
    }
}
