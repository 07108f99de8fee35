package io.spillway.control.switchover.run;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.spillway.control.nodes.LiveNodes;
import io.spillway.control.service.Origin;
import io.spillway.control.service.SwitchOverAct;
import io.spillway.control.service.SwitchOverRequest;
import io.spillway.control.service.SwitchOverService;
import io.spillway.control.service.SwitchOverView;
import io.spillway.control.service.WriteResult;
import io.spillway.control.switchover.plan.Ruling;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;

/** What operators say to switch-overs. Any node of the coordinating IDC takes it; whoever owns the switch-over acts on it. */
public final class SwitchOvers implements SwitchOverService {

    private static final int ATTEMPTS = 5;
    private static final Ruling.Ground NOTHING = new Ruling.Ground(Set.of(), Set.of());

    private final Parts parts;
    private final Conductor conductor;
    private final Answers answers;
    private final Drafts drafts;

    /**
     * What it works with.
     *
     * @param fences names of the fence providers that this node knows, beside "none"
     * @param said what each IDC says of a switch-over
     * @param refused told of what operators are refused, for the audit
     * @param notReady why nothing can be written yet; empty when it can
     */
    record Parts(String idc, String node, Stand stand, TransitionWriter writer, Checks checks, List<String> fences,
            Function<String, List<SwitchOverProgress>> said, Supplier<LiveNodes> live,
            Consumer<AuditRecord.Deed> refused, Supplier<List<String>> notReady, InstantSource clock) {

        Parts {
            fences = List.copyOf(fences);
        }
    }

    SwitchOvers(Parts parts, Conductor conductor) {
        this.parts = parts;
        this.conductor = conductor;
        this.answers = new Answers(parts.stand());
        this.drafts = new Drafts(parts, answers);
    }

    @Override
    public WriteResult create(SwitchOverRequest request) {
        return drafts.create(request);
    }

    @Override
    public WriteResult act(SwitchOverAct act) {
        WriteResult result = attempts(act);
        String why = switch (result) {
            case WriteResult.Conflict conflict -> "409: " + conflict.detail();
            case WriteResult.Stale stale -> "412: " + stale.object() + " is of revision " + stale.currentRevision();
            case WriteResult.Guarded guarded -> "422: " + guarded.guard() + ": " + guarded.detail();
            case WriteResult.Applied _,WriteResult.Invalid _,WriteResult.NotFound _,WriteResult.Unavailable _ -> null;
        };
        if (why != null) {
            parts.refused().accept(AuditRecord.Deed.of(who(act.said().by(), act.origin()), act.said().kind().word(),
                    List.of(new AuditRecord.Touched(Answers.path(act.id()), 0)), act.said().reason(), why));
        }
        return result;
    }

    private WriteResult attempts(SwitchOverAct act) {
        for (int i = 1;; i++) {
            Resource record = standing(act.id());
            if (record == null || !(record.spec() instanceof SwitchOverSpec spec) || spec.status() == null) {
                return new WriteResult.NotFound(Kind.SWITCH_OVER, act.id());
            }
            Long ifMatch = act.ifMatch();
            if (ifMatch != null && ifMatch != record.metadata().revision()) {
                return new WriteResult.Stale(Answers.path(act.id()), ifMatch, record.metadata().revision());
            }
            Checks.Ruled ruled = ruled(act, record, spec, spec.status());
            Quarantine.Judged quarantine = Quarantine.of(act.said(), spec.status(), parts.said().apply(act.id()));
            if (quarantine instanceof Quarantine.Refused(WriteResult.Guarded misnamed)) {
                return misnamed;
            }
            WriteResult forbidden = forbidden(act.id(), spec.status(), ruled.ruling());
            if (forbidden != null) {
                return forbidden;
            }
            Written written = parts.writer().happen(record, quarantine.said(act.said()), new TransitionWriter.Ground(
                    who(act.said().by(), act.origin()), ruled.leansOn(), ruled.marks(), act.origin().consent()));
            if (written instanceof Written.Held(String what, String by)) {
                return held(act, spec.status(), what, by);
            }
            if (!(written instanceof Written.Overtaken) || i == ATTEMPTS) {
                Resource done = written instanceof Written.Done(Resource made, long _)
                        && act.said() instanceof SwitchOverEvent.Check ? drafts.checked(made) : null;
                return done == null
                        ? answers.result(written, act.id(), act.said().kind().word())
                        : new WriteResult.Applied(done.metadata().revision(), List.of(done), List.of(), true);
            }
        }
    }

