package io.spillway.control.switchover.auto;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Since when IDCs are judged failed, without a break. Immutable.
 *
 * @param lookedNanos when it was looked last, by a monotonic clock
 * @param failedSince by IDC
 */
public record Memory(long lookedNanos, Map<String, Long> failedSince) {

    /** Nothing is remembered. */
    public static final Memory NONE = new Memory(0, Map.of());

    /** Whoever did not look for longer than that does not know what was meanwhile. */
    static final Duration GAP = Duration.ofSeconds(5);

    /** Copies the map. */
    public Memory {
        failedSince = Map.copyOf(failedSince);
    }

    /** Returns what is remembered after a look that judged these IDCs failed. */
    public Memory after(long nanos, Set<String> failed) {
        boolean gap = nanos - lookedNanos > GAP.toNanos();
        Map<String, Long> since = new HashMap<>();
        failed.forEach(idc -> {
            Long before = gap ? null : failedSince.get(idc);
            since.put(idc, before == null ? Long.valueOf(nanos) : before);
        });
        return new Memory(nanos, since);
    }

    /** Returns for how long an IDC is judged failed; null when it is not. */
    @Nullable
    Duration failedFor(String idc) {
        Long since = failedSince.get(idc);
        return since == null ? null : Duration.ofNanos(lookedNanos - since);
    }
}
