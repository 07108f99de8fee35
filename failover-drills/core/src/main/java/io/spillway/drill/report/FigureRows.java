package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Tally;
import io.spillway.drill.report.ControlRows.Table;
import io.spillway.drill.verdict.Around;
import io.spillway.drill.verdict.ControlGroup;
import io.spillway.drill.verdict.Difference;
import io.spillway.drill.verdict.Effect;
import io.spillway.drill.verdict.GatewayCounts;
import io.spillway.drill.verdict.How;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.verdict.RunRecord.Event;
import io.spillway.drill.verdict.Straggler;

/** What a report says of groups, parts and causes, as tables of words. */
final class FigureRows {

    private static final int STRAGGLERS = 8;

    private final RunFacts facts;
    private final RunRecord run;

    private FigureRows(RunFacts facts) {
        this.facts = facts;
        this.run = facts.run();
    }

    /** Returns the tables of a run with users; some may have no rows. */
    static List<Table> ofUsers(RunFacts facts) {
        FigureRows rows = new FigureRows(facts);
        return List.of(rows.control(), rows.around(), rows.by("Users", "group", Request::users),
                rows.by("Homes", "home", Request::home), rows.causes(), rows.budget(), Capacity.table(facts.run()),
                rows.how());
    }

    /** Returns the tables of any run; some may have no rows. */
    static List<Table> ofAll(RunFacts facts) {
        FigureRows rows = new FigureRows(facts);
        return List.of(rows.stragglers(), rows.environment());
    }

    private Table control() {
        List<List<String>> rows = new ArrayList<>();
        for (Effect effect : ControlGroup.of(facts.plan().load()).effects(run)) {
            rows.add(List.of(effect.part(), group(effect.touched()), group(effect.control()),
                    Words.format("%+.3f %%", effect.failures().value() * 100),
                    interval(effect.failures(), 100, " %"), Words.format("%+.1f ms", effect.p99().value()),
                    interval(effect.p99(), 1, " ms")));
        }
        return new Table("What the fault did, and what is noise",
                "The control group is not touched by any fault. Where the interval of 95 % confidence holds 0, the others fared no"
                        + " worse than that group: what there is of a difference may be noise.",
                List.of("part", "touched failed", "control failed", "failures more", "95 %", "p99 more", "95 %"), rows);
    }

    private static String group(Effect.Group group) {
        return Words.count(group.failed()) + " of " + Words.count(group.sent());
    }

    private static String interval(Difference difference, double factor, String unit) {
        if (Double.isInfinite(difference.low())) {
            return "nothing to compare";
        }
        return Words.format("%+.3f to %+.3f%s", difference.low() * factor, difference.high() * factor, unit)
                + (difference.clear() ? " (clear)" : " (noise)");
    }

    private Table around() {
        List<List<String>> rows = new ArrayList<>();
        for (Event event : run.events()) {
            Around around = Around.of(run, event);
            rows.add(row(event.name(), "before", around.before()));
            rows.add(row("", "during", around.during()));
            rows.add(row("", "after", around.after()));
        }
        return new Table("Before, during, after",
                "Before: up to 5 s. During: until the event's traffic is where it belongs and 99 % of all requests succeed, at"
                        + " least 500 ms. After: until the next event.",
                List.of("event", "part", "time", "sent", "failed", "p50", "p90", "p99", "p99.9", "max"), rows);
    }

    private static List<String> row(String event, String part, Around.Part of) {
        Tally tally = of.tally();
        return List.of(event, part, Words.ms(of.window().millis()), Words.count(tally.sent()),
                Words.count(tally.failed()), Words.ms(tally.latencyMs(50)), Words.ms(tally.latencyMs(90)),
                Words.ms(tally.latencyMs(99)), Words.ms(tally.latencyMs(99.9)), Words.ms(tally.maxMs()));
    }

