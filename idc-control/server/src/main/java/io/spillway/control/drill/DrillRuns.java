package io.spillway.control.drill;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import io.spillway.control.service.DrillAct;
import io.spillway.control.service.DrillOutcome;
import io.spillway.control.service.DrillService;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.DrillFault;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;

/** What people and agents say of drills. Any node of the IDC takes it. */
final class DrillRuns implements DrillService {

    private static final int ATTEMPTS = 5;

    private final Drills.Parts parts;
    private final DrillWriter writer;

    DrillRuns(Drills.Parts parts, DrillWriter writer) {
        this.parts = parts;
        this.writer = writer;
    }

    /** What a word comes to: something to write, or an answer. */
    private sealed interface Word {

        record Change(DrillChange change) implements Word {}

        record Answer(WriteResult result) implements Word {}
    }

    @Override
    public WriteResult run(DrillAct act, @Nullable String agent) {
        return said(act, "run", "", (drill, spec) -> {
            DrillGround ground = DrillGround.of(parts.state().get(), drill.name(), spec, now());
            return switch (DrillDecision.asked(spec, ground, act.author())) {
                case DrillDecision.Asked.Refused(String guard, String why) ->
                    new Word.Answer(new WriteResult.Guarded(guard, why, Map.of("drill", drill.name())));
                case DrillDecision.Asked.Granted(var run) -> {
                    // In one write: no other agent gets in between.
                    DrillRunRecord begun = agent == null ? run : run.taken(agent, now());
                    yield new Word.Change(new DrillChange(drill, spec.status().with(begun), begun, "run", who(act),
                            agent == null ? "" : "agent " + agent));
                }
            };
        });
    }

    @Override
    public WriteResult abort(DrillAct act, String reason) {
        return said(act, "abort", reason, (drill, spec) -> {
            DrillRunRecord run = spec.status().current();
            if (run == null) {
                return new Word.Answer(new WriteResult.Guarded("drill_idle", "no run of it goes on",
                        Map.of("drill", drill.name())));
            }
            if (run.abort() != null) {
                return new Word.Answer(unchanged(drill));
            }
            DrillRunRecord told = run.aborting(act.author() + ": " + reason);
            return new Word.Change(new DrillChange(drill, spec.status().with(told), told, "abort", who(act), reason));
        });
    }

    @Override
    public WriteResult take(DrillAct act, String run, String agent) {
        return said(act, "take", "", (drill, spec) -> {
            DrillRunRecord known = spec.status().run(run).orElse(null);
            if (known != null && known.state() == DrillState.RUNNING && agent.equals(known.agent())) {
                return new Word.Answer(unchanged(drill));
            }
            if (known == null || known.state() != DrillState.SCHEDULED || known.abort() != null) {
                return new Word.Answer(conflict(drill, known, run, "SCHEDULED"));
            }
            DrillRunRecord taken = known.taken(agent, now());
            return new Word.Change(
                    new DrillChange(drill, spec.status().with(taken), taken, "take", who(act), "agent " + agent));
        });
    }

    @Override
    public WriteResult beat(DrillAct act, String run, String agent) {
        Resource drill = parts.state().get().get(Kind.DRILL, act.drill());
        if (drill == null || !(drill.spec() instanceof DrillSpec spec)) {
            return new WriteResult.NotFound(Kind.DRILL, act.drill());
        }
        DrillRunRecord known = spec.status().run(run).orElse(null);
        if (known == null || known.state() != DrillState.RUNNING || !agent.equals(known.agent())) {
            return conflict(drill, known, run, "RUNNING by " + agent);
        }
        try {
            return writer.heard(drill.name(), run, true)
                    ? unchanged(drill)
                    : new WriteResult.Conflict(path(act), "silence", drill.metadata().revision(),
                            "run " + run + ": agent " + agent + " was silent for too long, and is not waited for");
        } catch (RegistryUnavailableException away) {
            return new WriteResult.Unavailable(away.since(), String.valueOf(away.getMessage()));
        }
    }

    @Override
    public WriteResult report(DrillAct act, String run, DrillOutcome outcome) {
        return said(act, "report", "", (drill, spec) -> {
            DrillRunRecord known = spec.status().run(run).orElse(null);
            boolean own = known != null && outcome.agent().equals(known.agent());
            if (known != null && own && known.state() == outcome.verdict()) {
                return new Word.Answer(unchanged(drill));
            }
            if (known == null || !own || known.state() != DrillState.RUNNING) {
                return new Word.Answer(conflict(drill, known, run, "RUNNING by " + outcome.agent()));
            }
            DrillRunRecord over = known.over(outcome.verdict(), now(), outcome.reasons(), outcome.report());
            return new Word.Change(new DrillChange(drill, spec.status().with(over), over, "report", who(act),
                    String.join("; ", outcome.reasons())));
        });
    }

