package io.spillway.control.switchover.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Keys with revisions and transactions that compare them, as etcd has them; keeps everything that was ever written. */
final class SimRegistry {

    /** A value and the revision that wrote it. */
    record Entry(Object value, long revision) {}

    /** Who compares nothing has this bug; the checkers must find it. */
    private final boolean comparesNothing;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Commit> log = new ArrayList<>();
    private long revision;

    SimRegistry(boolean comparesNothing) {
        this.comparesNothing = comparesNothing;
    }

    @Nullable
    Entry get(String key) {
        return entries.get(key);
    }

    long revisionOf(String key) {
        Entry entry = entries.get(key);
        return entry == null ? 0 : entry.revision();
    }

    List<Commit> log() {
        return log;
    }

    /** Returns whether it was written: when every key still has the revision that was seen, 0 for absent. */
    boolean commit(Map<String, Long> seen, Map<String, @Nullable Object> puts, long at, String by) {
        boolean stands = seen.entrySet().stream().allMatch(each -> revisionOf(each.getKey()) == each.getValue());
        if (!stands && !comparesNothing) {
            return false;
        }
        revision++;
        puts.forEach((key, value) -> {
            if (value == null) {
                entries.remove(key);
            } else {
                entries.put(key, new Entry(value, revision));
            }
        });
        log.add(new Commit(revision, at, by, puts));
        return true;
    }
}
