package io.spillway.control.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.spillway.control.service.Origin;
import io.spillway.control.service.SwitchOverAct;
import io.spillway.control.service.SwitchOverService;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.switchover.SwitchOverEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes back what runs of drills have moved that do not go on any more, however they ended. */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final String WHY = "its drill does not run any more";

    private final String idc;
    private final String node;
    private final Supplier<SwitchOverService> switchOvers;

    Leftovers(String idc, String node, Supplier<SwitchOverService> switchOvers) {
        this.idc = idc;
        this.node = idc + "/" + node;
        this.switchOvers = switchOvers;
    }

    /** Takes back what is this node's to take back; what fails is tried again with the next look. */
    void takeBack(ControlState state, Predicate<String> owns) {
        for (Resource left : of(state, idc)) {
            SwitchOverStatus status = ((SwitchOverSpec) left.spec()).status();
            if (status != null && owns.test(Kind.SWITCH_OVER.plural() + "/" + left.name())) {
                SwitchOverEvent.Said said = status.state().before()
                        ? new SwitchOverEvent.Abort(node, WHY)
                        : new SwitchOverEvent.Rollback(node, WHY, false);
                WriteResult result = switchOvers.get()
                        .act(new SwitchOverAct(left.name(), said, null, Origin.SYSTEM));
                if (result instanceof WriteResult.Applied) {
                    LOG.info("switch-over {} is taken back: {}", left.name(), WHY);
                } else {
                    LOG.debug("switch-over {} is not taken back yet: {}", left.name(), result);
                }
            }
        }
    }

    /**
     * Returns the switch-overs of runs that do not go on: neither over, nor on their way back, nor stuck there, for which somebody
     * is paged. Those that another IDC coordinates are of its drills, which are not known here. Pure.
     */
    static List<Resource> of(ControlState state, String idc) {
        List<Resource> found = new ArrayList<>();
        state.all(Kind.SWITCH_OVER).forEach((id, record) -> {
            SwitchOverStatus status = record.spec() instanceof SwitchOverSpec spec ? spec.status() : null;
            if (status != null && status.origin() == SwitchOrigin.DRILL && id.startsWith("drill.")
                    && status.generation().idc().equals(idc) && !status.state().over()
                    && status.state() != SwitchOverState.ROLLING_BACK
                    && status.state() != SwitchOverState.ROLLBACK_FAILED && !running(state, id)) {
                found.add(record);
            }
        });
        return found;
    }

    private static boolean running(ControlState state, String switchOver) {
        for (Resource drill : state.sorted(Kind.DRILL)) {
            DrillRunRecord run = drill.spec() instanceof DrillSpec spec ? spec.status().current() : null;
            if (run != null && run.state() == DrillState.RUNNING
                    && switchOver.startsWith(DrillDecision.prefix(drill.name(), run.id()))) {
                return true;
            }
        }
        return false;
    }
}
