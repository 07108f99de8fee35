package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Tally;
import io.spillway.drill.verdict.Around;
import io.spillway.drill.verdict.ControlGroup;
import io.spillway.drill.verdict.Difference;
import io.spillway.drill.verdict.Effect;
import io.spillway.drill.verdict.Figures;
import io.spillway.drill.verdict.GatewayCounts;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.verdict.Straggler;
import io.spillway.drill.verdict.SwitchOverTrace;
import org.jspecify.annotations.Nullable;

import static io.spillway.drill.report.JsonFields.latency;
import static io.spillway.drill.report.JsonFields.map;
import static io.spillway.drill.report.JsonFields.rate;
import static io.spillway.drill.report.JsonFields.ratio;
import static io.spillway.drill.report.JsonFields.round;

/** The fields of report.json that tell groups, parts and causes apart. */
final class JsonFigures {

    private static final int SECOND = 1000;
    private static final int TEN_SECONDS = 10_000;
    private static final int STRAGGLERS = 20;
    private static final double[] SHARES = {0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

    private final RunFacts facts;
    private final RunRecord run;

    JsonFigures(RunFacts facts) {
        this.facts = facts;
        this.run = facts.run();
    }

    List<Object> byUsers() {
        return by("users", Request::users);
    }

    List<Object> byIdc() {
        return by("home", Request::home);
    }

    private List<Object> by(String key, Function<Request, String> group) {
        Map<String, Tally> tallies = new TreeMap<>();
        run.recording().forEach(run.window(), any -> true,
                request -> tallies.computeIfAbsent(group.apply(request), any -> new Tally()).accept(request));
        List<Object> rows = new ArrayList<>();
        tallies.forEach((name, tally) -> {
            List<Series.Bucket> series = Series.of(run, request -> name.equals(group.apply(request)));
            rows.add(map(key, name, "sent", tally.sent(), "ok", tally.ok(), "failed", tally.failed(), "successRate",
                    rate(tally), "worst1s", ratio(Series.worst(series, SECOND)), "worst10s",
                    ratio(Series.worst(series, TEN_SECONDS)), "latencyMs", latency(tally), "failures",
                    tally.failures()));
        });
        return rows;
    }

    List<Object> around() {
        List<Object> rows = new ArrayList<>();
        if (run.hasUsers()) {
            run.events().forEach(event -> {
                Around around = Around.of(run, event);
                rows.add(map("event", event.name(), "before", part(around.before()), "during", part(around.during()),
                        "after", part(around.after())));
            });
        }
        return rows;
    }

    private Map<String, @Nullable Object> part(Around.Part part) {
        return map("fromMs", round(facts.tMs(part.window().fromMicros() / 1000.0)), "toMs",
                round(facts.tMs(part.window().toMicros() / 1000.0)), "sent", part.tally().sent(), "failed",
                part.tally().failed(), "successRate", rate(part.tally()), "latencyMs", latency(part.tally()));
    }

    Map<String, @Nullable Object> gateways() {
        GatewayCounts counts = run.evidence().gateways();
        return map("gateways", counts.gateways(), "requests", counts.requests(), "reasons", counts.reasons(),
                "attempts", counts.attempts(), "extraAttempts", counts.extraAttempts(), "failovers",
                counts.failovers(), "retryBudgetDenied", counts.budgetDenied(), "loopsRefused",
                counts.loopsRefused());
    }

    @Nullable
    Map<String, @Nullable Object> control() {
        ControlGroup group = ControlGroup.of(facts.plan().load());
        if (!group.exists() || !run.hasUsers()) {
            return null;
        }
        return map("users", group.users().stream().sorted().toList(), "successAtLeastPercent", group.percent(),
                "p99AtMostMs", group.p99() == null ? null : group.p99().toMillis(), "effects",
                group.effects(run).stream().map(JsonFigures::effect).toList());
    }

    private static Map<String, @Nullable Object> effect(Effect effect) {
        return map("part", effect.part(), "touched",
                map("sent", effect.touched().sent(), "failed", effect.touched().failed()), "control",
                map("sent", effect.control().sent(), "failed", effect.control().failed()), "failureRate",
                map("difference", part(effect.failures().value()), "low", part(effect.failures().low()), "high",
                        part(effect.failures().high()), "clear", effect.failures().clear()),
                "p99Ms", millis(effect.p99()));
    }

    private static double part(double share) {
        return Math.round(share * 1e6) / 1e6;
    }

    private static Map<String, @Nullable Object> millis(Difference difference) {
        return map("difference", round(difference.value()), "low", round(difference.low()), "high",
                round(difference.high()), "clear", difference.clear());
    }

    /** The times after which shares of the pushes that count were Acked. */
    List<Object> ackCurve() {
        List<Double> acks = Figures.acks(run);
        List<Object> curve = new ArrayList<>();
        for (double share : SHARES) {
            if (!acks.isEmpty()) {
                curve.add(map("share", share, "ms",
                        round(acks.get(Math.max(0, (int) Math.ceil(share * acks.size()) - 1)))));
            }
        }
        return curve;
    }

    List<Object> stragglers() {
        return Straggler.of(run).stream().limit(STRAGGLERS)
                .<Object>map(each -> map("idc", each.idc(), "node", each.node(), "pushes", each.pushes(), "missing",
                        each.missing(), "p50Ms", round(each.p50Ms()), "slowestMs", round(each.slowestMs())))
                .toList();
    }

    /** How long a switch-over was in each state, by the transitions that were seen; the last state has no end. */
    Map<String, Double> states(SwitchOverTrace trace) {
        Map<String, Double> states = new LinkedHashMap<>();
        for (int i = 1; i < trace.transitions().size(); i++) {
            SwitchOverTrace.Transition before = trace.transitions().get(i - 1);
            double lasted = trace.transitions().get(i).atMs() - before.atMs();
            states.merge(before.to().name(), Math.round(lasted * 1000) / 1000.0, Double::sum);
        }
        return states;
    }
}