    @Override
    public WriteResult fault(DrillAct act, String run, String agent, @Nullable String idc, DrillFault fault) {
        return said(act, "fault", "", (drill, spec) -> {
            DrillRunRecord known = spec.status().run(run).orElse(null);
            if (known == null || !played(known, agent)) {
                return new Word.Answer(conflict(drill, known, run, "RUNNING by " + agent));
            }
            if (idc != null && !idc.equals(parts.idc())) {
                return new Word.Answer(new WriteResult.Guarded("drill_target", "gateways of " + idc
                        + " (expected: of " + parts.idc() + ", which this control plane programs)",
                        Map.of("idc", idc)));
            }
            return switch (FaultDecision.of(parts.state().get(), drill, known, fault, now())) {
                case FaultDecision.Refused(String guard, String why, var figures) ->
                    new Word.Answer(new WriteResult.Guarded(guard, why, figures));
                case FaultDecision.Granted(DrillFault granted) ->
                    changed(act, drill, spec, known.with(granted), "fault",
                            granted.event() + ": " + granted.share() + " % of Service " + granted.service() + " until "
                                    + granted.fault().expires());
            };
        });
    }

    @Override
    public WriteResult heal(DrillAct act, String run, String agent, String event) {
        return said(act, "heal", "", (drill, spec) -> {
            DrillRunRecord known = spec.status().run(run).orElse(null);
            if (known == null || !agent.equals(known.agent())) {
                return new Word.Answer(conflict(drill, known, run, "RUNNING by " + agent));
            }
            DrillRunRecord healed = known.without(event);
            return healed.equals(known)
                    ? new Word.Answer(unchanged(drill))
                    : changed(act, drill, spec, healed, "heal", event);
        });
    }

    private static boolean played(DrillRunRecord run, String agent) {
        return run.state() == DrillState.RUNNING && run.abort() == null && agent.equals(run.agent());
    }

    private static Word changed(DrillAct act, Resource drill, DrillSpec spec, DrillRunRecord run, String action,
            String detail) {
        return new Word.Change(new DrillChange(drill, spec.status().with(run), run, action, who(act), detail));
    }

    private WriteResult said(DrillAct act, String action, String reason, BiFunction<Resource, DrillSpec, Word> word) {
        WriteResult result = attempts(act, word);
        String why = switch (result) {
            case WriteResult.Conflict conflict -> "409: " + conflict.detail();
            case WriteResult.Guarded guarded -> "422: " + guarded.guard() + ": " + guarded.detail();
            case WriteResult.Applied _,WriteResult.Invalid _,WriteResult.Stale _,WriteResult.NotFound _,WriteResult.Unavailable _ ->
                null;
        };
        if (why != null) {
            parts.audit().refused(AuditRecord.Deed.of(who(act), action,
                    List.of(new AuditRecord.Touched(path(act), 0)), reason, why));
        }
        return result;
    }

    private WriteResult attempts(DrillAct act, BiFunction<Resource, DrillSpec, Word> word) {
        for (int i = 1;; i++) {
            Resource drill = parts.state().get().get(Kind.DRILL, act.drill());
            if (drill == null || !(drill.spec() instanceof DrillSpec spec)) {
                return new WriteResult.NotFound(Kind.DRILL, act.drill());
            }
            Long ifMatch = act.ifMatch();
            if (ifMatch != null && ifMatch != drill.metadata().revision()) {
                return new WriteResult.Stale(path(act), ifMatch, drill.metadata().revision());
            }
            switch (word.apply(drill, spec)) {
                case Word.Answer(WriteResult answer) -> {
                    return answer;
                }
                case Word.Change(DrillChange change) -> {
                    switch (writer.write(change)) {
                        case DrillWriter.Written.Done(Resource after, long revision) -> {
                            return new WriteResult.Applied(revision, List.of(after), List.of(), true);
                        }
                        case DrillWriter.Written.Held(String by) -> {
                            return new WriteResult.Guarded("drill_active", "drill " + by + " runs", Map.of("runs", by));
                        }
                        case DrillWriter.Written.Unavailable(Instant since, String why, boolean unknown) -> {
                            return new WriteResult.Unavailable(since, why, unknown);
                        }
                        case DrillWriter.Written.Overtaken _ -> {
                            if (i == ATTEMPTS) {
                                return new WriteResult.Conflict(path(act), "somebody else",
                                        drill.metadata().revision(), path(act) + " changes at this moment; try again");
                            }
                        }
                    }
                }
            }
        }
    }

    private static WriteResult unchanged(Resource drill) {
        return new WriteResult.Applied(drill.metadata().revision(), List.of(drill), List.of(), false);
    }

    private static WriteResult conflict(Resource drill, @Nullable DrillRunRecord run, String id, String expected) {
        String by = run == null || run.agent() == null ? "" : " by agent " + run.agent();
        String is = run == null
                ? "not known"
                : run.abort() != null ? run.state() + ", to be aborted" : run.state() + by;
        return new WriteResult.Conflict(Kind.DRILL.plural() + "/" + drill.name(),
                run == null || run.agent() == null ? "the control plane" : run.agent(), drill.metadata().revision(),
                "run " + id + " is " + is + " (expected: " + expected + ")");
    }

    private static AuditRecord.Who who(DrillAct act) {
        return new AuditRecord.Who(act.author(), act.origin().role(), act.origin().source());
    }

    private static String path(DrillAct act) {
        return Kind.DRILL.plural() + "/" + act.drill();
    }

    private Instant now() {
        return parts.now();
    }
}
