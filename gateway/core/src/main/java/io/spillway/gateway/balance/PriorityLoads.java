package io.spillway.gateway.balance;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * How a cluster's requests are divided over its priorities, by the arithmetic that Envoy documents and uses, in whole
 * percent.
 *
 * <p>A priority's availability is {@code min(100, factor * healthy / members)}: with the factor 140 a priority keeps all of
 * its load until less than 72 % of it is healthy. Priorities take load in order, each as much as it is available, first by
 * healthy and then by degraded members. When all of them together are below 100 % the shares are scaled up to 100, and what
 * rounding leaves over goes to the first that has any. When even that total is below 100 %, a priority whose share of
 * healthy and degraded members is under the panic threshold is in panic: its members are used whatever their health. When
 * all are in panic the load is divided by the number of members.
 *
 * <p>Immutable; computed when a cluster or the health of its endpoints changes, not per request.
 */
public final class PriorityLoads {
    /**
     * What is counted in one priority. A member that is draining counts nowhere.
     *
     * @param members all that may be used, by number or (xDS: weighted_priority_health) by weight
     * @param healthy those that are healthy and not ejected
     * @param degraded those that are degraded and not ejected
     * @param hosts the number of all that may be used: panic goes by numbers
     * @param usableHosts the number of the healthy and degraded ones
     * @param fixed the availability when it is known otherwise, or null
     */
    public record Census(int members, int healthy, int degraded, int hosts, int usableHosts, @Nullable Fixed fixed) {
        /** An empty priority. */
        public static final Census EMPTY = new Census(0, 0, 0);

        /** Counts by number. */
        public Census(int members, int healthy, int degraded) {
            this(members, healthy, degraded, members, healthy + degraded, null);
        }

        /** Counts by weight. */
        static Census weighted(int hosts, int usableHosts, int weight, int healthy, int degraded) {
            return new Census(weight, healthy, degraded, hosts, usableHosts, null);
        }

        /** Returns whether anybody in it is there for requests. */
        boolean available() {
            return fixed == null ? healthy + degraded > 0 : fixed.availability() > 0;
        }

        Census with(CapacitySpill spill, boolean behindGateways) {
            return new Census(members, healthy, degraded, hosts, usableHosts,
                    new Fixed(spill.availability(), behindGateways, spill.why()));
        }
    }

    /**
     * An availability that is not counted here.
     *
     * @param availability in percent of the load, 0..100
     * @param behindGateways whether it is that of another IDC: as long as it is above 0 the priority does not panic, for the
     *        other IDC decides about panic among its own
     * @param why for people
     */
    record Fixed(int availability, boolean behindGateways, String why) {}

    private final int[] healthyLoad;
    private final int[] degradedLoad;
    private final int[] availability;
    private final boolean[] panic;
    private final String[] why;
    private final int total;

    private PriorityLoads(Census[] censuses, int factor, int panicThreshold) {
        int count = censuses.length;
        int[] healthy = new int[count];
        int[] degraded = new int[count];
        this.why = new String[count];
        int sum = 0;
        for (int i = 0; i < count; i++) {
            Fixed fixed = censuses[i].fixed();
            healthy[i] = fixed != null
                    ? fixed.availability()
                    : availability(factor, censuses[i].healthy(), censuses[i].members());
            why[i] = fixed == null ? "" : fixed.why();
            degraded[i] = fixed != null && fixed.behindGateways()
                    ? 0
                    : availability(factor, censuses[i].degraded(), censuses[i].members());
            sum += healthy[i] + degraded[i];
        }
        this.total = Math.min(100, sum);
        this.healthyLoad = new int[count];
        this.degradedLoad = new int[count];
        this.panic = new boolean[count];
        this.availability = new int[count];
        for (int i = 0; i < count; i++) {
            availability[i] = Math.min(100, healthy[i] + degraded[i]);
        }
        if (total > 0) {
            share(healthy, degraded);
        }
        if (count > 0) {
            decidePanic(censuses, panicThreshold);
        }
    }

    /**
     * Returns the division for priorities with these members.
     *
     * @param censuses one per priority, in order
     * @param overprovisioningFactor in percent, at least 100
     * @param panicThreshold in percent, 0..100; 0 switches panic off
     */
    public static PriorityLoads of(Census[] censuses, int overprovisioningFactor, int panicThreshold) {
        return new PriorityLoads(censuses, overprovisioningFactor, panicThreshold);
    }

