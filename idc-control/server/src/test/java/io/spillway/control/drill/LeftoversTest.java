package io.spillway.control.drill;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.control.switchover.Moving;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSchedule;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a drill has moved is taken back when its run does not go on; what others move is not touched. */
class LeftoversTest {

    private static Resource move(String id, SwitchOrigin origin, String idc) {
        return Resource.of(id, Moving.asked(SwitchMode.GRACEFUL, 100)
                .with(SwitchOverStatus.drafted(idc, origin, "fay", Instant.EPOCH)));
    }

    private static Resource drill(DrillRunRecord run) {
        return Resource.of("weekly",
                new DrillSpec(Tree.mapping(Map.of())).with(new DrillStatus(null, null, List.of(run))));
    }

    private static List<String> left(DrillRunRecord run, Resource... moves) {
        ControlState state = ControlState.empty().with(drill(run).withRevision(1));
        for (Resource move : moves) {
            state = state.with(move.withRevision(2));
        }
        return Leftovers.of(state, "idc-a").stream().map(Resource::name).toList();
    }

    @Test
    void onlyRunsThatGoOnKeepTheirMoves() {
        DrillRunRecord waiting = DrillRunRecord.due("r2", "schedule", Instant.EPOCH, DrillSchedule.GRACE);
        DrillRunRecord running = waiting.taken("agent-1", Instant.EPOCH);
        Resource own = move("drill.weekly.r2.there", SwitchOrigin.DRILL, "idc-a");
        Resource earlier = move("drill.weekly.r1.there", SwitchOrigin.DRILL, "idc-a");
        assertThat(left(running, own, earlier)).containsExactly("drill.weekly.r1.there");
        assertThat(left(waiting, own)).as("nobody plays it yet").containsExactly("drill.weekly.r2.there");
        assertThat(left(running.over(DrillState.ABORTED, Instant.EPOCH, List.of("silent"), null), own))
                .containsExactly("drill.weekly.r2.there");
    }

    @Test
    void whatOthersMoveIsTheirs() {
        DrillRunRecord over = DrillRunRecord.due("r2", "schedule", Instant.EPOCH, DrillSchedule.GRACE)
                .over(DrillState.MISSED, Instant.EPOCH, List.of(), null);
        assertThat(left(over, move("drill.weekly.r2.there", SwitchOrigin.MANUAL, "idc-a"),
                move("drill.weekly.r2.back", SwitchOrigin.DRILL, "idc-b"),
                move("fleet-drill", SwitchOrigin.DRILL, "idc-a")))
                .isEmpty();
    }
}
