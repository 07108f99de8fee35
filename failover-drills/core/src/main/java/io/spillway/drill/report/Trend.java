package io.spillway.drill.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

import static io.spillway.drill.report.JsonFields.map;

/**
 * The reports of a folder, at any depth, by drill and time: trend.json and trend.html.
 *
 * @param runs
 *            the runs of each drill, the earliest first
 */
public record Trend(Map<String, List<Run>> runs) {

    private static final String SCHEMA = "spillway.io/trend/v1";
    private static final int DEPTH = 8;
    private static final String REPORT = "report.json";
    private static final List<String> CLOCKS = List.of("detectMs", "decideMs", "trafficMs", "recoverMs");

    /**
     * One run.
     *
     * @param folder
     *            of its report, from the folder that was looked through
     * @param clocks
     *            milliseconds by event and clock, those that apply
     */
    public record Run(String folder, String started, String verdict, @Nullable Double successRate,
            @Nullable Double p99Ms, Map<String, Double> clocks) {}

    /**
     * Reads all reports.
     *
     * @throws IOException
     *             when there are none, or one cannot be read
     */
    public static Trend of(Path folder) throws IOException {
        Map<String, List<Run>> runs = new TreeMap<>();
        List<Path> reports;
        try (Stream<Path> files = Files.find(folder, DEPTH, (file, any) -> file.endsWith(REPORT))) {
            reports = files.sorted().toList();
        }
        if (reports.isEmpty()) {
            throw new IOException(folder + ": no " + REPORT + " in it (expected: folders that drills wrote)");
        }
        for (Path report : reports) {
            Path of = Objects.requireNonNullElse(report.getParent(), folder);
            Map<?, ?> read = new ReportFolder(of).read();
            runs.computeIfAbsent(Objects.toString(read.get("drill")), any -> new ArrayList<>())
                    .add(run(folder.relativize(of).toString(), read));
        }
        runs.values().forEach(each -> each.sort(Comparator.comparing(Run::started)));
        return new Trend(runs);
    }

    private static Run run(String folder, Map<?, ?> report) {
        Map<?, ?> load = report.get("load") instanceof Map<?, ?> of ? of : Map.of();
        boolean users = load.get("sent") instanceof Number sent && sent.longValue() > 0;
        Map<?, ?> latency = load.get("latencyMs") instanceof Map<?, ?> of ? of : Map.of();
        Map<String, Double> clocks = new LinkedHashMap<>();
        if (report.get("clocks") instanceof List<?> events) {
            for (Object event : events) {
                if (event instanceof Map<?, ?> of) {
                    clocksOf(of, clocks);
                }
            }
        }
        return new Run(folder, Objects.toString(report.get("started")), Objects.toString(report.get("verdict")),
                users ? number(load.get("successRate")) : null, users ? number(latency.get("p99")) : null, clocks);
    }

    private static void clocksOf(Map<?, ?> event, Map<String, Double> clocks) {
        for (String clock : CLOCKS) {
            put(clocks, event.get("event") + " " + clock, event.get(clock));
        }
        if (event.get("configMs") instanceof Map<?, ?> config) {
            put(clocks, event.get("event") + " configMs.p99", config.get("p99"));
        }
    }

    private static void put(Map<String, Double> clocks, String name, @Nullable Object value) {
        Double number = number(value);
        if (number != null) {
            clocks.put(name, number);
        }
    }

    private static @Nullable Double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : null;
    }

    /** Writes its files into a folder. */
    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("trend.json"), json());
        Files.writeString(folder.resolve("trend.html"), TrendPage.of(this));
    }

    /** Returns trend.json. */
    public String json() {
        List<Object> drills = new ArrayList<>();
        runs.forEach((drill, each) -> drills.add(map("drill", drill, "runs", each.stream()
                .map(run -> map("report", run.folder(), "started", run.started(), "verdict", run.verdict(),
                        "successRate", run.successRate(), "p99Ms", run.p99Ms(), "clocksMs", run.clocks()))
                .toList())));
        return JsonText.write(Trees.of(map("schema", SCHEMA, "drills", drills))) + "\n";
    }
}
