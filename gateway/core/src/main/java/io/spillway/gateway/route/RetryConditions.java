package io.spillway.gateway.route;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * When and how often the attempts of a route are repeated.
 *
 * @param maxRetries how many attempts may follow the first one
 * @param on what may be tried again
 * @param statuses the statuses of {@link RetryOn#STATUS}
 * @param perTryTimeout how long one attempt may take, or null for the rest of the request's time
 */
public record RetryConditions(int maxRetries, Set<RetryOn> on, Set<Integer> statuses,
        @Nullable Duration perTryTimeout) {
    /** Never again. */
    public static final RetryConditions NONE = new RetryConditions(0, Set.of(), Set.of(), null);

    /** Three more attempts where that is safe. */
    public static final RetryConditions STANDARD = new RetryConditions(3,
            Set.of(RetryOn.CONNECT_FAILURE, RetryOn.REFUSED, RetryOn.RESET, RetryOn.GRPC_UNAVAILABLE),
            Set.of(), null);

    public RetryConditions {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries: " + maxRetries + " (expected: >= 0)");
        }
        on = Set.copyOf(on);
        statuses = Set.copyOf(statuses);
    }

    /** Tells whether a call that was answered with that gRPC status may be tried again. */
    public boolean namesGrpc(int status) {
        RetryOn condition = RetryOn.ofGrpc(status);
        return condition != null && on.contains(condition);
    }
}
