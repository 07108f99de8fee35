package io.spillway.gateway.balance;

import java.util.Locale;

import io.spillway.gateway.snapshot.BalancePolicy.Spill;
import io.spillway.gateway.snapshot.Capacity;
import org.jspecify.annotations.Nullable;

/**
 * How much of the load a priority can carry, by what it can do and not by how many of it are left. Envoy's arithmetic sends
 * 30 % abroad when one of two endpoints dies, however idle the other one is.
 *
 * @param availability of the healthy members, in percent of the load
 * @param why for people
 */
record CapacitySpill(int availability, String why) {
    /** What xDS applies to hosts; here to the health behind gateways, whatever factor counts the gateways themselves. */
    private static final int OVERPROVISIONING = 140;

    /**
     * Returns how much of its demand this gateway may leave at home: all of it as long as its part of what is left,
     * {@code capacityPerWeight * weight / gateways}, can carry it, else that part. Null when capacity or demand are not
     * known: then Envoy's arithmetic holds.
     *
     * @param demand requests per second that this gateway is asked for, negative when not known
     * @param weight the sum of the weights of the endpoints that are healthy
     */
    static @Nullable CapacitySpill atHome(Spill policy, double demand, long weight) {
        if (!policy.known() || demand < 0) {
            return null;
        }
        double capacity = policy.capacityPerWeight() * weight / policy.gateways();
        int availability = demand <= capacity ? weight > 0 ? 100 : 0 : (int) Math.floor(100 * capacity / demand);
        return new CapacitySpill(availability, String.format(Locale.ROOT,
                "by capacity: %.0f/s wanted, %.0f/s can be carried here", demand, capacity));
    }

    /**
     * Returns how much another IDC can carry behind its gateways: in proportion to what is healthy there,
     * {@code min(100, 140 * healthy / declared)}, if any of its gateways can be used, for any one of them reaches all of it.
     */
    static CapacitySpill behindGateways(Capacity behind, boolean anyGateway) {
        int healthy = anyGateway ? behind.healthyWeight() : 0;
        int availability = (int) Math.min(100, (long) OVERPROVISIONING * healthy / behind.declaredWeight());
        return new CapacitySpill(healthy > 0 ? Math.max(1, availability) : 0,
                healthy + " of " + behind.declaredWeight() + " healthy behind its gateways");
    }
}
