package io.spillway.gateway.proxy.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** What {@code docs/metrics.md} says. */
public final class MetricsDocument {
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");
    private static final Pattern SERIES = Pattern.compile("(?m)^(spillway_gateway_\\w+)\\{(.*)} ");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final String REQUESTS = "spillway_gateway_requests_total";

    private final List<List<String>> meters = new ArrayList<>();
    private final Set<String> reasons = new LinkedHashSet<>();
    private final Map<String, Set<String>> words = new HashMap<>();

    private MetricsDocument(String text) {
        String section = "";
        for (String line : text.lines().toList()) {
            section = line.startsWith("## ") ? line.substring(3) : section;
            if (line.startsWith("| `")) {
                row(section, List.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1)));
            }
        }
    }

    private void row(String section, List<String> cells) {
        switch (section) {
            case "Meters" -> meters.add(cells.stream().map(cell -> cell.replace("`", "").strip()).toList());
            case "Reasons" -> reasons.addAll(words(cells.getFirst()));
            default -> words(cells.getFirst()).forEach(meter -> words(cells.get(1))
                    .forEach(label -> words.put(meter + ' ' + label, words(cells.get(2)))));
        }
    }

    private static Set<String> words(String cell) {
        Set<String> found = new LinkedHashSet<>();
        for (Matcher word = WORD.matcher(cell); word.find();) {
            found.add(word.group(1));
        }
        return found;
    }

    /** Reads it; tests run in the folder of their module. */
    public static MetricsDocument read() {
        try {
            return new MetricsDocument(Files.readString(Path.of("docs/metrics.md")));
        } catch (IOException e) {
            throw new UncheckedIOException("docs/metrics.md cannot be read", e);
        }
    }

    /** Returns the rows of the table of meters: name, type, labels, help. */
    public List<List<String>> meters() {
        return meters;
    }

    public Set<String> reasons() {
        return reasons;
    }

    /** Returns what a scrape says by words that are not listed. */
    public Set<String> unlisted(String scrape) {
        Set<String> unlisted = new LinkedHashSet<>();
        for (Matcher series = SERIES.matcher(scrape); series.find();) {
            for (Matcher label = LABEL.matcher(series.group(2)); label.find();) {
                Set<String> listed = listed(series.group(1), label.group(1));
                if (listed != null && !listed.contains(label.group(2))) {
                    unlisted.add(series.group(1) + "{" + label.group() + "}");
                }
            }
        }
        return unlisted;
    }

    private @Nullable Set<String> listed(String meter, String label) {
        boolean word = label.equals("reason") || label.equals("outcome");
        return meter.equals(REQUESTS) && label.equals("reason")
                ? reasons
                : word ? words.getOrDefault(meter + ' ' + label, Set.of()) : null;
    }
}