    private Table by(String title, String head, Function<Request, String> group) {
        Map<String, Tally> tallies = new TreeMap<>();
        run.recording().forEach(run.window(), any -> true,
                request -> tallies.computeIfAbsent(group.apply(request), any -> new Tally()).accept(request));
        List<List<String>> rows = new ArrayList<>();
        tallies.forEach((name, tally) -> {
            List<Series.Bucket> series = Series.of(run, request -> name.equals(group.apply(request)));
            rows.add(List.of(name, Words.count(tally.sent()), Words.count(tally.failed()),
                    Words.percent(tally.ok(), tally.sent()), worst(series, 1000), worst(series, 10_000),
                    Words.ms(tally.latencyMs(50)), Words.ms(tally.latencyMs(99)), Words.ms(tally.maxMs())));
        });
        return new Table(title, "Over the whole run; the worst second and ten seconds are sliding, in steps of 100 ms.",
                List.of(head, "sent", "failed", "success", "worst 1 s", "worst 10 s", "p50", "p99", "max"), rows);
    }

    private static String worst(List<Series.Bucket> series, int windowMs) {
        return Words.share(Series.worst(series, windowMs));
    }

    private Table causes() {
        List<List<String>> rows = new ArrayList<>();
        run.evidence().gateways().causes()
                .forEach((cause, count) -> rows.add(List.of(cause, Words.count(count))));
        return new Table("Failures by cause",
                "What gateways say of the answers at their entrances that were no success: reason and class of status. A user that"
                        + " tried another entrance, or went away, may count here and not as failed.",
                List.of("reason", "answers"), rows);
    }

    private Table budget() {
        GatewayCounts counts = run.evidence().gateways();
        List<List<String>> rows = new ArrayList<>();
        if (counts.gateways() > 0) {
            rows.add(List.of("requests at all listeners", Words.count(counts.requests())));
            rows.add(List.of("attempts beyond one for each", Words.count(counts.extraAttempts())));
            counts.attempts().forEach((outcome, count) -> rows.add(List.of("attempts: " + outcome,
                    Words.count(count))));
            counts.failovers().forEach((way, count) -> rows.add(List.of("went on from " + way, Words.count(count))));
            rows.add(List.of("retries that the budget did not allow", Words.count(counts.budgetDenied())));
            rows.add(List.of("loops refused", Words.count(counts.loopsRefused())));
        }
        return new Table("Retries and failovers", "What " + counts.gateways()
                + " gateways counted over all their lives; a request that crosses is counted in both IDCs.",
                List.of("what", "count"), rows);
    }

    private Table how() {
        List<List<String>> rows = new ArrayList<>();
        for (Event event : run.events()) {
            How how = How.of(run, event);
            rows.add(List.of(event.name(), how.detect(), how.decide(), how.config(), how.traffic(), how.recover()));
        }
        return new Table("How each clock was measured", "Or why it does not apply.",
                List.of("event", "detect", "decide", "config", "traffic", "recover"), rows);
    }

    private Table stragglers() {
        List<List<String>> rows = Straggler.of(run).stream().limit(STRAGGLERS)
                .map(each -> List.of(each.idc() + "/" + each.node(), Words.count(each.pushes()),
                        Words.count(each.missing()), Words.ms(each.p50Ms()), Words.ms(each.slowestMs())))
                .toList();
        return new Table("Clients by how fast they Ack", "Those that miss most and then the slowest first.",
                List.of("client", "pushes", "without an Ack", "p50", "slowest"), rows);
    }

    private Table environment() {
        Machine machine = facts.machine();
        double other = run.evidence().otherCpuPercent();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("machine", machine.cores() + " cores " + machine.cpu()
                + (machine.memoryMiB() == 0 ? "" : ", " + Words.count(machine.memoryMiB()) + " MiB")));
        rows.add(List.of("system", machine.kernel() + ", JDK " + machine.jdk()));
        rows.add(List.of("Spillway", (machine.version() + " " + machine.revision()).strip()));
        rows.add(
                List.of("processors used by others", other < 0 ? "not known" : Words.format("at most %.0f %%", other)));
        return new Table("Where it ran", "", List.of("what", ""), rows);
    }
}
