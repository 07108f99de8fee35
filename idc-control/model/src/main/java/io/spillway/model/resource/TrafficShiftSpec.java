package io.spillway.model.resource;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How a scope's traffic is divided over IDCs.
 *
 * @param weights percent per IDC, sum 100; empty when cleared, or when {@code weightsAt} says all. 0 is the last priority
 * @param weightsAt what the gateways of an IDC do instead of {@code weights}, by IDC; each sum 100. Where neither says
 *        anything, gateways serve in their own IDC first
 * @param excluded IDCs that never receive, not even by failover
 * @param reason what people are told
 * @param expires null for never
 * @param cleared whether this only says that there is no shift any more
 * @param generation assigned by the system; in a write, the generation that the author saw, null when the author does
 *        not say
 * @param author assigned by the system
 */
public record TrafficShiftSpec(ShiftScope scope, Map<String, Integer> weights,
        Map<String, Map<String, Integer>> weightsAt, Set<String> excluded, String reason, @Nullable Instant expires,
        OnExpiry onExpiry, boolean cleared, @Nullable Generation generation, @Nullable String author) implements Spec {

    public TrafficShiftSpec {
        weights = Ordered.map(weights);
        Map<String, Map<String, Integer>> copies = new LinkedHashMap<>();
        weightsAt.forEach((idc, each) -> copies.put(idc, Ordered.map(each)));
        weightsAt = Ordered.map(copies);
        excluded = Ordered.set(excluded);
    }

    /** A shift that is the same for the gateways of all IDCs. */
    public TrafficShiftSpec(ShiftScope scope, Map<String, Integer> weights, Set<String> excluded, String reason,
            @Nullable Instant expires, OnExpiry onExpiry, boolean cleared, @Nullable Generation generation,
            @Nullable String author) {
        this(scope, weights, Map.of(), excluded, reason, expires, onExpiry, cleared, generation, author);
    }

    /** Returns the same as the system commits it. */
    public TrafficShiftSpec committed(Generation assigned, @Nullable String by) {
        return new TrafficShiftSpec(scope, weights, weightsAt, excluded, reason, expires, onExpiry, cleared, assigned,
                by);
    }

    /** Returns the write that clears this. */
    public TrafficShiftSpec clear(String why) {
        return new TrafficShiftSpec(scope, Map.of(), Set.of(), why, null, OnExpiry.ALARM, true, generation, null);
    }

    /** Returns what the gateways of an IDC do: percent per IDC; empty when cleared. */
    public Map<String, Integer> weightsOf(String idc) {
        return weightsAt.getOrDefault(idc, weights.isEmpty() && !cleared ? Map.of(idc, 100) : weights);
    }

    /** Returns the shift as the gateways of an IDC see it; they do not know what the others do. */
    public TrafficShiftSpec seenFrom(String idc) {
        return weightsAt.isEmpty()
                ? this
                : new TrafficShiftSpec(scope, weightsOf(idc), Map.of(), excluded, reason, expires, onExpiry, cleared,
                        generation, author);
    }

    /** Returns whether gateways of some IDC send something to that one. */
    public boolean gives(String idc) {
        return weights.getOrDefault(idc, 0) > 0
                || weightsAt.values().stream().anyMatch(each -> each.getOrDefault(idc, 0) > 0);
    }

    @Override
    public Kind kind() {
        return Kind.TRAFFIC_SHIFT;
    }
}
