package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What is worse in a later report of a drill than in an earlier one by more than a tolerance. The tolerance is a share of the
 * earlier figure; what can be told apart at all comes on top: 10 ms for a clock, which is measured in steps of 5 ms, 1 ms for a
 * latency, one of 10,000 requests for the success.
 */
public final class Regressions {

    private static final double CLOCK_MS = 10;
    private static final double LATENCY_MS = 1;
    private static final double FAILED = 1e-4;
    private static final String NEVER = "never";
    private static final String NOT_THERE = "not there";

    /**
     * One figure that is worse.
     *
     * @param figure
     *            its name
     * @param before
     *            in the earlier report
     * @param after
     *            in the later one
     * @param expected
     *            what would have been good enough
     */
    public record Regression(String figure, String before, String after, String expected) {

        /** Returns it in one line. */
        @Override
        public String toString() {
            return figure + ": " + before + " before, " + after + " now (expected " + expected + ")";
        }
    }

    private final Map<?, ?> before;
    private final Map<?, ?> after;
    private final double factor;
    private final List<Regression> found = new ArrayList<>();

    private Regressions(Map<?, ?> before, Map<?, ?> after, double tolerance) {
        this.before = before;
        this.after = after;
        this.factor = 1 + tolerance;
    }

    /** Returns everything that is worse: clocks, success, latency, invariants, verdict; {@code tolerance} 0.2 is 20 %. */
    public static List<Regression> of(Map<?, ?> before, Map<?, ?> after, double tolerance) {
        Regressions regressions = new Regressions(before, after, tolerance);
        regressions.verdict();
        regressions.invariants();
        regressions.clocks();
        regressions.success();
        regressions.latency();
        return regressions.found;
    }

    /** Returns the clocks that are slower. */
    public static List<Regression> ofClocks(Map<?, ?> before, Map<?, ?> after, double tolerance) {
        Regressions regressions = new Regressions(before, after, tolerance);
        regressions.clocks();
        return regressions.found;
    }

    private void verdict() {
        String now = Objects.toString(after.get("verdict"));
        if ("PASS".equals(before.get("verdict")) && !now.equals("PASS")) {
            found.add(new Regression("verdict", "PASS", now, "PASS"));
        }
    }

    private void invariants() {
        Map<String, Map<?, ?>> now = named(after, "invariants", "name");
        named(before, "invariants", "name").forEach((name, invariant) -> {
            Map<?, ?> later = now.get(name);
            if (Boolean.TRUE.equals(invariant.get("holds"))
                    && (later == null || !Boolean.TRUE.equals(later.get("holds")))) {
                found.add(new Regression("invariant \"" + name + "\"", "holds", later == null
                        ? NOT_THERE
                        : "broken, " + later.get("detail"), "holds"));
            }
        });
    }

    private void clocks() {
        Map<String, Map<?, ?>> now = named(after, "clocks", "event");
        named(before, "clocks", "event").forEach((event, clocks) -> {
            Map<?, ?> later = now.get(event);
            if (later == null) {
                found.add(new Regression("clocks of " + event, "there", NOT_THERE, "the event takes place"));
                return;
            }
            for (String clock : List.of("detectMs", "decideMs", "trafficMs", "recoverMs")) {
                slower("clock " + event + " " + clock, clocks.get(clock), later.get(clock), CLOCK_MS);
            }
            if (clocks.get("configMs") instanceof Map<?, ?> was) {
                Object is = later.get("configMs") instanceof Map<?, ?> map ? map.get("p99") : null;
                slower("clock " + event + " configMs.p99", was.get("p99"), is, CLOCK_MS);
            }
        });
    }

    private void success() {
        if (load(before, "successRate") instanceof Number was && load(after, "successRate") instanceof Number is) {
            double most = (1 - was.doubleValue()) * factor + FAILED;
            if (1 - is.doubleValue() > most) {
                found.add(new Regression("load.successRate", was.toString(), is.toString(),
                        Words.format(">= %.6f", 1 - most)));
            }
        }
    }

    private void latency() {
        if (load(before, "latencyMs") instanceof Map<?, ?> was && load(after, "latencyMs") instanceof Map<?, ?> is) {
            slower("load.latencyMs.p99", was.get("p99"), is.get("p99"), LATENCY_MS);
        }
    }

    private static @Nullable Object load(Map<?, ?> report, String field) {
        return report.get("load") instanceof Map<?, ?> load ? load.get(field) : null;
    }

    private void slower(String figure, @Nullable Object was, @Nullable Object is, double more) {
        if (!(was instanceof Number earlier)) {
            return;
        }
        double most = earlier.doubleValue() * factor + more;
        if (!(is instanceof Number later)) {
            found.add(new Regression(figure, earlier + " ms", NEVER, Words.format("<= %.1f ms", most)));
        } else if (later.doubleValue() > most) {
            found.add(new Regression(figure, earlier + " ms", later + " ms", Words.format("<= %.1f ms", most)));
        }
    }

    private static Map<String, Map<?, ?>> named(Map<?, ?> report, String list, String key) {
        Map<String, Map<?, ?>> named = new LinkedHashMap<>();
        if (report.get(list) instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map) {
                    named.put(Objects.toString(map.get(key)), map);
                }
            }
        }
        return named;
    }
}
