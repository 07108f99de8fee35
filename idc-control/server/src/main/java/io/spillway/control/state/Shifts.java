package io.spillway.control.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/** What a TrafficShift means for the order of IDCs. Pure. */
public final class Shifts {

    private Shifts() {}

    /** Returns whether {@code one} wins over {@code other}: the higher generation; one without any loses. */
    public static boolean newer(TrafficShiftSpec one, TrafficShiftSpec other) {
        if (one.generation() == null || other.generation() == null) {
            return other.generation() == null;
        }
        return one.generation().compareTo(other.generation()) >= 0;
    }

    /**
     * Returns the IDCs that a cluster falls over, first to last: {@code first}, then the others in DrGroup order, IDCs
     * with a weight of 0 behind all others; excluded ones not at all.
     */
    public static List<String> preference(@Nullable String first, String own, List<String> drOrder,
            Optional<TrafficShiftSpec> shift) {
        List<String> all = new ArrayList<>();
        all.add(first == null ? own : first);
        all.add(own);
        all.addAll(drOrder);
        List<String> order = new ArrayList<>();
        // A cluster's own IDC stays first: when a shift empties it, no route uses the cluster.
        all.stream().distinct().filter(idc -> idc.equals(first) || !emptied(shift, idc)).forEach(order::add);
        all.stream().distinct().filter(idc -> !idc.equals(first) && emptied(shift, idc)).forEach(order::add);
        shift.ifPresent(present -> order.removeAll(present.excluded()));
        return order;
    }

    /** Returns the IDCs that a shift gives traffic to, in the order of the DrGroup; empty without a shift. */
    public static List<String> targets(String own, List<String> drOrder, Optional<TrafficShiftSpec> shift) {
        if (shift.isEmpty()) {
            return List.of();
        }
        TrafficShiftSpec present = shift.get();
        List<String> all = new ArrayList<>();
        all.add(own);
        all.addAll(drOrder);
        return all.stream().distinct().filter(idc -> present.weights().getOrDefault(idc, 0) > 0)
                .filter(idc -> !present.excluded().contains(idc)).toList();
    }

    /**
     * Returns the IDCs that have a cluster of their own, which prefers them: every IDC that a shift could name, so that a
     * shift changes routes alone and is live after one round trip; and what a shift of a service without DrGroup names.
     */
    public static List<String> candidates(String own, List<String> drOrder, Optional<TrafficShiftSpec> shift) {
        List<String> all = new ArrayList<>();
        all.add(own);
        all.addAll(drOrder);
        List<String> distinct = all.stream().distinct().toList();
        return distinct.size() > 1 ? distinct : targets(own, drOrder, shift);
    }

    private static boolean emptied(Optional<TrafficShiftSpec> shift, String idc) {
        return shift.map(present -> present.weights().getOrDefault(idc, 0) == 0).orElse(false);
    }
}
