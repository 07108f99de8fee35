package io.spillway.control.switchover.run;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.switchover.Machine;
import io.spillway.model.switchover.MachineResult;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;

/** What operators say to switch-overs. Any node of the coordinating IDC takes it; whoever owns the switch-over acts on it. */
public final class SwitchOvers implements SwitchOverService {

    private static final int ATTEMPTS = 5;
    private static final Ruling.Ground NOTHING = new Ruling.Ground(Set.of(), Set.of());
    private static final DateTimeFormatter NAMED = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Parts parts;
    private final Conductor conductor;
    private final Map<String, List<SwitchCheck>> looked = new ConcurrentHashMap<>();

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
    }

    @Override
    public WriteResult create(SwitchOverRequest request) {
        Instant now = parts.clock().instant();
        if (!parts.notReady().get().isEmpty()) {
            return new WriteResult.Unavailable(now, "not ready: " + String.join("; ", parts.notReady().get()));
        }
        SwitchOverSpec asked = request.spec().asked();
        if (asked.fenced() && !parts.fences().contains(asked.fence())) {
            return new WriteResult.Invalid(List.of(new Violation("/spec/fence", "\"" + asked.fence() + "\"",
                    "\"none\"" + (parts.fences().isEmpty()
                            ? "; this node has no fence provider"
                            : " or one of " + String.join(", ", parts.fences())),
                    null)));
        }
        if (SwitchOverProgress.vantage(request.id())) {
            return new WriteResult.Invalid(List.of(new Violation("/metadata/name", "\"" + request.id() + "\"",
                    "a name that does not begin with " + SwitchOverProgress.VANTAGE, null)));
        }
        String id = request.id().isEmpty()
                ? asked.from() + "-" + asked.to() + "-" + NAMED.format(now)
                : request.id();
        Resource standing = parts.stand().get().get(Kind.SWITCH_OVER, id);
        if (standing != null) {
            // Whoever got no answer asks again, and gets the one that he has made.
            return !request.dryRun() && asks(standing, asked, request.author())
                    ? new WriteResult.Applied(standing.metadata().revision(), List.of(standing), List.of(), false)
                    : conflict(standing, "there is one of that name");
        }
        SwitchOverSpec drafted = asked
                .with(SwitchOverStatus.drafted(parts.idc(), request.wanted(), request.author(), now));
        return request.dryRun() ? tried(id, drafted, request, now) : made(id, drafted, request);
    }

    private static boolean asks(Resource standing, SwitchOverSpec asked, String author) {
        return standing.spec() instanceof SwitchOverSpec spec && spec.status() != null && spec.status().state().before()
                && spec.status().author().equals(author) && spec.asked().equals(asked);
    }

    private WriteResult tried(String id, SwitchOverSpec drafted, SwitchOverRequest request, Instant now) {
        String place = parts.idc() + "/" + parts.node();
        SwitchOverSpec checking = after(drafted, new SwitchOverEvent.Check(request.author()), now, place);
        Checks.Made checks = parts.checks().make(id, checking, request.wanted(), false);
        Resource resource = Resource.of(id, after(checking, checks.event(), now, place));
        return new WriteResult.Applied(parts.stand().get().revision(), List.of(resource), List.of(path(id)), true);
    }

    private static SwitchOverSpec after(SwitchOverSpec spec, SwitchOverEvent event, Instant now, String place) {
        return Machine.apply(spec, event, now, place) instanceof MachineResult.Moved(SwitchOverSpec next) ? next : spec;
    }

    private WriteResult made(String id, SwitchOverSpec drafted, SwitchOverRequest request) {
        TransitionWriter.Ground ground = new TransitionWriter.Ground(who(request.author(), request.origin()), Map.of(),
                Set.of());
        SwitchOverSpec checking = after(drafted, new SwitchOverEvent.Check(request.author()), parts.clock().instant(),
                parts.idc() + "/" + parts.node());
        return switch (parts.writer().create(id, checking, ground)) {
            case Written.Done(Resource record, long revision) -> new WriteResult.Applied(revision,
                    List.of(checked(record)), List.of(path(id)), true);
            case Written.Overtaken _ -> {
                Resource standing = parts.stand().get().get(Kind.SWITCH_OVER, id);
                yield standing == null
                        ? new WriteResult.Unavailable(parts.clock().instant(), "the registry was written meanwhile")
                        : conflict(standing, "there is one of that name");
            }
            case Written other -> result(other, id, "");
        };
    }

    /** Makes the checks at once: whoever asked waits for them. Another node may be faster, which is as good. */
    private Resource checked(Resource record) {
        if (record.spec() instanceof SwitchOverSpec spec && spec.status() != null) {
            Checks.Made checks = parts.checks().make(record.name(), spec, spec.status().origin(), true);
            looked.keySet().removeIf(id -> parts.stand().get().get(Kind.SWITCH_OVER, id) == null);
            looked.put(record.name(), checks.checks());
            if (parts.writer().happen(record, checks.event(),
                    parts.writer().own()) instanceof Written.Done(Resource done, long _)) {
                return done;
            }
        }
        Resource newest = parts.stand().get().get(Kind.SWITCH_OVER, record.name());
        return newest == null ? record : newest;
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
                    List.of(new AuditRecord.Touched(path(act.id()), 0)), act.said().reason(), why));
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
                return new WriteResult.Stale(path(act.id()), ifMatch, record.metadata().revision());
            }
            Checks.Ruled ruled = ruled(act, record, spec, spec.status());
            WriteResult forbidden = forbidden(act.id(), spec.status(), ruled.ruling());
            if (forbidden != null) {
                return forbidden;
            }
            Written written = parts.writer().happen(record, act.said(), new TransitionWriter.Ground(
                    who(act.said().by(), act.origin()), ruled.leansOn(), ruled.marks()));
            if (written instanceof Written.Held(String what, String by)) {
                return held(act, spec.status(), what, by);
            }
            if (!(written instanceof Written.Overtaken) || i == ATTEMPTS) {
                Resource done = written instanceof Written.Done(Resource made, long _)
                        && act.said() instanceof SwitchOverEvent.Check ? checked(made) : null;
                return done == null
                        ? result(written, act.id(), act.said().kind().word())
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
            case Ruling.Waits(String detail, var _) -> new WriteResult.Conflict(path(id), detail, 0, detail);
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
        return new WriteResult.Conflict(path(others.getFirst()), names, 0,
                names + " moves that traffic and is taken back"
                        + " now, because " + id + " goes before it; say it again when that is over");
    }

    private WriteResult held(SwitchOverAct act, SwitchOverStatus status, String what, String by) {
        Resource holder = parts.stand().get().get(Kind.SWITCH_OVER, by);
        if (holder != null && holder.spec() instanceof SwitchOverSpec other && other.status() != null
                && status.origin().interrupts(other.status().origin())) {
            return preempt(act.id(), status, List.of(by));
        }
        return new WriteResult.Conflict(path(by), holder == null ? by : author(holder),
                holder == null ? 0 : holder.metadata().revision(), what + " is moved by switch-over " + by
                        + " (expected: that one over, or ended)");
    }

    private WriteResult result(Written written, String id, String word) {
        return switch (written) {
            case Written.Done(Resource record, long revision) ->
                new WriteResult.Applied(revision, List.of(record), List.of(), true);
            case Written.Unchanged(Resource record, String _) ->
                new WriteResult.Applied(record.metadata().revision(), List.of(record), List.of(), false);
            case Written.Refused(MachineResult.Reason reason, String why) -> refused(id, reason, why);
            case Written.Forbidden(String guard, String detail) -> new WriteResult.Guarded(guard, detail, Map.of());
            case Written.Held(String what, String by) -> new WriteResult.Conflict(path(by), by, 0,
                    what + " is moved by switch-over " + by);
            case Written.Overtaken(String what) -> new WriteResult.Conflict(path(id), "somebody", 0,
                    word + ": " + what + " was changed again and again meanwhile; look at it and try again");
            case Written.Unavailable(Instant since, String reason, boolean unknown) ->
                new WriteResult.Unavailable(since, reason, unknown);
        };
    }

    private WriteResult refused(String id, MachineResult.Reason reason, String why) {
        Resource record = parts.stand().get().get(Kind.SWITCH_OVER, id);
        if (reason == MachineResult.Reason.ELSEWHERE && record != null) {
            return conflict(record, why);
        }
        String state = record != null && record.spec() instanceof SwitchOverSpec spec && spec.status() != null
                ? spec.status().state().name()
                : "";
        return new WriteResult.Guarded(switch (reason) {
            case STATE, ELSEWHERE -> "transition";
            case PERSON -> "two_persons";
            case PLAN -> "plan";
            case UNCONFIRMED -> "unconfirmed";
        }, why, Map.of("state", state));
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
                ? looked.getOrDefault(id, List.of())
                : spec.status().plan().checks();
        return Optional.of(new SwitchOverView(record, new ArrayList<>(parts.said().apply(id)), checks,
                conductor.figures(id, spec), conductor.waitsFor(id, spec, spec.status()),
                idc.equals(parts.idc()) && owner != null ? idc + "/" + owner : idc));
    }

    private static WriteResult conflict(Resource standing, String why) {
        return new WriteResult.Conflict(path(standing.name()), author(standing), standing.metadata().revision(), why);
    }

    private static String author(Resource standing) {
        @Nullable
        SwitchOverStatus status = standing.spec() instanceof SwitchOverSpec spec ? spec.status() : null;
        return status == null ? "somebody" : status.author() + "@" + status.generation().idc();
    }

    private static String path(String id) {
        return Kind.SWITCH_OVER.plural() + "/" + id;
    }

    private static AuditRecord.Who who(String author, Origin origin) {
        return new AuditRecord.Who(author, origin.role(), origin.source());
    }
}
