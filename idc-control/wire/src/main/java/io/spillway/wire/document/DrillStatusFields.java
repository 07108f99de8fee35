package io.spillway.wire.document;

import java.time.Duration;
import java.time.Instant;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.Durations;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.DrillFault;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.Names;
import org.jspecify.annotations.Nullable;

/** The status of a Drill: its last runs, and when it is due next. */
final class DrillStatusFields {

    private static final ScalarType<DrillState> STATE = ScalarType.choice(DrillState.class);

    private DrillStatusFields() {}

    static DrillStatus read(Decoder status) {
        return new DrillStatus(status.optional("since", ScalarType.INSTANT),
                status.optional("next", ScalarType.INSTANT), status.children("runs", DrillStatusFields::readRun));
    }

    /** Returns what is known; null when nothing is. */
    static @Nullable Tree write(DrillStatus status) {
        return status.equals(DrillStatus.NONE)
                ? null
                : new Fields().text("since", text(status.since())).text("next", text(status.next()))
                        .items("runs", status.runs(), DrillStatusFields::run).tree();
    }

    private static DrillRunRecord readRun(Decoder run) {
        return new DrillRunRecord(run.required("id", ScalarType.TEXT), run.required("state", STATE),
                run.required("asked", ScalarType.TEXT), run.required("due", ScalarType.INSTANT),
                run.required("grace", ScalarType.DURATION), run.optional("started", ScalarType.INSTANT),
                run.optional("ended", ScalarType.INSTANT), run.optional("agent", ScalarType.TEXT),
                run.list("reasons", ScalarType.TEXT), run.optional("report", ScalarType.TEXT),
                run.optional("abort", ScalarType.TEXT), run.children("faults", DrillStatusFields::readFault));
    }

    private static Tree run(DrillRunRecord run) {
        return new Fields().text("id", run.id()).text("state", run.state().name()).text("asked", run.asked())
                .text("due", run.due().toString()).duration("grace", run.grace()).text("started", text(run.started()))
                .text("ended", text(run.ended())).text("agent", run.agent()).texts("reasons", run.reasons())
                .text("report", run.report()).text("abort", run.abort())
                .items("faults", run.faults(), DrillStatusFields::fault).tree();
    }

    static DrillFault readAsked(Decoder fault) {
        DrillFault read = new DrillFault(fault.required("event", Names.TYPE), fault.required("service", Names.TYPE),
                TreatmentFields.readFault(fault));
        Duration ttl = read.fault().ttl();
        if (ttl == null || ttl.compareTo(DrillFault.LONGEST) > 0) {
            fault.violation("ttl", "a time of at most " + Durations.format(DrillFault.LONGEST));
        }
        return read;
    }

    private static DrillFault readFault(Decoder fault) {
        return new DrillFault(fault.required("event", ScalarType.TEXT), fault.required("service", ScalarType.TEXT),
                TreatmentFields.readFault(fault));
    }

    private static Tree fault(DrillFault fault) {
        return TreatmentFields.writeFault(
                new Fields().text("event", fault.event()).text("service", fault.service()), fault.fault());
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
