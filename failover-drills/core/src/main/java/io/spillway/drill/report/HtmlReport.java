package io.spillway.drill.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import io.spillway.drill.churn.ChurnResult;
import io.spillway.drill.measure.Tally;
import io.spillway.drill.plan.Expectation;
import io.spillway.drill.report.Series.Bucket;
import io.spillway.drill.verdict.ClientGroup;
import io.spillway.drill.verdict.Clocks;
import io.spillway.drill.verdict.Figures;
import io.spillway.drill.verdict.LoadCurve;
import io.spillway.drill.verdict.PushFigures;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.verdict.RunRecord.Event;

/** report.html: one file with everything inside, for somebody who was not there. */
final class HtmlReport {

    private final RunFacts facts;
    private final RunRecord run;
    private final List<Bucket> series;
    private final Tally tally;
    private final PushFigures push;
    private final List<String> idcs;

    private HtmlReport(RunFacts facts) {
        this.facts = facts;
        this.run = facts.run();
        this.series = Series.of(run);
        this.tally = Tally.of(run.recording(), run.window(), any -> true);
        this.push = PushFigures.of(run);
        this.idcs = List.copyOf(new TreeSet<>(tally.byIdc().keySet()));
    }

    static String of(RunFacts facts) {
        HtmlReport report = new HtmlReport(facts);
        return report.head() + report.story() + report.pictures() + report.tables() + report.glossary()
                + "</main></body></html>\n";
    }

    private String head() {
        String name = JunitReport.escape(facts.plan().name());
        String verdict = facts.judgement().verdict().name();
        StringBuilder html = new StringBuilder(Words.format(
                "<!doctype html>%n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>%s: %s</title><style>%s</style></head><body><main>%n",
                verdict, name, style()));
        html.append(Words.format(
                "<header><div class=\"badge %s\">%s</div><div><h1>%s</h1><div class=\"dim\">Drill %s on topology %s, started %s, %s%s; %d cores, JDK %s, %s</div></div></header>%n",
                verdict, verdict, JunitReport.escape(facts.plan().title()), name,
                JunitReport.escape(facts.plan().topology()), facts.started(), Words.seconds(run.window().millis()),
                run.hasUsers() ? " under load" : " without users", facts.machine().cores(),
                JunitReport.escape(facts.machine().jdk()),
                JunitReport.escape(facts.machine().kernel())));
        if (!facts.judgement().reasons().isEmpty()) {
            html.append("<div class=\"reasons\">");
            facts.judgement().reasons()
                    .forEach(reason -> html.append("<p>").append(JunitReport.escape(reason)).append("</p>"));
            html.append("</div>");
        }
        html.append("<div class=\"tiles\">");
        if (run.hasUsers()) {
            userTiles(html);
        }
        controlTiles(html);
        tile(html, Words.ms(push.p99()), "p99 from change to Ack");
        tile(html, Words.share(push.deliveryRatio()),
                run.control().clients().isEmpty()
                        ? "of " + Words.count(push.pushes()) + " pushes Acked"
                        : "of what mock data planes should hold is the newest; " + Words.count(push.pushes())
                                + " pushes");
        return html.append("</div>").toString();
    }

    private void controlTiles(StringBuilder html) {
        for (ChurnResult churn : run.control().churns()) {
            tile(html, Words.percent(churn.written(), churn.due()),
                    "of " + Words.count(churn.due()) + " changes written");
        }
        for (ClientGroup group : run.control().clients()) {
            tile(html, Words.count(group.standing().current()) + " of " + Words.count(group.clients()),
                    "of " + JunitReport.escape(group.name()) + " on the newest version");
            tile(html, Words.count(group.violationCount()), "violations of the xDS protocol");
        }
    }

    private void userTiles(StringBuilder html) {
        tile(html, Words.percent(tally.ok(), tally.sent()), "of " + Words.count(tally.sent()) + " requests succeeded");
        tile(html, Words.count(tally.failed()), "requests failed");
        tile(html, Words.format("%.2f %%", Series.worst(series, 1000) * 100), "success in the worst second");
        tile(html, Words.ms(tally.latencyMs(50)) + " / " + Words.ms(tally.latencyMs(99)), "latency p50 / p99");
        tile(html, Words.count(tally.crossings()), "requests served by the other IDC");
        tile(html, Figures.misrouted(run) + " / " + Figures.loops(run), "misrouted / loops");
    }

    private static void tile(StringBuilder html, String figure, String what) {
        html.append("<div class=\"tile\"><b>").append(figure).append("</b><span>").append(what)
                .append("</span></div>\n");
    }

    private String story() {
        StringBuilder html = new StringBuilder("<h2>What happened</h2><ol>\n");
        for (Event event : run.events()) {
            Clocks clocks = Clocks.of(run, event);
            Tally since = Tally.of(run.recording(), event.window(), any -> true);
            html.append("<li><b>").append(JunitReport.escape(event.name())).append("</b> at ")
                    .append(Words.seconds(facts.tMs(event.injectMs()))).append(": ")
                    .append(JunitReport.escape(event.what())).append(". ");
            Expectation expectation = event.expectation();
            if (expectation != null) {
                html.append(clocks.trafficMs() == null
                        ? "99 % of its traffic never settled where it belongs. "
                        : "99 % of " + about(expectation) + " after " + Words.ms(clocks.trafficMs()) + ". ");
            }
            html.append(!run.hasUsers()
                    ? ""
                    : since.failed() == 0
                            ? "Nobody noticed: 0 of " + Words.count(since.sent())
                                    + " requests failed until the next event."
                            : Words.count(since.failed()) + " of " + Words.count(since.sent())
                                    + " requests failed until the next event.")
                    .append("</li>\n");
        }
        return html.append("</ol>").toString();
    }

