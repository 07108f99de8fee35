package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;

/**
 * What every live control node says of who has what.
 *
 * @param reports by node
 * @param silent by node, why it could not be asked
 */
record Deliveries(Map<String, JsonView> reports, Map<String, String> silent) {

    private static final String DELIVERY = "/v1/delivery?after=";

    static Request after(long revision) {
        return Request.get(DELIVERY + revision);
    }

    /** Asks the other nodes of the one that has given the first answer. */
    static Deliveries with(JsonView first, ServerVerb verb, Request request) throws VerbFailed {
        Map<String, JsonView> reports = new LinkedHashMap<>();
        Map<String, String> silent = new LinkedHashMap<>();
        reports.put(first.text("node"), first);
        for (Fellows.Fellow fellow : new Fellows(verb).ask(first, Set.of(first.text("node")), request)) {
            switch (fellow) {
                case Fellows.Fellow.Heard heard -> reports.put(heard.node(), heard.answer());
                case Fellows.Fellow.Silent(String node, String reason) -> silent.put(node, reason);
            }
        }
        return new Deliveries(reports, silent);
    }

    /** Returns the newest revision that changed anything for a client, else the newest that is served. */
    long newest() {
        long pushed = newest("pushes", _ -> true);
        long counted = newest("revisions", one -> one.number("clients", 0) > 0);
        return pushed + counted == 0 ? served() : Math.max(pushed, counted);
    }

    /** Returns the newest revision that some node has served. */
    long served() {
        return reports.values().stream().mapToLong(report -> report.number("revision", 0)).max().orElse(0);
    }

    boolean withoutPushes() {
        return reports.values().stream().allMatch(report -> report.list("pushes").isEmpty());
    }

    IdcDelivery of(long revision) {
        Map<String, Delivery> nodes = new LinkedHashMap<>();
        reports.forEach((node, report) -> nodes.put(node, Delivery.of(report, revision)));
        return new IdcDelivery(revision, nodes, silent);
    }

    private long newest(String list, Predicate<JsonView> counts) {
        return reports.values().stream().map(report -> report.list(list)).flatMap(List::stream).filter(counts)
                .mapToLong(one -> one.number("revision", 0)).max().orElse(0);
    }
}
