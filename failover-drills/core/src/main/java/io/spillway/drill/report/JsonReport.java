package io.spillway.drill.report;

import java.util.List;
import java.util.Map;

import io.spillway.drill.churn.ChurnResult;
import io.spillway.drill.measure.Tally;
import io.spillway.drill.report.Series.Bucket;
import io.spillway.drill.verdict.ClientGroup;
import io.spillway.drill.verdict.Clocks;
import io.spillway.drill.verdict.Figures;
import io.spillway.drill.verdict.HeapSample;
import io.spillway.drill.verdict.How;
import io.spillway.drill.verdict.Push;
import io.spillway.drill.verdict.PushFigures;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.verdict.RunRecord.Event;
import io.spillway.drill.verdict.RunRecord.Phase;
import io.spillway.drill.verdict.SwitchOverTrace;
import org.jspecify.annotations.Nullable;

import static io.spillway.drill.report.JsonFields.latency;
import static io.spillway.drill.report.JsonFields.map;
import static io.spillway.drill.report.JsonFields.rate;
import static io.spillway.drill.report.JsonFields.ratio;
import static io.spillway.drill.report.JsonFields.round;

/** The fixed fields of report.json. Times are milliseconds from the begin of the first phase, rates are 0..1. */
final class JsonReport {

    private static final String SCHEMA = "spillway.io/report/v1";
    private static final int SLOWEST = 20;
    private final RunFacts facts;
    private final RunRecord run;
    private final JsonFigures figures;

    private JsonReport(RunFacts facts) {
        this.facts = facts;
        this.run = facts.run();
        this.figures = new JsonFigures(facts);
    }

    static Map<String, @Nullable Object> of(RunFacts facts) {
        return new JsonReport(facts).all();
    }

    private Map<String, @Nullable Object> all() {
        List<Bucket> series = Series.of(run);
        Tally tally = Tally.of(run.recording(), run.window(), any -> true);
        return map("schema", SCHEMA, "drill", facts.plan().name(), "verdict", facts.judgement().verdict().name(),
                "reasons", facts.judgement().reasons(), "started", facts.started().toString(), "machine",
                machine(facts.machine()),
                "topology", facts.plan().topology(), "phases", run.phases().stream().map(this::phase).toList(),
                "events",
                run.events().stream().map(this::event).toList(), "clocks",
                run.events().stream().map(this::clocks).toList(), "load", load(series, tally),
                "failures", tally.failures(), "causes", run.evidence().gateways().causes(), "routing",
                map("crossings", tally.crossings(), "rehomed", tally.rehomed(), "misrouted", Figures.misrouted(run),
                        "loopsRefused", Figures.loops(run)),
                "push", push(), "series", run.hasUsers() ? series.stream().map(this::bucket).toList() : List.of(),
                "invariants",
                facts.judgement()
                        .findings()
                        .stream()
                        .map(finding -> map("name", finding.name(), "holds", finding.holds(), "detail",
                                finding.detail()))
                        .toList(),
                "changes", run.control().churns().stream().map(this::churn).toList(), "clients",
                run.control().clients().stream().map(this::clients).toList(), "heap",
                run.control().heaps().stream().map(this::heap).toList(), "switchOvers",
                run.switchOvers().stream().map(this::switchOver).toList(), "around", figures.around(), "gateways",
                figures.gateways(), "control", figures.control(), "capacity",
                run.hasUsers() ? Capacity.json(run) : List.of(), "faults", JsonSafety.faults(facts), "clockSkew",
                JsonSafety.clocks(run.safety()), "attempts", JsonSafety.attempts(run.safety()), "configurations",
                JsonSafety.configurations(run.safety()), "differences", run.safety().differences());
    }

    private Map<String, @Nullable Object> machine(Machine machine) {
        double other = run.evidence().otherCpuPercent();
        return map("cores", machine.cores(), "jdk", machine.jdk(), "kernel", machine.kernel(), "cpu", machine.cpu(),
                "memoryMiB", machine.memoryMiB(), "otherCpuPercent", other < 0 ? null : round(other), "version",
                machine.version(), "revision", machine.revision());
    }

    private Map<String, @Nullable Object> phase(Phase phase) {
        Tally tally = Tally.of(run.recording(), phase.window(), any -> true);
        return map("name", phase.name(), "fromMs", round(facts.tMs(phase.fromMs())), "toMs",
                round(facts.tMs(phase.toMs())), "sent", tally.sent(), "ok", tally.ok(), "failed", tally.failed(),
                "successRate", rate(tally), "latencyMs", latency(tally), "byIdc", tally.byIdc());
    }

    private Map<String, @Nullable Object> event(Event event) {
        return map("event", event.name(), "what", event.what(), "tMs", round(facts.tMs(event.injectMs())));
    }

