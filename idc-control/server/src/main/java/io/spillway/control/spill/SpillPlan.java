package io.spillway.control.spill;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which part of an IDC's requests to a service stays at home and which goes where. The parts are of demand, and the same for
 * every gateway of the IDC: however many there are and however unequal, together they send {@code part * demand}, so a target
 * that one plan does not overfill is not overfilled by all of them. Pure. It says in exact figures what a gateway's
 * {@code PriorityLoads} does in whole percent.
 *
 * <p>What all together cannot carry is divided in proportion to what each carries. Home gets its part and its overload
 * protection judges it; what is beyond a target's capacity is refused by the gateway that would send it, by priority class.
 *
 * @param home   0..1; with what is meant for abroad it makes 1
 * @param abroad 0..1 by IDC, in order of preference
 * @param excess requests per second that neither home nor abroad can carry
 * @param reason for people
 */
public record SpillPlan(double home, Map<String, Double> abroad, double excess, String reason) {

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

        private double everybody() {
            return capacity + targets.stream().mapToDouble(Target::capacity).sum();
        }
    }

    /** Returns the plan that keeps at home what can be carried there and fills the targets in order with the rest. */
    public static SpillPlan of(Situation now) {
        // Without demand nothing can be overfilled: the first that has anything is ready for the first request.
        double demand = now.demand() > 0 ? now.demand() : Math.min(1, smallest(now));
        double everybody = now.everybody();
        // What nobody can carry is as much for each as if all were so much greater.
        double scale = demand > everybody && everybody > 0 ? demand / everybody : 1;
        double left = Math.max(0, demand - now.capacity() * scale);
        Map<String, Double> abroad = new LinkedHashMap<>();
        double sent = 0;
        for (Target target : now.targets()) {
            double there = Math.min(left, target.capacity() * scale);
            left -= there;
            double part = demand > 0 ? there / demand : 0;
            sent += part;
            abroad.put(target.idc(), part);
        }
        double home = 1 - sent;
        double excess = Math.max(0, now.demand() - everybody);
        return new SpillPlan(home < EXACT ? 0 : home, abroad, excess, reason(now, home, excess));
    }

    private static String reason(Situation now, double home, double excess) {
        String wanted = String.format(Locale.ROOT, "%.0f/s wanted in this IDC, %.0f/s can be carried here",
                now.demand(),
                now.capacity());
        if (excess > EXACT) {
            return wanted + String.format(Locale.ROOT, " and %.0f/s elsewhere: %.0f/s are too much for all",
                    now.everybody() - now.capacity(), excess);
        }
        return home >= 1 - EXACT
                ? wanted + ": all of it stays"
                : wanted + String.format(Locale.ROOT, ": %.1f %% go elsewhere", 100 * (1 - home));
    }

    private static double smallest(Situation now) {
        if (now.capacity() > 0) {
            return 0;
        }
        return now.targets().stream().mapToDouble(Target::capacity).filter(capacity -> capacity > 0).min().orElse(0);
    }
}
