package io.spillway.control.switchover.run;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

import io.spillway.control.switchover.judge.AckJudgement;
import io.spillway.control.switchover.judge.GateJudgement;
import io.spillway.control.switchover.judge.Measured;
import io.spillway.control.switchover.judge.MoveJudgement;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.switchover.Work;
import org.jspecify.annotations.Nullable;

/** Judges a switch-over by what stands and what IDCs say of it, and says what it waits for. Never blocks; any thread. */
final class Judging {

    private final Conductor.Parts parts;

    Judging(Conductor.Parts parts) {
        this.parts = parts;
    }

    /** Returns what a switch-over waits for, for people: the same on every node of every IDC. Never blocks. */
    String waitsFor(String id, SwitchOverSpec spec, SwitchOverStatus status) {
        Instant now = parts.clock().instant();
        return switch (Work.of(spec, parts.stand().get()::shift, now)) {
            case Work.Idle(String why) -> why;
            case Work.Until(Instant then) -> "it is " + status.state() + " until " + then;
            case Work.AwaitAcks _ -> switch (AckJudgement.of(spec, parts.said().apply(id), moved(status), now,
                    parts.patience())) {
                case AckJudgement.Waiting(String why) -> why;
                case AckJudgement.Enough _ -> "";
                case AckJudgement.TooLate(var _, String detail) -> detail;
            };
            case Work.Verify _ -> {
                String outdated = outdated(id, spec);
                yield outdated.isEmpty() ? unmoved(id, spec, status, now) : outdated;
            }
            case Work.AskFence _,Work.AskUnfence _ -> "the fence provider " + spec.fence();
            case Work.JudgeGate _ -> {
                String outdated = outdated(id, spec);
                GateJudgement judged = gate(id, spec, status);
                yield outdated.isEmpty() && judged.slowOnly() ? judged.detail() : outdated;
            }
            case Work.Happen _,Work.MakeChecks _,Work.WriteShifts _,Work.CheckExpiry _ -> "";
        };
    }

    private String unmoved(String id, SwitchOverSpec spec, SwitchOverStatus status, Instant now) {
        return switch (MoveJudgement.of(spec, Measured.traffic(parts.said().apply(id)), moved(status), now,
                parts.patience())) {
            case MoveJudgement.Waiting(String why) -> why;
            case MoveJudgement.Moved _ -> "";
            case MoveJudgement.TooLate(String detail) -> detail;
        };
    }

    /** Returns whose figures are not of after the step; empty when all are. */
    String outdated(String id, SwitchOverSpec spec) {
        return Measured.outdated(spec, parts.said().apply(id));
    }

    /** Judges the figures of now against those from before the step. */
    GateJudgement gate(String id, SwitchOverSpec spec, SwitchOverStatus status) {
        return GateJudgement.of(spec.gates(), status.measured(), figures(id, spec));
    }

    /** Returns what is measured now of all IDCs together; null when nobody tells. */
    @Nullable
    StepFigures figures(String id, SwitchOverSpec spec) {
        List<SwitchOverProgress> said = parts.said().apply(id);
        if (said.stream().allMatch(each -> each.traffic().equals(MeasuredTraffic.NONE))) {
            return null;
        }
        Resource target = parts.stand().get().get(Kind.IDC, spec.to());
        OptionalDouble capacity = target != null && target.spec() instanceof IdcSpec declared && declared.capacity() > 0
                ? OptionalDouble.of((double) declared.capacity())
                : OptionalDouble.empty();
        return Measured.figures(said, spec.to(), capacity);
    }

    /** Returns when it made its last transition. */
    static Instant moved(SwitchOverStatus status) {
        return status.history().isEmpty() ? status.since() : status.history().getLast().at();
    }
}
