package io.spillway.drill.plan;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What keeps a drill from doing more harm than it may.
 *
 * @param ttl
 *            after which a fault ends by itself that has no time of its own
 * @param sharePercent
 *            the share of the traffic that it may touch, percent
 * @param abortedBy
 *            words of the reason for which the drill is to be aborted, null when it is to come to its end: then PASS means
 *            that it was aborted for this reason and that every invariant holds
 */
public record Safety(Duration ttl, double sharePercent, @Nullable String abortedBy) {

    /** Of a drill that says nothing of it. */
    public static final Safety USUAL = new Safety(Duration.ofMinutes(10), 100, null);

    /** The longest time to live. */
    static final Duration LONGEST = Duration.ofHours(1);
}
