package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.spillway.it.docs.Checkout;
import io.spillway.process.metrics.Metrics;

/**
 * The meters that production code registers, with the names under which Prometheus gets them: read from the source,
 * because most of them exist only in a process in which something has happened. {@link MetricsUsedTest} holds this against
 * what real registries export, and {@code ReadmeTest} against a fleet.
 */
public final class RegisteredMetrics {

    private static final List<String> MODULES = List.of("gateway", "idc-control", "registry-sync");
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern CONSTANT = Pattern.compile("String (\\w+) = (\"spillway[._][\\w.]+\")");
    private static final Pattern BUILDER = Pattern
            .compile("\\b(\\w*Counter|\\w*Gauge|Timer|DistributionSummary)\\s*\\.builder\\(\\s*([^,)]+)");
    private static final Pattern UNIT = Pattern.compile("\\.baseUnit\\(\\s*([^)]+)\\)");
    private static final Pattern PREFIX = Pattern.compile("new CertificateMeters\\([^,]+,\\s*([^,]+),");

    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) \\w+$");
    /** Prometheus' own, and Micrometer's of a collection, which exist only when there was one. */
    private static final Set<String> OTHERS = Set.of("up", "jvm_gc_pause_seconds_count", "jvm_gc_pause_seconds_sum",
            "jvm_gc_pause_seconds_max");

    private final Map<String, String> constants = new HashMap<>();
    private final Set<String> prefixes = new TreeSet<>();
    private final Map<String, Set<String>> samples = new TreeMap<>();

    private RegisteredMetrics() {}

    /** Returns the names of all samples of each meter, by the meter's name without {@code _bucket}, {@code _sum} and so on. */
    public static Map<String, Set<String>> samples() throws IOException {
        RegisteredMetrics found = new RegisteredMetrics();
        Map<Path, String> sources = sources();
        sources.forEach((file, text) -> found.constants(file, text));
        sources.values().forEach(found::prefixes);
        sources.forEach((file, text) -> {
            if (text.contains("io.micrometer.core.instrument")) {
                found.meters(type(file), statements(text));
            }
        });
        return found.samples;
    }

    /** Returns every name of a sample that Prometheus may have of a process of the product. */
    static Set<String> known() throws IOException {
        Set<String> known = new TreeSet<>(OTHERS);
        samples().values().forEach(known::addAll);
        try (Metrics process = Metrics.ofProcess()) {
            TYPE.matcher(process.scrape()).results().forEach(type -> known.add(type.group(1)));
        }
        return known;
    }

    private static Map<Path, String> sources() throws IOException {
        Map<Path, String> sources = new TreeMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Checkout.root().resolve(module))) {
                for (Path file : files.filter(RegisteredMetrics::isProduction).toList()) {
                    sources.put(file, Files.readString(file));
                }
            }
        }
        return sources;
    }

    /** What measures is no part of a process of the product. */
    private static boolean isProduction(Path file) {
        String path = file.toString();
        return path.endsWith(".java") && path.contains("/src/main/java/") && !path.contains("/bench");
    }

    private void constants(Path file, String text) {
        CONSTANT.matcher(text).results().forEach(one -> constants.put(type(file) + '.' + one.group(1), one.group(2)));
    }

    private static String type(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private void prefixes(String text) {
        PREFIX.matcher(text).results().forEach(one -> prefixes.add(bare(resolve("", one.group(1).strip()))));
    }

    /** Returns the statements, without sentences: a help text may have any sign in it. */
    private static List<String> statements(String text) {
        String code = TEXT.matcher(text)
                .replaceAll(one -> Matcher.quoteReplacement(one.group().contains(" ") ? "\"\"" : one.group()));
        return List.of(code.split(";"));
    }

    private void meters(String type, List<String> statements) {
        Set<String> direct = new HashSet<>();
        List<Meter> indirect = new ArrayList<>();
        for (String statement : statements) {
            BUILDER.matcher(statement).results().forEach(one -> {
                String argument = one.group(2).strip();
                Meter meter = new Meter(one.group(1), unit(statement), statement.contains("publishPercentileHistogram")
                        || statement.contains("serviceLevelObjectives"));
                if (argument.startsWith("prefix + ")) {
                    prefixes.forEach(prefix -> add(prefix + bare(argument.substring("prefix + ".length())), meter));
                } else if (resolve(type, argument).startsWith("\"")) {
                    direct.add(argument);
                    add(bare(resolve(type, argument)), meter);
                } else {
                    indirect.add(meter);
                }
            });
        }
        if (!indirect.isEmpty()) {
            constants.keySet().stream().filter(name -> name.startsWith(type + '.'))
                    .filter(name -> !direct.contains(name.substring(type.length() + 1)))
                    .forEach(name -> add(bare(constants.getOrDefault(name, "")),
                            passed(indirect, name.substring(type.length() + 1), statements)));
        }
    }

    /** A name that is given to a method which registers: there is one such method in a class, and it may be given a unit. */
    private static Meter passed(List<Meter> indirect, String constant, List<String> statements) {
        if (indirect.size() != 1) {
            throw new AssertionError(constant + " may be registered by any of " + indirect);
        }
        Meter meter = indirect.getFirst();
        Pattern call = Pattern.compile("\\w\\((?:\\w+, )?" + constant + ",");
        boolean seconds = statements.stream().filter(one -> call.matcher(one).find())
                .anyMatch(one -> one.contains("\"seconds\""));
        return meter.unit().equals("unit")
                ? new Meter(meter.kind(), seconds ? "\"seconds\"" : "", meter.isHistogram())
                : meter;
    }

    /** Returns the literal, quoted, that an expression stands for, or the expression. */
    private String resolve(String type, String expression) {
        return constants.getOrDefault(type + '.' + expression, constants.getOrDefault(expression, expression));
    }

    private static String unit(String statement) {
        Matcher unit = UNIT.matcher(statement);
        return unit.find() ? unit.group(1).strip() : "";
    }

    private static String bare(String literal) {
        return literal.replace("\"", "");
    }

    private void add(String name, Meter meter) {
        String family = meter.family(name.replace('.', '_'));
        samples.computeIfAbsent(family, _ -> new TreeSet<>()).addAll(meter.samples(family));
    }

    /** How a name is registered; the unit as it stands in the source. */
    private record Meter(String kind, String unit, boolean isHistogram) {

        private boolean isTimer() {
            return kind.equals("Timer");
        }

        private String family(String name) {
            String measured = isTimer() ? "seconds" : bare(unit);
            String whole = measured.isEmpty() || name.endsWith("_" + measured) ? name : name + "_" + measured;
            return kind.endsWith("Counter") ? whole + "_total" : whole;
        }

        private Set<String> samples(String family) {
            if (!isTimer()) {
                return Set.of(family);
            }
            String buckets = isHistogram ? family + "_bucket" : family + "_count";
            return Set.copyOf(List.of(family + "_count", family + "_sum", family + "_max", buckets));
        }
    }
}
