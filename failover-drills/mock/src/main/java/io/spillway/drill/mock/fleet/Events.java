package io.spillway.drill.mock.fleet;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

import io.spillway.drill.mock.message.XdsType;

/**
 * Events that the driver told of, until each is tied to the version that it made: one that the group saw for the
 * first time after it. Events that one version holds together count from the oldest. Safe for all threads.
 */
final class Events {

    private final Map<Key, Queue<Long>> open = new ConcurrentHashMap<>();
    private final Map<Version, Long> tied = new ConcurrentHashMap<>();
    private volatile boolean any;

    void add(XdsType type, String name, long nanos) {
        open.compute(new Key(type, name), (key, waiting) -> {
            Queue<Long> times = waiting == null ? new ArrayDeque<>() : waiting;
            times.add(nanos);
            return times;
        });
        any = true;
    }

    boolean any() {
        return any;
    }

    /** A client received that version. Returns when the event behind it was made, or {@link Long#MIN_VALUE}. */
    long origin(XdsType type, String name, long version, long firstSeen) {
        Version wanted = new Version(type, name, version);
        open.computeIfPresent(new Key(type, name), (key, waiting) -> {
            Long oldest = null;
            while (!waiting.isEmpty() && waiting.element() - firstSeen <= 0) {
                Long time = waiting.remove();
                oldest = oldest == null ? time : oldest;
            }
            if (oldest != null) {
                tied.put(wanted, oldest);
            }
            return waiting.isEmpty() ? null : waiting;
        });
        Long origin = tied.get(wanted);
        return origin == null ? Long.MIN_VALUE : origin;
    }

    private record Key(XdsType type, String name) {}

    private record Version(XdsType type, String name, long version) {}
}
