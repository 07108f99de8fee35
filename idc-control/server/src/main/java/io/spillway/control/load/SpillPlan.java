package io.spillway.control.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which part of an IDC's requests to a service stays at home and which goes where. The parts are of demand, and the same for
 * every gateway of the IDC: however many there are and however unequal, together they send {@code part * demand}, so a target
 * that one plan does not overfill is not overfilled by all of them. Pure.
 *
 * <p>What nobody can carry stays at home, where overload protection refuses it: sent abroad it would take the other IDC down
 * with this one.
 *
 * @param home   0..1; with what goes abroad it makes 1
 * @param abroad 0..1 by IDC, in order of preference
 * @param excess requests per second that neither home nor abroad can carry
 */
public record SpillPlan(double home, Map<String, Double> abroad, double excess) {

    /** Smaller moves than this are not worth a push to every gateway. */
    public static final double STEP = 0.05;

    /** Rounding is not overload. */
    private static final double EXACT = 1e-9;

    /** Copies the map. */
    public SpillPlan {
        abroad = Collections.unmodifiableMap(new LinkedHashMap<>(abroad));
    }

    /**
     * Another IDC.
     *
     * @param capacity requests per second that it can take from this IDC: what is healthy there, less what others may send it
     */
    public record Target(String idc, double capacity) {}

    /**
     * What a plan is made from, in requests per second.
     *
     * @param demand   of all gateways of this IDC together
     * @param capacity of what is healthy at home
     * @param targets  in order of preference
     */
    public record Situation(double demand, double capacity, List<Target> targets) {

        /** Copies the list; negative or unknown figures are errors. */
        public Situation {
            targets = List.copyOf(targets);
            require("demand", demand);
            require("capacity", capacity);
            targets.forEach(target -> require(target.idc() + ": capacity", target.capacity()));
        }

        private static void require(String name, double figure) {
            if (!(figure >= 0) || Double.isInfinite(figure)) {
                throw new IllegalArgumentException(name + ": " + figure + " (expected: requests per second)");
            }
        }
    }

    /** Returns the plan that keeps at home what can be carried there and fills the targets in order with the rest. */
    public static SpillPlan of(Situation now) {
        // Without demand nothing can be overfilled: the first that has anything is ready for the first request.
        double demand = now.demand() > 0 ? now.demand() : Math.min(1, smallest(now));
        double left = Math.max(0, demand - now.capacity());
        Map<String, Double> abroad = new LinkedHashMap<>();
        double sent = 0;
        for (Target target : now.targets()) {
            double there = Math.min(left, target.capacity());
            left -= there;
            double part = demand > 0 ? there / demand : 0;
            sent += part;
            abroad.put(target.idc(), part);
        }
        double home = 1 - sent;
        return new SpillPlan(home < EXACT ? 0 : home, abroad, now.demand() > 0 ? left : 0);
    }

    private static double smallest(Situation now) {
        return now.targets().stream().mapToDouble(Target::capacity).filter(capacity -> capacity > 0).min().orElse(0);
    }

    /**
     * Returns the plan that follows: another one at once when this one asks too much of anybody or has other targets, else
     * only when it moves at least {@link #STEP} of the requests somewhere, so that a figure that trembles moves nothing.
     */
    public SpillPlan next(Situation now) {
        SpillPlan wanted = of(now);
        boolean same = List.copyOf(abroad.keySet()).equals(List.copyOf(wanted.abroad.keySet()));
        return !same || overfills(now, wanted.excess) || distance(wanted) >= STEP
                ? wanted
                : new SpillPlan(home, abroad, wanted.excess);
    }

    /** Where more is asked for than all can carry, home is overfilled by any plan, and a step is soon enough. */
    private boolean overfills(Situation now, double unavoidable) {
        boolean atHome = unavoidable == 0 && tooMuch(home * now.demand(), now.capacity());
        return atHome || now.targets().stream().anyMatch(
                target -> tooMuch(abroad.getOrDefault(target.idc(), 0.0) * now.demand(), target.capacity()));
    }

    private static boolean tooMuch(double sent, double capacity) {
        return sent > capacity * (1 + EXACT) + EXACT;
    }

    private double distance(SpillPlan other) {
        double most = Math.abs(home - other.home);
        for (Map.Entry<String, Double> part : abroad.entrySet()) {
            most = Math.max(most, Math.abs(part.getValue() - other.abroad.getOrDefault(part.getKey(), 0.0)));
        }
        return most;
    }
}
