package io.spillway.model.switchover;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All data planes that are behind, whoever they are: nobody waits for them.
 *
 * @param limit the most of an IDC that an operator answers for; 0 for those that a gate lets pass in any case
 * @param counted how many are, by IDC; empty until somebody has counted
 */
public record AllBehind(int limit, SortedMap<String, Integer> counted) {

    /** Checks and copies. */
    public AllBehind {
        if (limit < 0) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 0 or more)");
        }
        counted = new TreeMap<>(counted);
    }

    /** Creates one that nobody has counted yet. */
    public static AllBehind atMost(int limit) {
        return new AllBehind(limit, new TreeMap<>());
    }

    /** Returns it with what was counted. */
    public AllBehind counted(Map<String, Integer> behind) {
        return new AllBehind(limit, new TreeMap<>(behind));
    }

    /** As in "all that are behind: 3 of idc-a, 12 of idc-b". */
    @Override
    public String toString() {
        return "all that are behind" + (counted.isEmpty() ? "" : ": ")
                + String.join(", ", counted.entrySet().stream().map(each -> each.getValue() + " of " + each.getKey())
                        .toList());
    }
}
