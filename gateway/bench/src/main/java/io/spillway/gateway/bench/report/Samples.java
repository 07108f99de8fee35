package io.spillway.gateway.bench.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, round by round; the figures of a row are medians over the rounds. Used by one thread. */
public final class Samples {
    private record Key(String scenario, String system) {}

    private final Map<Key, Map<String, List<Double>>> measured = new LinkedHashMap<>();
    /** Figures of rounds that something disturbed: they count where there are no others, and make their row void. */
    private final Map<Key, Map<String, List<Double>>> disturbed = new LinkedHashMap<>();
    private final Map<Key, String> disturbances = new HashMap<>();
    private final Map<Key, String> failures = new HashMap<>();

    /** Adds one figure of a round that nothing disturbed. */
    public void add(String scenario, String system, String figure, double value) {
        measured.computeIfAbsent(new Key(scenario, system), _ -> new LinkedHashMap<>())
                .computeIfAbsent(figure, _ -> new ArrayList<>()).add(value);
    }

    /** Adds all figures of a round. */
    public void add(String scenario, String system, Round round) {
        String disturbance = round.disturbance();
        if (disturbance == null) {
            round.figures().forEach((figure, value) -> add(scenario, system, figure, value));
            return;
        }
        Key key = new Key(scenario, system);
        measured.computeIfAbsent(key, _ -> new LinkedHashMap<>());
        disturbances.put(key, disturbance);
        Map<String, List<Double>> figures = disturbed.computeIfAbsent(key, _ -> new LinkedHashMap<>());
        round.figures().forEach((figure, value) -> figures.computeIfAbsent(figure, _ -> new ArrayList<>()).add(value));
    }

    /** Tells whether a figure comes from disturbed rounds only. */
    public boolean isVoid(String scenario, String system, String figure) {
        Key key = new Key(scenario, system);
        return !measured.getOrDefault(key, Map.of()).containsKey(figure)
                && disturbed.getOrDefault(key, Map.of()).containsKey(figure);
    }

    /** Notes why a system could not be measured in a case; the first reason stays. */
    public void fail(String scenario, String system, String why) {
        Key key = new Key(scenario, system);
        measured.computeIfAbsent(key, _ -> new LinkedHashMap<>());
        failures.putIfAbsent(key, why);
    }

    /** Tells whether a system could not be measured in a case. */
    public boolean failed(String scenario, String system) {
        return failures.containsKey(new Key(scenario, system));
    }

    /** Returns the median so far, or NaN when nothing was measured. */
    public double median(String scenario, String system, String figure) {
        Key key = new Key(scenario, system);
        List<Double> values = measured.getOrDefault(key, Map.of()).getOrDefault(figure,
                disturbed.getOrDefault(key, Map.of()).getOrDefault(figure, List.of()));
        return values.isEmpty() ? Double.NaN : median(values);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Returns a row per case and system, in the order in which they were first measured. */
    public List<Row> rows() {
        return measured.keySet().stream().map(this::row).toList();
    }

    /** Returns the rows of one case. */
    public List<Row> rows(String scenario) {
        return measured.keySet().stream().filter(key -> key.scenario().equals(scenario)).map(this::row).toList();
    }

    /** Prints the rows of one case to stderr, so that a run that is cut later has shown them. */
    public void print(String scenario) {
        rows(scenario).forEach(row -> System.err.println("bench: " + scenario + " " + row.system() + " " + row.figures()
                + (row.failure() == null ? "" : " FAILED") + (row.voided() == null ? "" : " VOID: " + row.voided())));
    }

    private Row row(Key key) {
        Map<String, Double> medians = new LinkedHashMap<>();
        boolean untouched = true;
        for (Map.Entry<String, List<Double>> figure : disturbed.getOrDefault(key, Map.of()).entrySet()) {
            if (isVoid(key.scenario(), key.system(), figure.getKey())) {
                untouched = false;
                medians.put(figure.getKey(), median(figure.getValue()));
            }
        }
        measured.getOrDefault(key, Map.of()).forEach((name, values) -> medians.put(name, median(values)));
        return new Row(key.system(), key.scenario(), medians, failures.get(key),
                untouched ? null : disturbances.get(key));
    }

    /** Adds ours / the peer's to the list when both were measured. */
    public void ratio(List<Ratio> ratios, String scenario, String peer, String figure, double target) {
        double ours = median(scenario, "spillway", figure);
        double theirs = median(scenario, peer, figure);
        if (theirs > 0 && ours > 0) {
            ratios.add(new Ratio(scenario, peer, figure, ours / theirs, target,
                    isVoid(scenario, "spillway", figure) || isVoid(scenario, peer, figure)));
        }
    }
}
