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
    /** A rule with its number in its virtual host. */
    record Entry(int number, RouteMatch match, RouteResult.Matched matched) {}

    private record ByHeader(String name, Map<String, List<Entry>> values) {}

    private final List<Entry> unindexed = new ArrayList<>();
    private final List<ByHeader> byHeader = new ArrayList<>();

    /** Adds a rule whose number is greater than those before. */
    void add(Entry entry) {
        for (RouteMatch.Condition condition : entry.match().headers()) {
            if (condition.value() instanceof TextMatch.Exact(String value, boolean ignoreCase) && !ignoreCase) {
                indexOf(condition.name()).computeIfAbsent(value, _ -> new ArrayList<>(1)).add(entry);
                return;
            }
        }
        unindexed.add(entry);
    }

    private Map<String, List<Entry>> indexOf(String header) {
        for (ByHeader index : byHeader) {
            if (index.name().equals(header)) {
                return index.values();
            }
        }
        ByHeader index = new ByHeader(header, new HashMap<>());
        byHeader.add(index);
        return index.values();
    }

    /** Returns the first rule that matches, or {@code best} when that has a lower number. */
    @Nullable
    Entry first(RequestView request, @Nullable Entry best) {
        Entry found = firstOf(unindexed, request, best);
        for (int i = 0; i < byHeader.size(); i++) {
            ByHeader index = byHeader.get(i);
            String value = request.header(index.name());
            List<Entry> entries = value == null ? null : index.values().get(value);
            if (entries != null) {
                found = firstOf(entries, request, found);
            }
        }
        return found;
    }

    private static @Nullable Entry firstOf(List<Entry> entries, RequestView request, @Nullable Entry best) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (best != null && best.number() < entry.number()) {
                return best;
            }
            if (entry.match().conditionsHold(request)) {
                return entry;
            }
        }
        return best;
    }
}
