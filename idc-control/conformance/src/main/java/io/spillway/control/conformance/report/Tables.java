package io.spillway.control.conformance.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.spillway.control.conformance.subject.Variant;
import io.spillway.control.conformance.trial.CaseResult;
import io.spillway.control.conformance.trial.ConformanceCase;
import io.spillway.control.conformance.trial.Level;

/** Markdown tables: of the cases, and of what servers made of them. */
public final class Tables {

    private Tables() {}

    /** Returns the cases, one a row. */
    public static String cases(List<ConformanceCase> cases) {
        StringBuilder table = new StringBuilder(
                "| case | a conforming server | level | section |\n|---|---|---|---|\n");
        for (ConformanceCase one : cases) {
            table.append("| ").append(one.id()).append(" | ").append(one.title()).append(" | ").append(one.level())
                    .append(" | ").append(one.sentence().section().title()).append(" |\n");
        }
        return table.toString();
    }

    /** Returns how many cases each server passed, and below it those that not all of them passed. */
    public static String results(Map<String, List<CaseResult>> byServer) {
        StringBuilder table = new StringBuilder(
                "| server | SotW MUST | SotW SHOULD | delta MUST | delta SHOULD |\n|---|---|---|---|---|\n");
        byServer.forEach((server, results) -> {
            table.append("| ").append(server);
            for (Variant variant : Variant.values()) {
                for (Level level : Level.values()) {
                    table.append(" | ").append(count(results, variant, level));
                }
            }
            table.append(" |\n");
        });
        return table.append('\n').append(differences(byServer)).toString();
    }

    private static String count(List<CaseResult> results, Variant variant, Level level) {
        List<CaseResult> of = results.stream()
                .filter(result -> result.played().variant() == variant && result.played().level() == level).toList();
        long passed = of.stream().filter(result -> result.word().equals("pass")).count();
        long not = of.stream().filter(result -> result.word().equals("n/a")).count();
        return passed + " of " + (of.size() - not) + (not == 0 ? "" : " (" + not + " n/a)");
    }

    private static String differences(Map<String, List<CaseResult>> byServer) {
        List<String> servers = List.copyOf(byServer.keySet());
        StringBuilder table = new StringBuilder("| case | a conforming server | level | ")
                .append(String.join(" | ", servers)).append(" |\n|---|---|---|").append("---|".repeat(servers.size()))
                .append('\n');
        int rows = byServer.values().iterator().next().size();
        for (int row = 0; row < rows; row++) {
            List<String> words = new ArrayList<>();
            for (String server : servers) {
                words.add(of(byServer, server).get(row).word());
            }
            ConformanceCase one = of(byServer, servers.getFirst()).get(row).played();
            if (words.stream().anyMatch(word -> !word.equals("pass"))) {
                table.append("| ").append(one.id()).append(" | ").append(one.title()).append(" | ").append(one.level())
                        .append(" | ").append(words.stream().collect(Collectors.joining(" | "))).append(" |\n");
            }
        }
        return table.toString();
    }

    private static List<CaseResult> of(Map<String, List<CaseResult>> byServer, String server) {
        return byServer.getOrDefault(server, List.of());
    }
}
