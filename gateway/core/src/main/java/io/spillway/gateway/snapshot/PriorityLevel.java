package io.spillway.gateway.snapshot;

import java.util.List;

/**
 * Endpoints that are used before those of the next level. One level holds endpoints of one IDC.
 *
 * @param priority 0 is used first
 * @param localities the localities of the level
 */
public record PriorityLevel(int priority, List<LocalityEndpoints> localities) {
    public PriorityLevel {
        if (priority < 0) {
            throw new IllegalArgumentException("priority: " + priority + " (expected: >= 0)");
        }
        localities = List.copyOf(localities);
    }

    /** Returns the level with localities whose weights do not count; the same object when they have none. */
    public PriorityLevel withoutLocalityWeights() {
        return localities.stream().allMatch(one -> one.weight() == 0)
                ? this
                : new PriorityLevel(priority, localities.stream().map(LocalityEndpoints::withoutWeight).toList());
    }

    /** Returns the IDC of the level: that of its first locality, or an empty string when it has none. */
    public String idc() {
        return localities.isEmpty() ? "" : localities.getFirst().locality().idc();
    }
}
