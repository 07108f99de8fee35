package io.spillway.control.switchover.run;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * When this node heard of the transitions of one switch-over. Figures that began to be measured before are of what was then.
 * By one clock, whatever those of other IDCs show. Owned by one thread.
 */
final class Heard {

    /** More do not happen in the time that a load report covers; an older one that is gone makes figures count as older. */
    private static final int KEPT = 64;

    private final TreeMap<Long, Instant> first = new TreeMap<>();

    /** Books that so many transitions are known now. */
    void add(long sequence, Instant now) {
        if (first.putIfAbsent(sequence, now) == null && first.size() > KEPT) {
            first.pollFirstEntry();
        }
    }

    /** Returns the last transition that was known before that time; the newest of all when nothing was measured. */
    long before(@Nullable Instant began) {
        return first.descendingMap().entrySet().stream()
                .filter(each -> began == null || each.getValue().isBefore(began))
                .mapToLong(Map.Entry::getKey).findFirst().orElse(0);
    }
}