    private Map<String, @Nullable Object> clocks(Event event) {
        Clocks clocks = Clocks.of(run, event);
        How how = How.of(run, event);
        Clocks.Config config = clocks.config();
        return map("event", clocks.event(), "injectMs", round(facts.tMs(clocks.injectMs())), "detectMs",
                round(clocks.detectMs()), "decideMs", round(clocks.decideMs()), "configMs",
                config == null
                        ? null
                        : map("p50", round(config.p50()), "p95", round(config.p95()), "p99", round(config.p99()),
                                "p100", round(config.p100())),
                "trafficMs", round(clocks.trafficMs()), "recoverMs", round(clocks.recoverMs()), "how",
                map("detect", how.detect(), "decide", how.decide(), "config", how.config(), "traffic", how.traffic(),
                        "recover", how.recover()));
    }

    private Map<String, @Nullable Object> load(List<Bucket> series, Tally tally) {
        return map("offeredRps", run.offeredRps(), "sent", tally.sent(), "ok", tally.ok(), "failed", tally.failed(),
                "successRate", rate(tally), "worst1s", ratio(Series.worst(series, 1000)), "worst10s",
                ratio(Series.worst(series, 10_000)), "latencyMs", latency(tally), "byUsers", figures.byUsers(), "byIdc",
                figures.byIdc(), "generator",
                map("due", run.punctuality().due(), "sent", run.punctuality().sent(), "lateP99Ms",
                        round(run.punctuality().lateP99Ms()), "lateMaxMs", round(run.punctuality().lateMaxMs())));
    }

    private Map<String, @Nullable Object> push() {
        PushFigures push = PushFigures.of(run);
        return map("events", push.events(), "pushes", push.pushes(), "ackMs",
                map("p50", round(push.p50()), "p99", round(push.p99()), "max", round(push.max())), "nacks",
                push.nacks(), "deliveryRatio", ratio(push.deliveryRatio()), "slowest",
                Figures.slowest(run, SLOWEST).stream().map(this::slow).toList(), "ackCurve", figures.ackCurve(),
                "stragglers", figures.stragglers());
    }

    private Map<String, @Nullable Object> churn(ChurnResult churn) {
        return map("due", churn.due(), "written", churn.written(), "again", churn.again(), "settledByReading",
                churn.settled(), "lateP99Ms", round(churn.lateP99Ms()), "writtenMs",
                map("p50", round(churn.writtenP50Ms()), "p99", round(churn.writtenP99Ms()), "max",
                        round(churn.writtenMaxMs())),
                "revision", churn.revision(), "compared", churn.compared(), "different", churn.different(), "problems",
                churn.problems());
    }

    private Map<String, @Nullable Object> clients(ClientGroup group) {
        return map("group", group.name(), "clients", group.clients(), "connected", group.connected(), "onNewest",
                group.standing().current(), "resourcesWanted", group.standing().wanted(), "resourcesNewest",
                group.standing().held(), "controlNodes", group.standing().asked(), "controlNodesAnswered",
                group.standing().nodes(), "controlNodesAgree", group.standing().agreed(), "streams", group.streams(),
                "responses", group.responses(), "nacks", group.nacks(), "missed", group.missed(), "violations",
                group.violations(), "settledP99Ms", round(group.settledP99Ms()), "examples", group.examples());
    }

    private Map<String, @Nullable Object> heap(HeapSample sample) {
        return map("mark", sample.mark(), "process", sample.process(), "pid", sample.pid(), "tMs",
                round(facts.tMs(sample.atMs())), "upMs", round(sample.upMs()), "liveBytes", sample.bytes());
    }

    private Map<String, @Nullable Object> switchOver(SwitchOverTrace trace) {
        return map("name", trace.name(), "idc", trace.idc(), "state", trace.state().name(), "stateMs",
                figures.states(trace),
                "transitions",
                trace.transitions().stream()
                        .map(each -> map("atMs", round(facts.tMs(each.atMs())), "from", each.from().name(), "to",
                                each.to().name(), "event", each.event(), "position", each.position(), "detail",
                                each.detail()))
                        .toList());
    }

    private Map<String, @Nullable Object> slow(Push push) {
        return map("tMs", round(facts.tMs(push.eventMs())), "idc", push.idc(), "node", push.node(), "type", push.type(),
                "revision", push.revision(), "ackMs", round(push.ackMs()));
    }

    private Map<String, @Nullable Object> bucket(Bucket bucket) {
        return map("tMs", bucket.tMs(), "ok", bucket.ok(), "failed", bucket.failed(), "p99Ms", round(bucket.p99Ms()),
                "byIdc", bucket.byIdc());
    }
}
