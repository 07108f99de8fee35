package io.spillway.model.resource;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * When a failed attempt is followed by another one.
 *
 * @param limit attempts after the first, 0..10
 * @param on what may be tried again
 * @param attemptTimeout bound of one attempt, null when only the request's time-out bounds it
 */
public record RetryPolicy(int limit, List<RetryCondition> on, @Nullable Duration attemptTimeout) {

    public RetryPolicy {
        on = List.copyOf(on);
    }

    /** Three more attempts when nothing of the request can have been done, or when doing it twice does no harm. */
    public static final RetryPolicy DEFAULTS = new RetryPolicy(3, List.of(RetryCondition.CONNECT_FAILURE,
            RetryCondition.REFUSED_STREAM, RetryCondition.RESET_BEFORE_REQUEST, RetryCondition.UNAVAILABLE,
            RetryCondition.IDEMPOTENT), null);
}
