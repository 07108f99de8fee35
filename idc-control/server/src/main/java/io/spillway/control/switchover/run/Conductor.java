package io.spillway.control.switchover.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.spillway.control.state.ControlState;
import io.spillway.control.switchover.fence.FenceAnswer;
import io.spillway.control.switchover.fence.FenceOrder;
import io.spillway.control.switchover.fence.FenceProvider;
import io.spillway.control.switchover.judge.AckJudgement;
import io.spillway.control.switchover.judge.GateJudgement;
import io.spillway.control.switchover.judge.Measured;
import io.spillway.control.switchover.judge.MoveJudgement;
import io.spillway.control.switchover.judge.Patience;
import io.spillway.control.switchover.judge.SlowSpells;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.PauseCause;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.StepPhase;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.model.switchover.Work;
import org.jspecify.annotations.Nullable;

/**
 * Does what is to be done about a switch-over that this IDC coordinates: asks, judges, and writes what came of it. It keeps
 * nothing that matters: whoever takes over reads the same work from what is written. Blocks (the registry, a fence); one thread
 * at a time for each switch-over.
 */
final class Conductor {

    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Parts parts;
    private final Judging judging;
    private final SlowSpells slow = new SlowSpells();

    /**
     * What it works with.
     *
     * @param said what each IDC says of a switch-over, by its name
     * @param fences by name; without "none"
     */
    record Parts(Stand stand, TransitionWriter writer, Checks checks, Map<String, FenceProvider> fences,
            Function<String, List<SwitchOverProgress>> said, Patience patience, InstantSource clock) {

        Parts {
            fences = Map.copyOf(fences);
        }
    }

    Conductor(Parts parts) {
        this.parts = parts;
        this.judging = new Judging(parts);
    }

    /** Returns by what it judges. */
    Judging judging() {
        return judging;
    }

    /** What comes of one look. */
    sealed interface Next {

        /** Something was written, or came in the way: look again at once. */
        record Again() implements Next {}

        /** Nothing to do before that time has passed, or something changes. */
        record In(Duration rest) implements Next {}
    }

    /** Does what is to be done now, until nothing is; returns how long nothing will be, unless something changes. */
    Duration conduct(String id) {
        while (true) {
            Resource record = parts.stand().get().get(Kind.SWITCH_OVER, id);
            if (record == null || !(record.spec() instanceof SwitchOverSpec spec) || spec.status() == null) {
                return Duration.ofHours(1);
            }
            switch (step(record, spec, spec.status())) {
                case Next.Again _ -> {
                }
                case Next.In(Duration rest) -> {
                    return rest;
                }
            }
        }
    }

    private Next step(Resource record, SwitchOverSpec spec, SwitchOverStatus status) {
        Instant now = parts.clock().instant();
        ControlState state = parts.stand().get();
        SwitchOverEvent.Confirmed confirmed = confirmed(record.name(), status);
        if (confirmed != null) {
            return happen(record, confirmed);
        }
        return switch (Work.of(spec, state::shift, now)) {
            case Work.Idle _ -> new Next.In(Duration.ofHours(1));
            case Work.Until(Instant then) -> until(record, spec, status, then, now);
            case Work.Happen(SwitchOverEvent event) -> happen(record, event);
            case Work.MakeChecks _ -> happen(record,
                    parts.checks().make(record.name(), spec, status.origin(), true).event());
            case Work.AskFence _ -> fence(record, spec, status);
            case Work.AskUnfence _ -> unfence(record, spec, status);
            case Work.WriteShifts _ -> push(record, spec);
            case Work.AwaitAcks _ -> acks(record, spec, status, now);
            case Work.JudgeGate _ -> gate(record, spec, status, now);
            case Work.Verify _ -> verify(record, spec, status, now);
            case Work.CheckExpiry _ -> {
                String unfit = parts.checks().unfit(record.name(), spec);
                yield happen(record, new SwitchOverEvent.Expire(unfit == null,
                        unfit == null ? spec.from() + " can have its traffic back" : unfit));
            }
        };
    }

    private Next until(Resource record, SwitchOverSpec spec, SwitchOverStatus status, Instant then, Instant now) {
        if (status.state() == SwitchOverState.READY || status.state() == SwitchOverState.APPROVED) {
            String outdated = parts.checks().outdated(record.name(), spec);
            if (outdated != null) {
                return happen(record, new SwitchOverEvent.PlanInvalid(outdated));
            }
        }
        boolean watched = status.state() == SwitchOverState.SHIFTING && status.at().phase() == StepPhase.OBSERVE;
        if (watched || status.state() == SwitchOverState.SOAKING) {
            GateJudgement early = judging.gate(record.name(), spec, status);
            if (!mayPass(record.name(), early, status, now) && !early.open()) {
                return happen(record, new SwitchOverEvent.StepFailed(PauseCause.GUARD, early.detail()));
            }
        }
        Duration wait = Duration.between(now, then);
        return new Next.In(shorter(wait, RETRY));
    }

    private boolean mayPass(String id, GateJudgement judged, SwitchOverStatus status, Instant now) {
        return slow.mayPass(id, judged, Judging.moved(status), now, parts.patience().settle());
    }

    private Next push(Resource record, SwitchOverSpec spec) {
        Written written = parts.writer().push(record, judging.figures(record.name(), spec));
        return written instanceof Written.Forbidden(String guard, String why)
                ? happen(record, new SwitchOverEvent.StepFailed(PauseCause.GUARD, guard + ": " + why))
                : next(written);
    }

