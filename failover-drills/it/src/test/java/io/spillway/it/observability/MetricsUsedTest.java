package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.spillway.control.metrics.AccessMeters;
import io.spillway.control.metrics.ControlMetrics;
import io.spillway.gateway.proxy.metrics.ProxyMeters;
import io.spillway.it.docs.Checkout;
import io.spillway.process.metrics.Metrics;
import io.spillway.sync.metrics.SourceMetrics;
import io.spillway.sync.metrics.SyncMetrics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Dashboards ask for nothing that does not exist, and nothing is measured that nobody looks at. */
class MetricsUsedTest {

    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) \\w+$");
    private static final Path RULES = Path.of("grafana/rules");

    private final Map<String, Set<String>> registered = registered();

    @Test
    void whatTheSourceSaysIsWhatProcessesExport() {
        Set<String> exported = new TreeSet<>();
        try (Metrics metrics = Metrics.empty()) {
            new ControlMetrics(metrics.registry());
            new AccessMeters(metrics.registry());
            new SyncMetrics(metrics.registry(), Set.of("idc-b"), InstantSource.system());
            new SourceMetrics(metrics.registry(), Set.of("vms"), InstantSource.system());
            ProxyMeters gateway = ProxyMeters.of(metrics, "idc-a");
            gateway.watchConfiguration(() -> 1, () -> true);
            gateway.watchAccessLog(() -> 0);
            TYPE.matcher(metrics.scrape()).results().map(type -> type.group(1)).forEach(exported::add);
        }
        assertThat(exported).hasSizeGreaterThan(40).allSatisfy(name -> assertThat(registered.keySet())
                .as("the meter of " + name).containsAnyOf(name, name.replaceFirst("_max$", "")));
    }

    @Test
    void everyNameInTheSourceIsTakenForAMeter() {
        assertThat(registered.keySet()).hasSizeGreaterThan(85)
                .contains("spillway_gateway_requests_total", "spillway_control_push_latency_seconds",
                        "spillway_control_health_rechecks_workloads_total", "spillway_sync_lag_seconds",
                        "spillway_sync_certificate_expiry_seconds", "spillway_switchover_state",
                        "spillway_control_peer_capacity", "spillway_control_spill_part")
                .allMatch(name -> name.matches("spillway_(gateway|control|sync|switchover|drill)_\\w+")
                        || name.equals("spillway_switchover_seconds"));
        assertThat(registered.get("spillway_control_push_latency_seconds")).contains(
                "spillway_control_push_latency_seconds_bucket");
    }

    @Test
    void dashboardsUseOnlyWhatIsRegistered() throws IOException {
        Set<String> known = RegisteredMetrics.known();
        List<String> unknown = new ArrayList<>();
        for (Dashboards.Query query : Dashboards.queries()) {
            Set<String> metrics = PromQl.metrics(query.promQl());
            assertThat(metrics).as(query.toString()).isNotEmpty();
            metrics.stream().filter(name -> !known.contains(name))
                    .forEach(name -> unknown.add(query.dashboard() + ": " + query.panel() + ": " + name));
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void whatIsRegisteredIsUsedOrHasAReasonNotToBe() throws IOException {
        Set<String> used = new HashSet<>(usedByRules());
        for (Dashboards.Query query : Dashboards.queries()) {
            used.addAll(PromQl.metrics(query.promQl()));
        }
        List<String> unused = registered.entrySet().stream()
                .filter(meter -> meter.getValue().stream().noneMatch(used::contains)).map(Map.Entry::getKey).toList();
        assertThat(GrafanaReadme.unused().keySet())
                .as("the list 'Not on a dashboard' of grafana/README.md, against what nothing uses")
                .containsExactlyInAnyOrderElementsOf(unused);
        assertThat(GrafanaReadme.unused().values()).allMatch(reason -> reason.length() > 20);
    }

    @Test
    void namesAreFoundInAQueryAndLabelsAreNot() {
        assertThat(
                PromQl.metrics("sum by (le, idc) (rate(a_bucket{x=\"b{c}\",y=~\".*\"}[1m])) / on (idc) group_left () d"
                        + " or label_replace(vector(0), \"e\", \"f\", \"\", \"\") unless g offset 30s > 0"))
                .containsExactly("a_bucket", "d", "g");
    }

    private static Map<String, Set<String>> registered() {
        try {
            return RegisteredMetrics.samples();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Every name in the rules, whose own test says that they are right. */
    private static Set<String> usedByRules() throws IOException {
        Set<String> names = new HashSet<>();
        Path folder = Checkout.root().resolve(RULES);
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Pattern.compile("spillway_\\w+").matcher(Files.readString(file)).results().map(MatchResult::group)
                        .forEach(names::add);
            }
        }
        return names;
    }
}
