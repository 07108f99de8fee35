package io.spillway.control.drill;

import java.util.List;

import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.Resource;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;

/**
 * A change of what the system knows of a Drill.
 *
 * @param standing the Drill as it is; the change is made only of exactly that
 * @param status   what is known of it then
 * @param run      the run that it is about; null for none
 * @param action   what the audit calls it; empty for what is not worth a record
 * @param who      who does it
 * @param detail   why, for the audit
 */
record DrillChange(Resource standing, DrillStatus status, @Nullable DrillRunRecord run, String action,
        AuditRecord.Who who, String detail) {

    /** Returns the deed for the audit. */
    AuditRecord.Deed deed() {
        String path = standing.kind().plural() + "/" + standing.name();
        return AuditRecord.Deed.of(who, action,
                List.of(new AuditRecord.Touched(path, standing.metadata().revision())), detail,
                run == null ? "done" : "run " + run.id() + " is " + run.state());
    }

    /** Returns whether it lets a run begin, which needs the turn. */
    boolean begins() {
        return run != null && before() == null && !run.state().over();
    }

    /** Returns whether its run comes into that state. */
    boolean becomes(DrillState state) {
        DrillRunRecord before = before();
        return run != null && run.state() == state && (before == null || before.state() != state);
    }

    private @Nullable DrillRunRecord before() {
        return run != null && standing.spec() instanceof DrillSpec drill
                ? drill.status().run(run.id()).orElse(null)
                : null;
    }

    /** Returns the run as the turn names it. */
    String turn() {
        return standing.name() + "/" + (run == null ? "" : run.id());
    }
}
