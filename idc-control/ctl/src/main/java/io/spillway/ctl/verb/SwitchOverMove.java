package io.spillway.ctl.verb;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.spillway.ctl.client.JsonView;
import io.spillway.model.resource.SwitchOverState;
import picocli.CommandLine.Option;

/** Something that sets a switch-over in motion, which can be waited for. */
abstract class SwitchOverMove extends SwitchOverAct {

    /** Where nothing goes on by itself. */
    static final Set<SwitchOverState> RESTS = EnumSet.of(SwitchOverState.DRAFT, SwitchOverState.READY,
            SwitchOverState.APPROVED, SwitchOverState.PAUSED, SwitchOverState.COMPLETED, SwitchOverState.EXPIRED,
            SwitchOverState.ROLLED_BACK, SwitchOverState.ROLLBACK_FAILED, SwitchOverState.ABORTED,
            SwitchOverState.FORCE_ENDED);

    @Option(names = "--wait", order = 10, description = "Waits until it rests and says how it goes; --timeout limits it (default: as long as it takes).")
    boolean wait;

    SwitchOverMove(Surroundings surroundings) {
        super(surroundings);
    }

    /** Returns in which state this is what was wanted. */
    abstract SwitchOverState goal();

    @Override
    Duration requestTimeout() {
        return wait ? REQUEST_TIMEOUT : super.requestTimeout();
    }

    @Override
    final ExitCode heard(SwitchOverRecord record, JsonView answer) throws VerbFailed, InterruptedException {
        if (!wait) {
            return super.heard(record, answer);
        }
        SwitchOverRecord rested = new SwitchOverFollowing(this, name, timeout, (line, view) -> say(line))
                .until(RESTS, record.sequence());
        if (forPeople()) {
            print("switchovers/" + name + " " + rested.stateText() + " (revision " + rested.revision() + ")");
        } else {
            print(rested.resource().tree());
        }
        hint(rested);
        return code(rested, goal());
    }

    /** Returns with what a verb ends that wanted a switch-over there. */
    static ExitCode code(SwitchOverRecord rested, SwitchOverState goal) {
        if (rested.is(goal)) {
            return ExitCode.DONE;
        }
        boolean guarded = rested.is(SwitchOverState.PAUSED)
                && rested.status().at("pause").text("cause").equals("GUARD");
        return guarded ? ExitCode.GUARDED : ExitCode.FAILED;
    }
}