    private static int availability(int factor, int usable, int members) {
        return members == 0 ? 0 : (int) Math.min(100L, (long) factor * usable / members);
    }

    private void share(int[] healthy, int[] degraded) {
        int left = distribute(healthyLoad, healthy, 100);
        left = distribute(degradedLoad, degraded, left);
        if (left == 0) {
            return;
        }
        int firstHealthy = firstPositive(healthy);
        if (firstHealthy >= 0) {
            healthyLoad[firstHealthy] += left;
        } else {
            degradedLoad[firstPositive(degraded)] += left;
        }
    }

    private int distribute(int[] loads, int[] available, int load) {
        int left = load;
        for (int i = 0; i < loads.length; i++) {
            loads[i] = Math.min(left, available[i] * 100 / total);
            left -= loads[i];
        }
        return left;
    }

    private static int firstPositive(int[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] > 0) {
                return i;
            }
        }
        return -1;
    }

    private void decidePanic(Census[] censuses, int threshold) {
        if (threshold == 0 && total == 0) {
            healthyLoad[0] = 100;
            return;
        }
        boolean everywhere = true;
        for (int i = 0; i < censuses.length; i++) {
            panic[i] = total != 100 && underThreshold(censuses[i], threshold);
            everywhere &= panic[i];
        }
        if (everywhere) {
            shareByMembers(censuses);
        }
    }

    private static boolean underThreshold(Census census, int threshold) {
        if (census.fixed() != null && census.fixed().behindGateways() && census.fixed().availability() > 0) {
            return false;
        }
        return census.hosts() == 0 ? threshold > 0 : 100L * census.usableHosts() < (long) threshold * census.hosts();
    }

    private void shareByMembers(Census[] censuses) {
        long members = 0;
        for (Census census : censuses) {
            members += census.hosts();
        }
        Arrays.fill(healthyLoad, 0);
        Arrays.fill(degradedLoad, 0);
        int left = 100;
        int first = 0;
        for (int i = censuses.length - 1; i >= 0 && members > 0; i--) {
            healthyLoad[i] = (int) (100L * censuses[i].hosts() / members);
            left -= healthyLoad[i];
            first = censuses[i].hosts() > 0 ? i : first;
        }
        healthyLoad[first] += left;
    }

    /** Returns how many priorities there are. */
    public int count() {
        return healthyLoad.length;
    }

    /** Returns the percentage that goes to healthy (in panic: to all) members of the priority. */
    public int healthyLoad(int priority) {
        return healthyLoad[priority];
    }

    /** Returns the percentage that goes to degraded members of the priority. */
    public int degradedLoad(int priority) {
        return degradedLoad[priority];
    }

    /** Returns whether the priority's members are used whatever their health. */
    public boolean panic(int priority) {
        return panic[priority];
    }

    /** Returns how much of all load the priority could take, 0..100. */
    public int availability(int priority) {
        return availability[priority];
    }

    /** Returns why the priority is as available as it is, when that is not counted here; else an empty text. */
    public String why(int priority) {
        return why[priority];
    }

    /** Returns how much of all load the priorities could take together, 0..100. */
    public int totalAvailability() {
        return total;
    }

    /**
     * Returns the priority of a request: {@code 2 * priority}, plus 1 when a degraded member is to be taken.
     *
     * @param draw evenly distributed over 0..99
     */
    int pick(int draw) {
        int left = draw;
        for (int i = 0; i < healthyLoad.length; i++) {
            left -= healthyLoad[i];
            if (left < 0) {
                return 2 * i;
            }
        }
        for (int i = 0; i < degradedLoad.length; i++) {
            left -= degradedLoad[i];
            if (left < 0) {
                return 2 * i + 1;
            }
        }
        throw new IllegalStateException("draw: " + draw + " (expected: 0..99), loads: " + this);
    }

    @Override
    public String toString() {
        return "healthy " + Arrays.toString(healthyLoad) + " degraded " + Arrays.toString(degradedLoad) + " panic "
                + Arrays.toString(panic);
    }
}