    private Next fence(Resource record, SwitchOverSpec spec, SwitchOverStatus status) {
        FenceProvider provider = parts.fences().get(spec.fence());
        FenceAnswer answer = provider == null
                ? new FenceAnswer.Unconfirmed("this node knows no fence provider " + spec.fence())
                : provider.fence(order(record, spec, status));
        return happen(record, switch (answer) {
            case FenceAnswer.Confirmed(String detail) -> new SwitchOverEvent.Fenced(detail);
            case FenceAnswer.Unconfirmed(String detail) -> new SwitchOverEvent.FenceUnconfirmed(detail);
        });
    }

    private Next unfence(Resource record, SwitchOverSpec spec, SwitchOverStatus status) {
        FenceProvider provider = parts.fences().get(spec.fence());
        FenceAnswer answer = provider == null
                ? new FenceAnswer.Unconfirmed("this node knows no fence provider " + spec.fence())
                : provider.unfence(order(record, spec, status));
        return happen(record, switch (answer) {
            case FenceAnswer.Confirmed(String detail) -> new SwitchOverEvent.Unfenced(detail);
            case FenceAnswer.Unconfirmed(String detail) -> failed(status, detail, List.of());
        });
    }

    /** However often it is asked for while the state lasts: one order. */
    static FenceOrder order(Resource record, SwitchOverSpec spec, SwitchOverStatus status) {
        return new FenceOrder(record.name(), status.entered(), spec.from(), spec.to(), spec.scopes());
    }

    /** What cannot be taken back says so; the rest is the plan's matter. */
    private static SwitchOverEvent failed(SwitchOverStatus status, String detail, List<Unconfirmed> late) {
        return status.state() == SwitchOverState.ROLLING_BACK
                ? new SwitchOverEvent.RollbackFailed(detail)
                : new SwitchOverEvent.StepFailed(PauseCause.STEP_FAILED, detail, late);
    }

    private Next acks(Resource record, SwitchOverSpec spec, SwitchOverStatus status, Instant now) {
        return switch (AckJudgement.of(spec, parts.said().apply(record.name()), Judging.moved(status), now,
                parts.patience())) {
            case AckJudgement.Waiting _ -> new Next.In(SOON);
            case AckJudgement.Enough(List<Unconfirmed> late, String detail) ->
                happen(record, new SwitchOverEvent.Acked(late, detail));
            case AckJudgement.TooLate(List<Unconfirmed> late, String detail) ->
                happen(record, failed(status, detail, late));
        };
    }

    private Next gate(Resource record, SwitchOverSpec spec, SwitchOverStatus status, Instant now) {
        Next wait = outdated(record, spec, status, now);
        if (wait != null) {
            return wait;
        }
        GateJudgement judged = judging.gate(record.name(), spec, status);
        if (mayPass(record.name(), judged, status, now)) {
            return new Next.In(SOON.multipliedBy(10));
        }
        return happen(record, judged.open()
                ? new SwitchOverEvent.GatePassed(judged.detail())
                : new SwitchOverEvent.StepFailed(PauseCause.GUARD, judged.detail()));
    }

    /** What was measured before all knew the step says nothing of it; returns null when everything is of afterwards. */
    private @Nullable Next outdated(Resource record, SwitchOverSpec spec, SwitchOverStatus status, Instant now) {
        String outdated = judging.outdated(record.name(), spec);
        if (outdated.isEmpty()) {
            return null;
        }
        return now.isBefore(Judging.moved(status).plus(parts.patience().move()))
                ? new Next.In(SOON.multipliedBy(10))
                : happen(record, failed(status, outdated, List.of()));
    }

    private Next verify(Resource record, SwitchOverSpec spec, SwitchOverStatus status, Instant now) {
        Next wait = outdated(record, spec, status, now);
        if (wait != null) {
            return wait;
        }
        return switch (MoveJudgement.of(spec, Measured.traffic(parts.said().apply(record.name())),
                Judging.moved(status), now,
                parts.patience())) {
            case MoveJudgement.Waiting _ -> new Next.In(SOON.multipliedBy(10));
            case MoveJudgement.Moved(String detail) -> happen(record, new SwitchOverEvent.Verified(detail));
            case MoveJudgement.TooLate(String detail) -> happen(record, failed(status, detail, List.of()));
        };
    }

    /** What was not acknowledged and is by now; it says so before traffic goes home. */
    private SwitchOverEvent.@Nullable Confirmed confirmed(String id, SwitchOverStatus status) {
        if (status.state().over() || status.unconfirmed().isEmpty()) {
            return null;
        }
        for (Unconfirmed open : status.unconfirmed()) {
            SwitchOverProgress part = parts.said().apply(id).stream().filter(each -> each.idc().equals(open.idc()))
                    .findFirst().orElse(null);
            Unconfirmed.DataPlane plane = open.quarantined();
            boolean over = plane != null
                    ? AckJudgement.caughtUp(part, status, plane.node())
                    : open.quarantinedAtMost() > 0
                            ? AckJudgement.allCaughtUp(part, status)
                            : open.acks() && AckJudgement.known(part, status);
            if (over) {
                return new SwitchOverEvent.Confirmed(open.what(), open.idc());
            }
        }
        return null;
    }

    private Next happen(Resource record, SwitchOverEvent event) {
        return next(parts.writer().happen(record, event, parts.writer().own()));
    }

    private static Next next(Written written) {
        return switch (written) {
            case Written.Done _,Written.Overtaken _ -> new Next.Again();
            case Written.Unchanged _,Written.Refused _,Written.Held _,Written.Forbidden _,Written.Unavailable _ ->
                new Next.In(RETRY);
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