    /** What another node has just written is there, although this one has not heard of it yet. */
    private @Nullable Resource standing(String id) {
        Resource record = parts.stand().get().get(Kind.SWITCH_OVER, id);
        return record == null && parts.writer().arrives(id) ? parts.stand().get().get(Kind.SWITCH_OVER, id) : record;
    }

    /** Whoever begins, or goes on, is judged by the safety rules in the same write. */
    private Checks.Ruled ruled(SwitchOverAct act, Resource record, SwitchOverSpec spec, SwitchOverStatus status) {
        boolean begins = act.said() instanceof SwitchOverEvent.Start && status.state().before();
        boolean goesOn = act.said() instanceof SwitchOverEvent.Resume && status.state() == SwitchOverState.PAUSED;
        if (status.plan() == null || (!begins && !goesOn)) {
            return new Checks.Ruled(new Ruling.Allowed(NOTHING), Map.of(), Set.of());
        }
        String outdated = begins ? parts.checks().outdated(record.name(), spec) : null;
        return outdated == null
                ? parts.checks().rule(record.name(), spec)
                : new Checks.Ruled(new Ruling.Refused(new WriteResult.Guarded("plan",
                        outdated + "; let it be checked again", Map.of()), NOTHING), Map.of(), Set.of());
    }

    private @Nullable WriteResult forbidden(String id, SwitchOverStatus status, Ruling ruling) {
        return switch (ruling) {
            case Ruling.Allowed _ -> null;
            case Ruling.Refused(WriteResult.Guarded guarded, var _) -> guarded;
            case Ruling.Waits(String detail, var _) -> new WriteResult.Conflict(Answers.path(id), detail, 0, detail);
            case Ruling.Preempts(List<String> others, var _) -> preempt(id, status, others);
        };
    }

    /** What goes before takes the traffic of what comes after it: that is taken back first. */
    private WriteResult preempt(String id, SwitchOverStatus status, List<String> others) {
        for (String other : others) {
            Resource holder = parts.stand().get().get(Kind.SWITCH_OVER, other);
            if (holder != null) {
                var _ = parts.writer().happen(holder, new SwitchOverEvent.Preempted(id, status.origin()),
                        parts.writer().own());
            }
        }
        String names = String.join(", ", others);
        return new WriteResult.Conflict(Answers.path(others.getFirst()), names, 0,
                names + " moves that traffic and is taken back"
                        + " now, because " + id + " goes before it; say it again when that is over");
    }

    private WriteResult held(SwitchOverAct act, SwitchOverStatus status, String what, String by) {
        Resource holder = parts.stand().get().get(Kind.SWITCH_OVER, by);
        if (holder != null && holder.spec() instanceof SwitchOverSpec other && other.status() != null
                && status.origin().interrupts(other.status().origin())) {
            return preempt(act.id(), status, List.of(by));
        }
        return new WriteResult.Conflict(Answers.path(by), holder == null ? by : Answers.author(holder),
                holder == null ? 0 : holder.metadata().revision(), what + " is moved by switch-over " + by
                        + " (expected: that one over, or ended)");
    }

    @Override
    public Optional<SwitchOverView> view(String id) {
        Resource record = parts.stand().get().get(Kind.SWITCH_OVER, id);
        if (record == null || !(record.spec() instanceof SwitchOverSpec spec) || spec.status() == null) {
            return Optional.empty();
        }
        String idc = spec.status().generation().idc();
        String owner = parts.live().get().ownerOf(Kind.SWITCH_OVER.plural() + "/" + id);
        List<SwitchCheck> checks = spec.status().plan() == null
                ? spec.status().checks()
                : spec.status().plan().checks();
        return Optional.of(new SwitchOverView(record, new ArrayList<>(parts.said().apply(id)), checks,
                conductor.judging().figures(id, spec), conductor.judging().waitsFor(id, spec, spec.status()),
                idc.equals(parts.idc()) && owner != null ? idc + "/" + owner : idc));
    }

    private static AuditRecord.Who who(String author, Origin origin) {
        return new AuditRecord.Who(author, origin.role(), origin.source());
    }
}
