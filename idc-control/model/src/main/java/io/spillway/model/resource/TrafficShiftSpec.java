package io.spillway.model.resource;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How a scope's traffic is divided over IDCs.
 *
 * @param weights percent per IDC, sum 100; empty when cleared. 0 is the last priority
 * @param excluded IDCs that never receive, not even by failover
 * @param reason what people are told
 * @param expires null for never
 * @param cleared whether this only says that there is no shift any more
 * @param generation assigned by the system; in a write, the generation that the author saw, null when the author does
 *        not say
 * @param author assigned by the system
 */
public record TrafficShiftSpec(ShiftScope scope, Map<String, Integer> weights, Set<String> excluded, String reason,
        @Nullable Instant expires, OnExpiry onExpiry, boolean cleared, @Nullable Generation generation,
        @Nullable String author) implements Spec {

    public TrafficShiftSpec {
        weights = Ordered.map(weights);
        excluded = Ordered.set(excluded);
    }

    /** Returns the same as the system commits it. */
    public TrafficShiftSpec committed(Generation assigned, @Nullable String by) {
        return new TrafficShiftSpec(scope, weights, excluded, reason, expires, onExpiry, cleared, assigned, by);
    }

    /** Returns the write that clears this. */
    public TrafficShiftSpec clear(String why) {
        return new TrafficShiftSpec(scope, Map.of(), Set.of(), why, null, OnExpiry.ALARM, true, generation, null);
    }

    @Override
    public Kind kind() {
        return Kind.TRAFFIC_SHIFT;
    }
}
