package io.spillway.model.resource;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
 * @param seen assigned by the system: by IDC, the highest counter that was written there and that this one builds on. A
 *        write that is not among them was not known to the author
 */
public record TrafficShiftSpec(ShiftScope scope, Map<String, Integer> weights,
        Map<String, Map<String, Integer>> weightsAt, Set<String> excluded, String reason, @Nullable Instant expires,
        OnExpiry onExpiry, boolean cleared, @Nullable Generation generation, @Nullable String author,
        SortedMap<String, Long> seen) implements Spec {

    public TrafficShiftSpec {
        weights = Ordered.map(weights);
        Map<String, Map<String, Integer>> copies = new LinkedHashMap<>();
        weightsAt.forEach((idc, each) -> copies.put(idc, Ordered.map(each)));
        weightsAt = Ordered.map(copies);
        excluded = Ordered.set(excluded);
        seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    }

    /** Creates a shift that builds on nothing. */
    public TrafficShiftSpec(ShiftScope scope, Map<String, Integer> weights, Map<String, Map<String, Integer>> weightsAt,
            Set<String> excluded, String reason, @Nullable Instant expires, OnExpiry onExpiry, boolean cleared,
            @Nullable Generation generation, @Nullable String author) {
        this(scope, weights, weightsAt, excluded, reason, expires, onExpiry, cleared, generation, author,
                new TreeMap<>());
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
                by, seen);
    }

    /** Returns the same as one that builds on what stands, and on all that this builds on; null for nothing. */
    public TrafficShiftSpec after(@Nullable TrafficShiftSpec standing) {
        SortedMap<String, Long> known = new TreeMap<>();
        if (standing != null) {
            known.putAll(standing.seen);
            if (standing.generation != null) {
                known.merge(standing.generation.idc(), standing.generation.counter(), Math::max);
            }
        }
        return seeing(known);
    }

    /** Returns the same with what it builds on. */
    public TrafficShiftSpec seeing(Map<String, Long> known) {
        return new TrafficShiftSpec(scope, weights, weightsAt, excluded, reason, expires, onExpiry, cleared, generation,
                author,
                new TreeMap<>(known));
    }

    /**
     * Returns whether this was written without knowledge of the other, which it replaces. Of a shift of an older version,
     * which does not say what it builds on, that is certain only when the counters are equal.
     */
    public boolean unaware(TrafficShiftSpec replaced) {
        Generation lost = replaced.generation;
        if (generation == null || lost == null || generation.idc().equals(lost.idc())) {
            return false;
        }
        return seen.isEmpty()
                ? generation.counter() <= lost.counter()
                : seen.getOrDefault(lost.idc(), 0L) < lost.counter();
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
                        generation, author, seen);
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
