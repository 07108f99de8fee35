package io.spillway.ctl.verb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Escaped;
import io.spillway.model.document.Durations;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a switch-over checked and its plan frozen. */
@Command(name = "plan", description = "Has a switch-over checked and its plan frozen; nothing moves before start. Ends with 5 when a check forbids it.")
final class SwitchOverPlanVerb extends ServerVerb {

    @Parameters(index = "0..*", arity = "1..*", paramLabel = "SCOPE", description = "What moves: one idc/NAME, or names of DrGroups (also drgroup/NAME), or service/NAME.")
    List<String> scopes = List.of();

    @Option(names = "--from", paramLabel = "IDC", order = 1, description = "The IDC that is left (default: that of idc/NAME).")
    String from = "";

    @Option(names = "--to", paramLabel = "IDC", required = true, order = 2, description = "The IDC that receives.")
    String to = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, order = 3, description = "Why; everybody sees it.")
    String reason = "";

    @Option(names = "--name", paramLabel = "NAME", order = 4, description = "Its name (default: one is made of the IDCs and the time).")
    String name = "";

    @Option(names = "--steps", paramLabel = "PERCENT", split = ",", order = 5, description = "How much of it moves in each step (default: 10,50,100).")
    List<Integer> steps = List.of();

    @Option(names = "--soak", paramLabel = "TIME", order = 6, converter = SoakConverter.class, description = "How long each step is watched, as in 1m; 0s for not at all (default: 1m).")
    @Nullable
    Duration soak;

    @Option(names = "--mode", paramLabel = "MODE", order = 7, description = "graceful, ungraceful (the IDC that is left is dead) or emergency (soaks of a tenth) (default: graceful).")
    String mode = "";

    @Option(names = "--fence", paramLabel = "NAME", order = 8, description = "The fence provider that keeps a stateful service from being written in both (default: none).")
    String fence = "";

    @Option(names = "--exclude", order = 9, description = "The IDC that is left gets nothing in the end, not even by failover.")
    boolean exclude;

    @Option(names = "--expires", paramLabel = "TIME", order = 10, converter = DurationConverter.class, description = "After what time, from its start, its end is asked for (default: 72h).")
    @Nullable
    Duration expires;

    @Option(names = "--on-expiry", paramLabel = "alarm|clear", order = 11, description = "What happens then (default: alarm).")
    String onExpiry = "";

    @Option(names = "--on-failure", paramLabel = "pause|rollback", order = 12, description = "What happens when a gate fails (default: pause).")
    String onFailure = "";

    @Option(names = "--gate-success", paramLabel = "POINTS", order = 13, description = "By how many percentage points the share of successful requests may fall in a step (default: 0.5).")
    @Nullable
    Double gateSuccess;

    @Option(names = "--gate-p99", paramLabel = "FACTOR", order = 14, description = "By what factor the p99 of latency may grow in a step (default: 1.5).")
    @Nullable
    Double gateP99;

    @Option(names = "--gate-load", paramLabel = "PERCENT", order = 15, description = "How much of its declared capacity the receiving IDC may have to carry (default: 80).")
    @Nullable
    Integer gateLoad;

    @Option(names = "--gate-misroutes", paramLabel = "RPS", order = 16, description = "How many requests per second may be answered by an IDC that has no share (default: 0).")
    @Nullable
    Double gateMisroutes;

    @Option(names = "--dry-run", order = 17, description = "Makes the checks and the plan, writes nothing.")
    boolean dryRun;

    SwitchOverPlanVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!name.isEmpty()) {
            KindWord.target(Kind.SWITCH_OVER, name);
            body.put("name", name);
        }
        body.put("spec", asked());
        Answer answer = write(
                Request.write("POST", "/v1/switchovers" + (dryRun ? "?dryRun=true" : ""),
                        JsonText.write(Trees.of(body))));
        JsonView done = Failures.done(answer,
                name.isEmpty() ? "spillway switchover list" : "spillway switchover show " + name);
        SwitchOverRecord record = SwitchOverAct.record(done);
        boolean forbidden = record.is(SwitchOverState.DRAFT);
        if (forPeople()) {
            show(record, done, forbidden);
        } else {
            print(done.tree());
        }
        return forbidden ? ExitCode.GUARDED : ExitCode.DONE;
    }

    private void show(SwitchOverRecord record, JsonView done, boolean forbidden) {
        List<JsonView> checks = (forbidden ? record.status() : record.plan()).list("checks");
        if (!checks.isEmpty()) {
            print(SwitchOverLines.checks(checks, wide()));
        }
        SwitchOverLines.plan(record).forEach(this::print);
        if (forbidden) {
            print("forbidden by: " + Escaped.text(record.lastDetail()));
        }
        print(dryRun
                ? "switchovers/" + record.name() + " would be " + record.stateText()
                        + " (dry run: nothing is written)"
                : SwitchOverAct.line(record, done));
        String next = SwitchOverLines.next(record);
        if (!dryRun && !next.isEmpty()) {
            say(next);
        }
    }

    private Map<String, Object> asked() throws VerbFailed {
        List<ShiftScope> known = new ArrayList<>();
        for (String scope : scopes) {
            known.add(ScopeWord.scope(scope));
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("scope", scope(known));
        spec.put("from", left(known));
        spec.put("to", to);
        if (!steps.isEmpty()) {
            spec.put("steps", steps.stream().map(Integer::longValue).toList());
        }
        put(spec, "soak", soak == null ? "" : Durations.format(soak));
        Map<String, Object> gates = gates();
        if (!gates.isEmpty()) {
            spec.put("gates", gates);
        }
        put(spec, "mode", mode);
        put(spec, "fence", fence);
        if (exclude) {
            spec.put("exclude", true);
        }
        put(spec, "expires", expires == null ? "" : Durations.format(expires));
        put(spec, "onExpiry", onExpiry);
        spec.put("reason", reason);
        return spec;
    }

    private Map<String, Object> gates() {
        Map<String, Object> gates = new LinkedHashMap<>();
        put(gates, "successRate", gateSuccess);
        put(gates, "p99", gateP99);
        put(gates, "targetLoad", gateLoad == null ? null : gateLoad.longValue());
        put(gates, "misroutes", gateMisroutes);
        put(gates, "onFailure", onFailure);
        return gates;
    }

    private static void put(Map<String, Object> gates, String key, @Nullable Number value) {
        if (value != null) {
            gates.put(key, value);
        }
    }

    private static void put(Map<String, Object> spec, String key, String value) {
        if (!value.isEmpty()) {
            spec.put(key, value);
        }
    }

    private String left(List<ShiftScope> known) throws VerbFailed {
        if (!from.isEmpty()) {
            return from;
        }
        if (known.getFirst() instanceof ShiftScope.IdcScope(String idc) && Names.valid(idc)) {
            return idc;
        }
        throw new VerbFailed(ExitCode.USAGE, "--from: missing (expected: the IDC that is left)");
    }

    private static Map<String, Object> scope(List<ShiftScope> known) throws VerbFailed {
        Map<String, Object> scope = new LinkedHashMap<>();
        List<String> names = known.stream().map(ShiftScope::name).toList();
        boolean mixed = known.stream().map(Object::getClass).distinct().count() > 1;
        switch (known.getFirst()) {
            case ShiftScope.IdcScope(String idc) when known.size() == 1 -> scope.put("idc", idc);
            case ShiftScope.DrGroupScope _ when !mixed -> scope.put("drGroups", names);
            case ShiftScope.ServiceScope _ when !mixed -> scope.put("services", names);
            case ShiftScope other -> throw new VerbFailed(ExitCode.USAGE, "SCOPE: " + other.path() + " and others"
                    + " (expected: one idc/NAME, or DrGroups alone, or services alone)");
        }
        return scope;
    }
}
