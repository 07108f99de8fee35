package io.spillway.control.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * How far the clock of a data plane is ahead of ours, by what it told in its newest reports. Each was under way for a time that
 * nobody knows, and what it told looks too late by that; so the most of them is the least wrong. Owned by the thread of
 * {@link LoadBook}.
 */
final class ClockSamples {

    private static final int NEWEST = 8;

    private final Deque<Duration> ahead = new ArrayDeque<>();

    /** Returns the time of day that a report tells, or null. */
    static @Nullable Instant told(Node node) {
        Value clock = node.getMetadata().getFieldsOrDefault(XdsNames.NODE_CLOCK, Value.getDefaultInstance());
        double millis = clock.getNumberValue();
        return clock.hasNumberValue() && millis > 0 && millis < Long.MAX_VALUE
                ? Instant.ofEpochMilli((long) millis)
                : null;
    }

    /** Takes what a report told that came at that time. */
    void add(Instant told, Instant came) {
        if (ahead.size() == NEWEST) {
            ahead.removeFirst();
        }
        ahead.addLast(Duration.between(came, told));
    }

    /** Returns by how much it is ahead, at least; negative: behind, at most. Null when it has told nothing. */
    @Nullable
    Duration ahead() {
        return ahead.isEmpty() ? null : Collections.max(ahead);
    }
}
