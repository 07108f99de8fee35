package io.spillway.gateway.balance;

import java.util.Locale;

import io.spillway.gateway.snapshot.Capacity;
import io.spillway.gateway.snapshot.LoadFigures;
import org.jspecify.annotations.Nullable;

/**
 * How much of the load a priority can carry, by what it can do and not by how many of it are left. Envoy's arithmetic sends
 * 30 % abroad when one of two endpoints dies, however idle the other one is.
 *
 * <p>Every priority's availability is {@code capacity / demand}, both of the whole IDC, so the priorities fill up in order and
 * all gateways together send a target no more than its capacity, however many they are and however unequal. When all together
 * cannot carry the demand, {@link PriorityLoads} divides it in proportion to what each carries; what is beyond a target's
 * capacity is then refused by {@link #share} before it leaves.
 *
 * @param availability of the healthy members, in percent of the load
 * @param why for people
 */
record CapacitySpill(int availability, String why) {
    /** What xDS applies to hosts; here to the health behind gateways, whatever factor counts the gateways themselves. */
    private static final int OVERPROVISIONING = 140;

    /**
     * Returns how much of the demand may stay at home: all of it as long as what is healthy can carry it, else that part.
     *
     * @param own requests per second that this gateway alone is asked for, negative when not known
     * @param healthy the sum of the weights of the endpoints that are healthy and not ejected here
     * @param all the sum of the weights of all of them
     */
    static CapacitySpill atHome(LoadFigures told, double own, long healthy, long all) {
        double demand = demand(told, own);
        double capacity = all > 0 ? told.capacity() * healthy / all : 0;
        return new CapacitySpill(healthy > 0 ? percent(capacity, demand) : 0, String.format(Locale.ROOT,
                "by capacity: %.0f/s wanted in this IDC, %.0f/s can be carried here", demand, capacity));
    }

    /**
     * Returns how much of the demand another IDC may be sent.
     *
     * @param behind what stands behind its gateways; null when it does not say
     * @param anyGateway whether any of its gateways can be used
     * @param needed whether nobody before it can take anything: then it gets what there is, and what is beyond its capacity
     *        is refused by class
     */
    static CapacitySpill abroad(LoadFigures told, double own, @Nullable Capacity behind, boolean anyGateway,
            boolean needed) {
        double demand = demand(told, own);
        int availability = anyGateway && (behind == null || behind.healthyWeight() > 0)
                ? Math.max(needed ? 1 : 0, told.capacity() > 0 ? percent(told.capacity(), demand) : 0)
                : 0;
        return new CapacitySpill(availability, String.format(Locale.ROOT,
                "by capacity: %.0f/s wanted in this IDC, %.0f/s of it may go there", demand, told.capacity())
                + (behind == null ? "" : ", " + behindIt(behind)));
    }

    /**
     * Returns how many requests per second this gateway may send to another IDC: the part of its capacity that is this
     * gateway's part of the demand.
     */
    static double share(LoadFigures told, double own) {
        double demand = demand(told, own);
        return own < 0 || demand <= 0 ? told.capacity() : told.capacity() * own / demand;
    }

    /** What this gateway alone sees is never less than what all of them have. */
    private static double demand(LoadFigures told, double own) {
        return Math.max(told.demand(), own);
    }

    private static int percent(double capacity, double demand) {
        return demand <= capacity ? 100 : (int) Math.floor(100 * capacity / demand);
    }

    /**
     * Returns how much another IDC can carry behind its gateways: in proportion to what is healthy there,
     * {@code min(100, 140 * healthy / declared)}, if any of its gateways can be used, for any one of them reaches all of it.
     */
    static CapacitySpill behindGateways(Capacity behind, boolean anyGateway) {
        int healthy = anyGateway ? behind.healthyWeight() : 0;
        int availability = (int) Math.min(100, (long) OVERPROVISIONING * healthy / behind.declaredWeight());
        return new CapacitySpill(healthy > 0 ? Math.max(1, availability) : 0, behindIt(behind));
    }

    private static String behindIt(Capacity behind) {
        return behind.healthyWeight() + " of " + behind.declaredWeight() + " healthy behind its gateways";
    }
}
