package io.spillway.gateway.limit;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * What bounds the use of one cluster by one gateway.
 *
 * @param normal circuit breakers of requests of the classes DEFAULT and SHEDDABLE
 * @param critical circuit breakers of requests of the class CRITICAL
 * @param adaptive how the number of requests in flight is learned, or null when it is not
 * @param shares for each target IDC the requests per second, above 0, that the control plane gives this gateway there;
 *     an IDC that is missing has no bound
 */
public record LimitPolicy(BreakerPolicy normal, BreakerPolicy critical, @Nullable AdaptivePolicy adaptive,
        Map<String, Double> shares) {
    /** No bounds. */
    public static final LimitPolicy OPEN = new LimitPolicy(BreakerPolicy.OPEN, BreakerPolicy.OPEN, null, Map.of());

    public LimitPolicy {
        requireNonNull(normal, "normal");
        requireNonNull(critical, "critical");
        shares = Map.copyOf(shares);
        shares.forEach((idc, rate) -> {
            if (!(rate > 0) || rate > 1e9) {
                throw new IllegalArgumentException(
                        "share of " + idc + ": " + rate + " (expected: above 0 and up to 1e9 requests/s)");
            }
        });
    }

    /** Returns circuit breakers for all classes and nothing else. */
    public static LimitPolicy of(BreakerPolicy all) {
        return new LimitPolicy(all, all, null, Map.of());
    }

    /** Returns the circuit breakers for a request of that class. */
    public BreakerPolicy breakers(PriorityClass priority) {
        return priority == PriorityClass.CRITICAL ? critical : normal;
    }
}
