package io.spillway.gateway.proxy.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.caller.CallerPolicy;
import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.overload.OverloadLevel;
import io.spillway.gateway.proxy.harness.MetricsDocument;
import io.spillway.gateway.proxy.http.Fault;
import io.spillway.gateway.proxy.http2.Flood;
import io.spillway.gateway.route.RouteResult;
import io.spillway.process.metrics.Metrics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code docs/metrics.md} lists every meter as it is exported, and every reason; the dashboards ask for nothing else. */
class MetricsReferenceTest {
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (spillway_gateway_\\w+) (.*)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Path DASHBOARD = Path.of("../../grafana/dashboards/overview.json");

    private final MetricsDocument document = MetricsDocument.read();

    /** Returns what a process exports in which everything has happened. */
    private static String scrape() {
        try (Metrics metrics = Metrics.empty()) {
            ProxyMeters meters = ProxyMeters.of(metrics, "idc-a");
            meters.watchConfiguration(() -> 1, () -> true);
            meters.watchOnDemand(() -> 0, () -> 0);
            meters.watchTracing(() -> 0, () -> 0, () -> 0);
            meters.watchAccessLog(() -> 0);
            meters.watchOverload(() -> OverloadLevel.CALM, _ -> 0);
            meters.ejections(List.of(new Ejection("orders", "10.0.0.1:80", "idc-a", "latency", Duration.ZERO, 1)));
            LoopMeters loop = meters.forLoop();
            RequestLabels labels = new RequestLabels("entrance", "orders", "idc-a", 0, "ok", 2);
            loop.request(labels, 1);
            loop.tunnel(labels, 1);
            loop.attempt("orders", "idc-a", "ok");
            loop.failover("orders", "idc-a", "idc-b", "reset");
            loop.mirror("orders", "answered");
            loop.retest("orders", "idc-a", true);
            loop.hedge("orders", "idc-a", "won");
            loop.probe("idc-b", true);
            loop.shed(PriorityClass.DEFAULT, "overload");
            TlsMeters tls = TlsMeters.of(metrics, InstantSource.system());
            tls.handshake("entrance", "ok");
            tls.certificates("listeners.entrance", Instant.EPOCH, false);
            return metrics.scrape();
        }
    }

    /** Returns the rows that the document must have, by name. */
    private static Map<String, List<String>> exported(String scrape) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (Matcher help = HELP.matcher(scrape); help.find();) {
            String name = help.group(1);
            Matcher type = Pattern.compile("(?m)^# TYPE " + name + " (\\w+)$").matcher(scrape);
            assertThat(type.find()).as(name).isTrue();
            rows.put(name, List.of(name, type.group(1), String.join(", ", labels(scrape, name)), help.group(2)));
        }
        // The maximum of the last minutes comes along with each histogram.
        rows.keySet().removeIf(name -> name.endsWith("_max") && rows.containsKey(name.substring(0, name.length() - 4)));
        return rows;
    }

    private static Set<String> labels(String scrape, String name) {
        Set<String> labels = new LinkedHashSet<>();
        Pattern series = Pattern.compile("(?m)^" + name + "(?:_bucket)?\\{(.*)} ");
        for (Matcher one = series.matcher(scrape); one.find();) {
            LABEL.matcher(one.group(1)).results().map(label -> label.group(1)).filter(label -> !label.equals("le"))
                    .forEach(labels::add);
        }
        return labels;
    }

    @Test
    void everyMeterIsListedWithTypeLabelsAndHelp() {
        List<String> rows = exported(scrape()).values().stream().map(MetricsReferenceTest::row).toList();
        assertThat(document.meters().stream().map(MetricsReferenceTest::row).sorted().toList())
                .as("the table of meters has to be%n%s%n", String.join("\n", rows)).isEqualTo(rows);
    }

    private static String row(List<String> cells) {
        return "| `" + cells.getFirst() + "` | " + String.join(" | ", cells.subList(1, cells.size())) + " |";
    }

    @Test
    void everyNameOfAMeterIsAmongThem() throws Exception {
        List<String> names = new ArrayList<>();
        for (Field field : MeterNames.class.getDeclaredFields()) {
            names.add(((String) field.get(null)).replace('.', '_'));
        }
        String rows = document.meters().stream().map(List::getFirst).collect(Collectors.joining(" "));
        assertThat(names).hasSizeGreaterThan(20).allMatch(rows::contains);
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/spillway/gateway/proxy/metrics"))) {
            assertThat(sources.filter(file -> !file.endsWith("MeterNames.java"))
                    .filter(file -> text(file).contains("\"spillway.")).toList()).as("names elsewhere").isEmpty();
        }
    }

    @Test
    void everyReasonThatIsAConstantIsListed() {
        Stream<String> constants = Stream.of(
                Arrays.stream(Fault.values()).map(Fault::reason),
                Stream.of(RouteResult.NO_HOST, RouteResult.NO_ROUTE, Selection.NO_SUBSET, Selection.NO_ENDPOINT,
                        Selection.SPILLED, Selection.DEGRADED, Selection.PANIC, CallerPolicy.REFUSED, Flood.OTHER))
                .flatMap(each -> each);
        assertThat(document.reasons()).containsAll(constants.toList());
    }

    @Test
    void everyListedReasonIsSaidSomewhere() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String module : List.of(".", "../core", "../assembly")) {
            try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).map(MetricsReferenceTest::text)
                        .forEach(sources::append);
            }
        }
        assertThat(document.reasons()).hasSizeGreaterThan(40)
                .allMatch(reason -> sources.indexOf('"' + reason + '"') >= 0);
    }

    @Test
    void dashboardsAskForWhatIsListed() {
        Set<String> names = document.meters().stream().map(List::getFirst).collect(Collectors.toSet());
        Matcher asked = Pattern.compile("(spillway_gateway_\\w+?)(?:_bucket|_sum|_count)?(?=[^\\w])")
                .matcher(text(DASHBOARD));
        assertThat(asked.results().map(one -> one.group(1)).distinct().toList()).hasSizeGreaterThan(10)
                .isSubsetOf(names);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
