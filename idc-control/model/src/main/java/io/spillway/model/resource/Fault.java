package io.spillway.model.resource;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A fault that gateways make on purpose. It always ends: gateways stop it at {@code expires} by themselves.
 *
 * @param delay null for none
 * @param abort null for none; one of both is there
 * @param ttl how long it lasts from the write on; the system replaces it by {@code expires}
 * @param expires when it ends; null exactly when {@code ttl} is there
 */
public record Fault(@Nullable Delay delay, @Nullable Abort abort, @Nullable Duration ttl, @Nullable Instant expires) {

    /** The longest time that a fault may last. */
    public static final Duration LONGEST = Duration.ofHours(24);

    /**
     * Requests wait before they are sent on.
     *
     * @param percent of the requests, above 0 and at most 100
     */
    public record Delay(Duration duration, double percent) {}

    /**
     * Requests are answered with a status.
     *
     * @param status 400..599
     * @param percent of the requests, above 0 and at most 100
     */
    public record Abort(int status, double percent) {}

    /** Returns the same with the end in place of the time to live, counted from now. */
    public Fault from(Instant now) {
        return ttl == null ? this : new Fault(delay, abort, null, now.plus(ttl));
    }
}
