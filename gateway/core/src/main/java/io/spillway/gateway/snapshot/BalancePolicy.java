package io.spillway.gateway.snapshot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * How one endpoint is chosen of many.
 *
 * @param method how the endpoint is chosen within a locality
 * @param activeBias LEAST_REQUEST with unequal weights: {@code weight / (active + 1)^bias}; 0 is a weighted round robin
 * @param hashing sizes of the tables of RING_HASH and MAGLEV, and the bound of loads
 * @param slowStart how an endpoint that has just become usable is warmed up
 * @param subsets which endpoints a route may ask for
 * @param endpointLimit how many usable endpoints of a priority this gateway uses, 0 for all
 * @param failOnPanic whether a priority in panic gets nothing instead of everything (xDS: fail_traffic_on_panic)
 * @param weightedHealth whether a priority's health is the weight of its healthy members and not their number
 */
public record BalancePolicy(Method method, double activeBias, Hashing hashing, SlowStart slowStart, Subsets subsets,
        int endpointLimit, boolean failOnPanic, boolean weightedHealth) {

    /** How an endpoint is chosen within a locality. */
    public enum Method {
        /** Weights equal: the less loaded of two drawn; unequal: by weight and requests in flight. */
        LEAST_REQUEST,
        /** One after the other, by weight. */
        ROUND_ROBIN,
        /** By weight and chance. */
        RANDOM,
        /** The one of two drawn that answers sooner, by latency and requests in flight. */
        PEAK_EWMA,
        /** By a hash of the request on a ring (ketama). */
        RING_HASH,
        /** By a hash of the request in a table (Maglev). */
        MAGLEV
    }

    /**
     * Sizes of hash tables.
     *
     * @param minimumRing the least number of points on a ring
     * @param maximumRing the most
     * @param table entries of a Maglev table, a prime
     * @param balanceFactor how far above the mean an endpoint's load may be, in percent (150: one and a half); 0 for any
     */
    public record Hashing(int minimumRing, int maximumRing, int table, int balanceFactor) {
        /** Envoy's sizes, without a bound of loads. */
        public static final Hashing DEFAULT = new Hashing(1024, 8 * 1024 * 1024, 65537, 0);
    }

    /**
     * How an endpoint is warmed up: its weight is multiplied with {@code max(min, (t / window)^(1 / aggression))}.
     *
     * @param window how long, zero switches it off
     * @param aggression 1 grows evenly, more grows faster at the start; above 0
     * @param minimumPercent the least weight in percent
     */
    public record SlowStart(Duration window, double aggression, int minimumPercent) {
        /** Off. */
        public static final SlowStart OFF = new SlowStart(Duration.ZERO, 1, 10);

        public SlowStart {
            requireNonNull(window, "window");
            if (!(aggression > 0)) {
                throw new IllegalArgumentException("aggression: " + aggression + " (expected: > 0)");
            }
        }
    }

    /** What a request gets that asks for no subset, or for one that is not there. */
    public enum Fallback {
        /** Nothing. */
        NONE,
        /** Any endpoint. */
        ANY,
        /** The default subset. */
        DEFAULT
    }

    /**
     * Which subsets there are.
     *
     * @param selectors each a set of label names; a request may ask for values of exactly one of the sets
     * @param fallback what others get
     * @param defaults the labels of the default subset
     * @param own what those get that ask for values of one of the sets which are not there, where that is another fallback
     */
    public record Subsets(List<Set<String>> selectors, Fallback fallback, Map<String, String> defaults,
            Map<Set<String>, Fallback> own) {
        /** No subsets: all endpoints for everybody. */
        public static final Subsets OFF = new Subsets(List.of(), Fallback.ANY, Map.of());

        public Subsets {
            selectors = selectors.stream().map(Set::copyOf).toList();
            requireNonNull(fallback, "fallback");
            defaults = Map.copyOf(defaults);
            own = Map.copyOf(own);
        }

        /** Creates subsets with one fallback for all. */
        public Subsets(List<Set<String>> selectors, Fallback fallback, Map<String, String> defaults) {
            this(selectors, fallback, defaults, Map.of());
        }

        /** Returns what those get that ask for values of these labels which are not there. */
        public Fallback fallback(Set<String> labels) {
            return own.getOrDefault(labels, fallback);
        }
    }

    /** What applies when a cluster says nothing. */
    public static final BalancePolicy DEFAULT = new BalancePolicy(Method.LEAST_REQUEST, 1, Hashing.DEFAULT,
            SlowStart.OFF, Subsets.OFF, 0, false, false);

    public BalancePolicy {
        requireNonNull(method, "method");
        requireNonNull(hashing, "hashing");
        requireNonNull(slowStart, "slowStart");
        requireNonNull(subsets, "subsets");
        if (endpointLimit < 0) {
            throw new IllegalArgumentException("endpointLimit: " + endpointLimit + " (expected: >= 0)");
        }
    }

    /** Returns the standard policy with another method. */
    public static BalancePolicy of(Method method) {
        return new BalancePolicy(method, 1, Hashing.DEFAULT, SlowStart.OFF, Subsets.OFF, 0, false, false);
    }

    /** Returns this policy with other sizes of hash tables. */
    public BalancePolicy withHashing(Hashing other) {
        return new BalancePolicy(method, activeBias, other, slowStart, subsets, endpointLimit, failOnPanic,
                weightedHealth);
    }

    /** Returns this policy with another slow start. */
    public BalancePolicy withSlowStart(SlowStart other) {
        return new BalancePolicy(method, activeBias, hashing, other, subsets, endpointLimit, failOnPanic,
                weightedHealth);
    }

    /** Returns this policy with other subsets. */
    public BalancePolicy withSubsets(Subsets other) {
        return new BalancePolicy(method, activeBias, hashing, slowStart, other, endpointLimit, failOnPanic,
                weightedHealth);
    }

    /** Returns this policy with another limit of endpoints. */
    public BalancePolicy withEndpointLimit(int other) {
        return new BalancePolicy(method, activeBias, hashing, slowStart, subsets, other, failOnPanic,
                weightedHealth);
    }

    /** Returns this policy with other ways to look at health. */
    public BalancePolicy withHealth(boolean failsOnPanic, boolean byWeight) {
        return new BalancePolicy(method, activeBias, hashing, slowStart, subsets, endpointLimit, failsOnPanic,
                byWeight);
    }
}
