package io.spillway.gateway.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The rules of one path, in order. Rules that ask for an exact header value are found by hash: a crossing listener has one
 * such rule per group, all with the same path.
 */
final class Bucket {
    private record ByHeader(String name, Map<String, List<RouteResult.Matched>> values) {}

    private final List<RouteResult.Matched> unindexed = new ArrayList<>(1);
    private final List<ByHeader> byHeader = new ArrayList<>(1);

    /** Adds a rule whose number is greater than those before. */
    void add(RouteResult.Matched rule) {
        for (RouteMatch.Condition condition : rule.match().headers()) {
            if (condition.value() instanceof TextMatch.Exact(String value, boolean ignoreCase) && !ignoreCase) {
                indexOf(condition.name()).computeIfAbsent(value, _ -> new ArrayList<>(1)).add(rule);
                return;
            }
        }
        unindexed.add(rule);
    }

    private Map<String, List<RouteResult.Matched>> indexOf(String header) {
        for (ByHeader index : byHeader) {
            if (index.name().equals(header)) {
                return index.values();
            }
        }
        ByHeader index = new ByHeader(header, new HashMap<>());
        byHeader.add(index);
        return index.values();
    }

    /** Returns the rule of a bucket that has no other, and null for other buckets. */
    RouteResult.@Nullable Matched only() {
        return unindexed.size() == 1 && byHeader.isEmpty() ? unindexed.getFirst() : null;
    }

    /** Returns the first rule that matches, or {@code best} when that has a lower number. */
    RouteResult.@Nullable Matched first(RequestView request, RouteResult.@Nullable Matched best) {
        RouteResult.Matched found = firstOf(unindexed, request, best);
        for (int i = 0; i < byHeader.size(); i++) {
            ByHeader index = byHeader.get(i);
            String value = request.header(index.name());
            List<RouteResult.Matched> rules = value == null ? null : index.values().get(value);
            if (rules != null) {
                found = firstOf(rules, request, found);
            }
        }
        return found;
    }

    private static RouteResult.@Nullable Matched firstOf(List<RouteResult.Matched> rules, RequestView request,
            RouteResult.@Nullable Matched best) {
        for (int i = 0; i < rules.size(); i++) {
            RouteResult.Matched rule = rules.get(i);
            if (best != null && best.number() < rule.number()) {
                return best;
            }
            if (rule.match().conditionsHold(request)) {
                return rule;
            }
        }
        return best;
    }

    /** Returns the rule when it comes before {@code best} and takes the request, and {@code best} when not. */
    static RouteResult.@Nullable Matched better(RouteResult.Matched rule, RequestView request,
            RouteResult.@Nullable Matched best) {
        return (best == null || rule.number() < best.number()) && rule.match().conditionsHold(request) ? rule : best;
    }
}
