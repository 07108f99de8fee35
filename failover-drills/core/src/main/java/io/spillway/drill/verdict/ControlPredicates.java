package io.spillway.drill.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.google.errorprone.annotations.FormatMethod;
import io.spillway.drill.churn.ChurnResult;
import io.spillway.drill.plan.Invariant;

/** What the invariants over control planes and mock data planes mean. What was not measured does not hold. */
final class ControlPredicates {

    private static final double MIB = 1024.0 * 1024;

    private static final int EXAMPLES = 5;

    private ControlPredicates() {}

    static Finding violations(ControlRecord control, Invariant.Violations violations) {
        if (control.clients().isEmpty()) {
            return broken(violations.name(), "there were no mock data planes");
        }
        Map<String, Long> kinds = new TreeMap<>();
        control.clients().forEach(group -> group.violations().forEach((kind, n) -> kinds.merge(kind, n, Long::sum)));
        long count = kinds.values().stream().mapToLong(Long::longValue).sum();
        long responses = control.clients().stream().mapToLong(ClientGroup::responses).sum();
        return new Finding(violations.name(), count <= violations.most() && responses > 0,
                format("%d violations in %d responses (expected <= %d)", count, responses, violations.most())
                        + (kinds.isEmpty() ? "" : " " + kinds + ", for example " + examples(control)));
    }

    private static List<String> examples(ControlRecord control) {
        return control.clients().stream().flatMap(group -> group.examples().stream()).limit(EXAMPLES).toList();
    }

    static Finding newest(ControlRecord control, Invariant.Newest newest) {
        if (control.clients().isEmpty()) {
            return broken(newest.name(), "there were no mock data planes");
        }
        long clients = control.clients().stream().mapToLong(ClientGroup::clients).sum();
        long current = control.clients().stream().mapToLong(group -> group.standing().current()).sum();
        List<String> doubts = new ArrayList<>();
        for (ClientGroup group : control.clients()) {
            if (group.standing().nodes() < group.standing().asked()) {
                doubts.add(format("only %d of %d control nodes answered a new client", group.standing().nodes(),
                        group.standing().asked()));
            } else if (!group.standing().agreed()) {
                doubts.add("the control nodes give a new client different things");
            }
        }
        boolean holds = doubts.isEmpty() && current * 100.0 >= newest.percent() * clients;
        return new Finding(newest.name(), holds,
                format("%d of %d clients hold what a new client of every control node is given (expected >= %s %%)",
                        current, clients, Predicates.plain(newest.percent()))
                        + (doubts.isEmpty() ? "" : "; " + String.join("; ", doubts)));
    }

    static Finding delivered(ControlRecord control, Invariant.Delivered delivered) {
        long wanted = control.clients().stream().mapToLong(group -> group.standing().wanted()).sum();
        long held = control.clients().stream().mapToLong(group -> group.standing().held()).sum();
        boolean holds = wanted > 0 && held * 100.0 >= delivered.percent() * wanted;
        return new Finding(delivered.name(), holds,
                format("%.3f %% of %d resources of all clients in the newest version in the end (expected >= %s %%)",
                        wanted == 0 ? 0 : Math.floor(1e5 * held / wanted) / 1e3, wanted,
                        Predicates.plain(delivered.percent())));
    }

    static Finding pushLatency(ControlRecord control, Invariant.PushLatency latency) {
        PushTotals totals = control.pushes();
        if (totals.count() == 0) {
            return broken(latency.name(), "no push was Acked");
        }
        double measured = totals.percentileMs(latency.percentile());
        return new Finding(latency.name(), measured <= latency.most().toMillis(),
                format("p%s from registry event to Ack %.1f ms over %d Acks (expected <= %d ms)",
                        Predicates.plain(latency.percentile()), measured, totals.count(), latency.most().toMillis()));
    }

    static Finding changesWritten(ControlRecord control, Invariant.ChangesWritten written) {
        long due = control.churns().stream().mapToLong(ChurnResult::due).sum();
        long done = control.churns().stream().mapToLong(ChurnResult::written).sum();
        long different = control.churns().stream().mapToLong(ChurnResult::different).sum();
        boolean compared = control.churns().stream().allMatch(ChurnResult::compared);
        double late = control.churns().stream().mapToDouble(ChurnResult::writtenP99Ms).max().orElse(0);
        Duration p99 = written.p99();
        boolean inTime = p99 == null || late <= p99.toMillis();
        boolean holds = due > 0 && done * 100.0 >= written.percent() * due && different == 0 && compared && inTime;
        return new Finding(written.name(), holds,
                format("%d of %d changes written (expected >= %s %%), p99 %.0f ms after they were due%s, %s", done, due,
                        Predicates.plain(written.percent()), late,
                        p99 == null ? "" : " (expected <= " + p99.toMillis() + " ms)",
                        compared
                                ? different + " workloads stored otherwise than written last (expected 0)"
                                : "what is stored was not compared"));
    }

    static Finding heapFlat(ControlRecord control, Invariant.HeapFlat flat) {
        List<HeapSample> samples = control.heaps(flat.mark());
        if (samples.size() < 2) {
            return broken(flat.name(), samples.size() + " heap samples of " + flat.mark() + " (expected: at least 2)");
        }
        double first = samples.getFirst().bytes();
        double most = samples.stream().skip(1).mapToLong(HeapSample::bytes).max().orElse(0);
        double growth = (most / first - 1) * 100;
        return new Finding(flat.name(), growth <= flat.percent(),
                format("after a full collection %.1f MiB at first, later at most %.1f MiB, %+.1f %% (expected <= +%s %%; %d samples)",
                        first / MIB, most / MIB, growth, Predicates.plain(flat.percent()), samples.size()));
    }

    private static Finding broken(String name, String why) {
        return new Finding(name, false, why);
    }

    @FormatMethod
    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
