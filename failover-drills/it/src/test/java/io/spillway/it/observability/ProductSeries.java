package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.spillway.it.docs.Checkout;
import io.spillway.process.metrics.Metrics;

/**
 * The names that the product gives its series: those of its own meters as its sources register them, with the unit and the ending
 * that Prometheus gets to see, and those of the JVM as a process shows them.
 */
final class ProductSeries {

    private static final List<String> MODULES = List.of("gateway", "idc-control", "registry-sync");
    private static final Pattern METER = Pattern
            .compile("\"(spillway[._](?:gateway|control|sync|switchover)(?:[._][a-z]+)*)\"");
    private static final Pattern AFTER_PREFIX = Pattern.compile("prefix \\+ \"(\\.[a-z.]+)\"");
    private static final Pattern UNIT = Pattern.compile("baseUnit\\(\"([a-z]+)\"\\)");
    private static final Pattern SHOWN = Pattern.compile("(?m)^# TYPE (\\w+) ");
    private static final String ENDING = "(?:_(?:total|bucket|count|sum|max))?";

    private final Set<String> meters = new TreeSet<>();
    private final Set<String> units = new TreeSet<>(Set.of("seconds"));
    private final Set<String> shown = new HashSet<>(Set.of("up")); // Prometheus' own

    private ProductSeries() {}

    static ProductSeries read() throws IOException {
        ProductSeries read = new ProductSeries();
        Set<String> endings = new TreeSet<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Checkout.root().resolve(module))) {
                for (Path file : files.filter(ProductSeries::isProduction).toList()) {
                    read.take(Files.readString(file), endings);
                }
            }
        }
        for (String prefix : Set.copyOf(read.meters)) {
            if (prefix.endsWith("_certificate")) {
                endings.forEach(ending -> read.meters.add(prefix + ending));
            }
        }
        try (Metrics process = Metrics.ofProcess()) {
            SHOWN.matcher(process.scrape()).results().forEach(one -> read.shown.add(one.group(1)));
        }
        // Shown from the first collection on.
        read.shown.add("jvm_gc_pause_seconds");
        return read;
    }

    private static boolean isProduction(Path file) {
        return file.toString().endsWith(".java") && file.toString().contains("/src/main/java/");
    }

    private void take(String source, Set<String> endings) {
        METER.matcher(source).results().forEach(one -> meters.add(one.group(1).replace('.', '_')));
        UNIT.matcher(source).results().forEach(one -> units.add(one.group(1)));
        AFTER_PREFIX.matcher(source).results().forEach(one -> endings.add(one.group(1).replace('.', '_')));
    }

    /** Returns whether a series of this name can come from the product. */
    boolean has(String series) {
        Pattern rest = Pattern.compile("(?:_(?:" + String.join("|", units) + "))?" + ENDING);
        for (String meter : meters) {
            if (series.startsWith(meter) && rest.matcher(series.substring(meter.length())).matches()) {
                return true;
            }
        }
        Matcher ending = Pattern.compile("(\\w+?)" + ENDING).matcher(series);
        return shown.contains(series) || (ending.matches() && shown.contains(ending.group(1)));
    }

    Set<String> meters() {
        return meters;
    }
}
