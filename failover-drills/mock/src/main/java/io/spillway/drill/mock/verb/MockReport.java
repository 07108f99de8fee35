package io.spillway.drill.mock.verb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import io.spillway.drill.mock.fleet.GroupResult;
import io.spillway.drill.mock.fleet.Latency;
import io.spillway.drill.mock.fleet.Standing;
import io.spillway.drill.mock.scenario.Scenario;
import io.spillway.drill.report.Machine;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/** Results as people and programs read them. */
final class MockReport {

    private static final int SLOWEST = 10;
    private static final double NANOS_PER_MS = 1e6;

    private MockReport() {}

    /** Returns one JSON document of the schema spillway.io/mock/v1. */
    static String json(Scenario scenario, List<GroupResult> results, Findings findings) {
        Machine machine = Machine.here();
        return JsonText.writeIndented(Trees.of(map("schema", "spillway.io/mock/v1", "scenario", scenario.name(), "seed",
                scenario.settings().seed(), "verdict", findings.code() == 0 ? "PASS" : "FAIL", "reasons",
                findings.reasons(), "machine",
                map("cores", machine.cores(), "jdk", machine.jdk(), "kernel", machine.kernel()), "groups",
                results.stream().map(MockReport::group).toList()))) + "\n";
    }

    /** Returns one JSON document of the schema spillway.io/mock-newest/v1. */
    static String newest(List<Standing> standings) {
        return JsonText.writeIndented(Trees.of(map("schema", "spillway.io/mock-newest/v1", "groups",
                standings.stream().map(each -> map("name", each.group(), "clients", each.clients(), "current",
                        each.current(), "wanted", each.wanted(), "held", each.held(), "asked", each.asked(), "nodes",
                        each.nodes(), "agreed",
                        each.agreed(), "examples", each.examples())).toList())))
                + "\n";
    }

    /** Returns lines for a terminal. */
    static String table(List<GroupResult> results, Findings findings) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT, "%-20s %9s %9s %9s %10s %11s %8s %8s  %s%n", "GROUP", "CLIENTS",
                "CONNECTED", "STREAMS", "RESPONSES", "RESOURCES", "MiB", "NACKS", "SETTLED p50/p99/max ms"));
        for (GroupResult group : results) {
            GroupResult.Traffic traffic = group.traffic();
            out.append(String.format(Locale.ROOT, "%-20s %9d %9d %9d %10d %11d %8.1f %8d  %.1f/%.1f/%.1f%n",
                    group.name(), group.clients(), group.connected(), group.streams(), traffic.responses(),
                    traffic.resources(), traffic.octets() / 1024.0 / 1024.0, traffic.nacks(), group.settled().p50Ms(),
                    group.settled().p99Ms(), group.settled().maxMs()));
        }
        for (GroupResult group : results) {
            group.violations().forEach((kind, noted) -> {
                out.append(String.format(Locale.ROOT, "%n%s: %s, %d times; for example%n", group.name(), kind,
                        noted.count()));
                noted.examples().forEach(example -> out.append("  ").append(example).append('\n'));
            });
            group.missed().examples().forEach(example -> out.append("\nnot met: ").append(example).append('\n'));
            group.ended().forEach((reason, count) -> out
                    .append(String.format(Locale.ROOT, "%n%s: %d streams ended: %s%n", group.name(), count, reason)));
        }
        out.append(findings.reasons().isEmpty() ? "\nno violation of the protocol\n" : "\n");
        findings.reasons().forEach(reason -> out.append(reason).append('\n'));
        return out.toString();
    }

    private static Map<String, Object> group(GroupResult group) {
        GroupResult.Traffic traffic = group.traffic();
        Map<String, Object> fields = map("name", group.name(), "clients", group.clients(), "connected",
                group.connected(), "everConnected", group.everConnected(), "finished", group.finished(), "streams",
                group.streams());
        List<Map<String, Object>> ended = new ArrayList<>();
        group.ended().forEach((reason, count) -> ended.add(map("reason", reason, "count", count)));
        List<Map<String, Object>> violations = new ArrayList<>();
        group.violations().forEach((kind, noted) -> violations.add(map("kind", kind.name(), "means",
                "the server sent " + kind.words(), "count", noted.count(), "examples", noted.examples())));
        fields.put("ended", ended);
        fields.putAll(map("requests", traffic.requests(), "responses", traffic.responses(), "resources",
                traffic.resources(), "removals", traffic.removals(), "octets", traffic.octets(), "acks",
                traffic.acks(), "nacks", traffic.nacks()));
        fields.put("violations", violations);
        fields.put("missedWaits", map("count", group.missed().count(), "examples", group.missed().examples()));
        fields.put("connectMs", latency(group.connect()));
        fields.put("settledMs", latency(group.settled()));
        fields.put("eventMs", latency(group.events()));
        fields.put("slowestSettled", slowest(group.name(), group.slowestSettledNanos()));
        fields.put("slowestEvents", slowest(group.name(), group.slowestEventNanos()));
        return fields;
    }

    private static Map<String, Object> latency(Latency latency) {
        return map("count", latency.count(), "p50", round(latency.p50Ms()), "p90", round(latency.p90Ms()), "p99",
                round(latency.p99Ms()), "max", round(latency.maxMs()));
    }

    private static List<Map<String, Object>> slowest(String group, List<Long> nanos) {
        return IntStream.range(0, nanos.size()).boxed().filter(client -> nanos.get(client) > 0)
                .sorted(Comparator.comparing(nanos::get).reversed()).limit(SLOWEST)
                .map(client -> map("client", group + "-" + client, "maxMs",
                        round(nanos.get(client) / NANOS_PER_MS)))
                .toList();
    }

    private static double round(double millis) {
        return Math.round(millis * 1000) / 1000.0;
    }

    private static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