    private static String about(Expectation expectation) {
        String what = expectation.service() == null ? "all traffic" : "the traffic of " + expectation.service();
        String where = expectation.servedBy().equals(Expectation.HOME) ? "each user's home" : expectation.servedBy();
        return JunitReport.escape(what + " was served by " + where);
    }

    private String pictures() {
        return (run.hasUsers() ? userPictures() : "") + ackPicture();
    }

    private String userPictures() {
        RunCharts charts = new RunCharts(facts, series, idcs);
        StringBuilder html = new StringBuilder("<h2>Who answered</h2>");
        html.append(keys()).append("<figure>").append(charts.served()).append(
                "<figcaption>Requests in spans of 100 ms, stacked by the IDC of the instance that answered; failures in red on top. Numbers mark the events above.</figcaption></figure>");
        html.append(
                "<h2>How fast</h2><div class=\"keys\"><span><i style=\"background:var(--p50)\"></i>p50</span><span><i style=\"background:var(--p99)\"></i>p99</span></div><figure>")
                .append(charts.latency())
                .append("<figcaption>From the time at which a request was meant to be sent to its whole answer, per 100 ms, on a logarithmic scale. Waiting for a slow system counts.</figcaption></figure>");
        html.append(loadPicture());
        html.append("<h2>Around each event</h2>").append(keys()).append("<div class=\"small\">");
        int number = 1;
        for (Event event : run.events()) {
            Expectation expectation = event.expectation();
            if (expectation != null) {
                Double settled = Clocks.of(run, event).trafficMs();
                html.append("<figure><h3>").append(number).append("&ensp;").append(JunitReport.escape(event.name()))
                        .append("</h3>")
                        .append(EventChart.of(facts, event, expectation, idcs,
                                settled == null ? Double.MAX_VALUE : settled))
                        .append("<figcaption>Share of the traffic it is about; 99 % in place after ")
                        .append(Words.ms(settled))
                        .append("</figcaption></figure>\n");
            }
            number++;
        }
        return html.append("</div>").toString();
    }

    private String loadPicture() {
        List<LoadCurve> curves = LoadCurve.of(run);
        return curves.isEmpty()
                ? ""
                : "<h2>How much it takes</h2>" + LoadChart.keys(curves) + "<figure>" + LoadChart.of(curves)
                        + "<figcaption>p99 by how much was sent in a second, of all users and by the IDC that answered; a dot is the knee, where it begins to rise steeply.</figcaption></figure>";
    }

    private String ackPicture() {
        double share = run.control().clients().isEmpty() ? push.deliveryRatio() : 1;
        return "<h2>How fast the fleet has a change</h2><figure>" + AckChart.of(Figures.acks(run), share)
                + Words.format(
                        "<figcaption>Time from the registry's event to a client's Ack, over %s pushes: p50 %s, p99 %s, slowest %s, %d refused.</figcaption></figure>",
                        Words.count(push.pushes()), Words.ms(push.p50()), Words.ms(push.p99()), Words.ms(push.max()),
                        push.nacks());
    }

    private String keys() {
        StringBuilder html = new StringBuilder("<div class=\"keys\">");
        for (int i = 0; i < idcs.size(); i++) {
            html.append("<span><i style=\"background:var(--i").append(i % 4).append(")\"></i>served by ")
                    .append(JunitReport.escape(idcs.get(i))).append("</span>");
        }
        return html.append("<span><i style=\"background:var(--bad)\"></i>failed</span></div>").toString();
    }

    private String tables() {
        String all = "<h2>Invariants</h2>" + HtmlTables.invariants(facts);
        return (run.hasUsers() ? all + userTables() : all) + HtmlTables.control(facts);
    }

    private String userTables() {
        return "<h2>Clocks</h2>" + HtmlTables.clocks(facts) + "<h2>Phases</h2>" + HtmlTables.phases(run)
                + "<h2>Failures</h2>" + HtmlTables.failures(tally)
                + Words.format(
                        "<h2>Can it be believed?</h2><p>The generator was to send %s requests and sent %s (%.0f per second). 99 %% of them left at most %s late, the latest %s. %s requests were taken by another entrance than the user's home, because home refused the connection.</p>",
                        Words.count(run.punctuality().due()), Words.count(run.punctuality().sent()), run.offeredRps(),
                        Words.ms(run.punctuality().lateP99Ms()), Words.ms(run.punctuality().lateMaxMs()),
                        Words.count(tally.rehomed()));
    }

    private String glossary() {
        return """
                <h2>Words</h2><dl>
                <dt>detect</dt><dd>first request served where the event sends it, after a fault</dd>
                <dt>decide</dt><dd>the operator's write was committed</dd>
                <dt>config</dt><dd>clients had Acked what followed from the event: half of them, 99 %, all</dd>
                <dt>traffic, recover</dt><dd>first instant after which every sliding 500 ms window holds at least 99 %: of the event's
                traffic where it belongs, and of all requests successful</dd>
                <dt>misrouted</dt><dd>arrived more than 1 s after a shift was committed and answered by an IDC whose weight is 0 while a
                weighted one was available</dd>
                <dt>switch-over</dt><dd>a move of traffic by the state machine; ticks on the time axis are the states that it went to</dd>
                <dt>failed</dt><dd>no answer below status 400 reached the user; a user whose home entrance refuses the connection and who
                is served by the other entrance did not fail (rehomed); a connection that breaks after bytes were sent did</dd>
                <dt>pushes</dt><dd>changes on their way to a client that was connected before the change and for two seconds after it; with mock
                data planes all Acks and Nacks that the control nodes counted, in steps of their histograms</dd>
                </dl>
                """;
    }

    static String style() {
        try (InputStream css = Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.css"),
                "report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
