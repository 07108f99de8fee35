package io.spillway.drill.verdict;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateways counted over a run, by their own words: the difference of their metrics, over all their lives. What a
 * gateway counted between the last question and a death that nobody announced is not known.
 *
 * @param reasons
 *            requests at entrances by the reason of their answer
 * @param causes
 *            those of them that did not end with a status below 400, by reason and class of status
 * @param failovers
 *            requests that went on in a later priority, as {@code FROM to TARGET: REASON}
 * @param requests
 *            requests at all listeners; one that crosses is counted in both IDCs
 * @param attempts
 *            attempts to get an answer from an endpoint, by outcome
 * @param budgetDenied
 *            retries that were not made because a budget was spent
 * @param loopsRefused
 *            requests that came back to an IDC
 * @param gateways
 *            how many gateways were read at least once
 */
public record GatewayCounts(Map<String, Long> reasons, Map<String, Long> causes, Map<String, Long> failovers,
        long requests, Map<String, Long> attempts, long budgetDenied, long loopsRefused, int gateways) {

    /** Of a fleet without gateways. */
    public static final GatewayCounts NONE = new GatewayCounts(Map.of(), Map.of(), Map.of(), 0, Map.of(), 0, 0, 0);

    /** The metrics that are read. */
    public static final List<String> METRICS = List.of("spillway_gateway_requests_total",
            "spillway_gateway_attempts_total", "spillway_gateway_failovers_total",
            "spillway_gateway_retry_budget_denied_total", "spillway_gateway_loops_refused_total");

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final String ENTRANCE = "entrance";

    /** Copies the maps. */
    public GatewayCounts {
        reasons = sorted(reasons);
        causes = sorted(causes);
        failovers = sorted(failovers);
        attempts = sorted(attempts);
    }

    private static Map<String, Long> sorted(Map<String, Long> counts) {
        return java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** Returns what the increases of series mean, each named as in the Prometheus text format. */
    public static GatewayCounts of(Map<String, Long> increases, int gateways) {
        Map<String, Long> reasons = new TreeMap<>();
        Map<String, Long> causes = new TreeMap<>();
        Map<String, Long> failovers = new TreeMap<>();
        Map<String, Long> attempts = new TreeMap<>();
        long[] sums = new long[3];
        increases.forEach((series, count) -> {
            Map<String, String> labels = labels(series);
            if (count <= 0) {
                return;
            }
            switch (METRICS.indexOf(name(series))) {
                case 0 -> {
                    sums[0] += count;
                    if (ENTRANCE.equals(labels.get("listener"))) {
                        request(labels, count, reasons, causes);
                    }
                }
                case 1 -> attempts.merge(word(labels, "outcome"), count, Long::sum);
                case 2 -> failovers.merge(word(labels, "from_idc") + " to " + word(labels, "target_idc") + ": "
                        + word(labels, "reason"), count, Long::sum);
                case 3 -> sums[1] += count;
                case 4 -> sums[2] += count;
                default -> throw new IllegalArgumentException(series + " (expected: one of " + METRICS + ")");
            }
        });
        return new GatewayCounts(reasons, causes, failovers, sums[0], attempts, sums[1], sums[2], gateways);
    }

    private static void request(Map<String, String> labels, long count, Map<String, Long> reasons,
            Map<String, Long> causes) {
        String reason = word(labels, "reason");
        String codes = word(labels, "code_class");
        reasons.merge(reason, count, Long::sum);
        if (!codes.startsWith("2") && !codes.startsWith("3")) {
            causes.merge(reason + " " + codes, count, Long::sum);
        }
    }

    private static String name(String series) {
        int end = series.indexOf('{');
        return end < 0 ? series : series.substring(0, end);
    }

    private static String word(Map<String, String> labels, String name) {
        return labels.getOrDefault(name, "");
    }

    private static Map<String, String> labels(String series) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(series);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }

    /** Returns all attempts. */
    public long attempted() {
        return attempts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the requests that went on in a later priority. */
    public long failedOver() {
        return failovers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns attempts beyond one for each request, at least 0: what retries, failovers and hedges have cost. */
    public long extraAttempts() {
        return Math.max(0, attempted() - requests);
    }
}
