package io.spillway.gateway.xds.world;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which names are asked for by whom, counted, so that a change costs what it touches and not what is held. Used by the
 * owner thread of its {@link World}.
 */
final class ReferenceCounts {

    private final Map<String, Set<String>> byReferrer = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> orphans = new HashSet<>();

    /** Sets what a referrer asks for; the empty set forgets the referrer. */
    void set(String referrer, Set<String> names) {
        for (String name : names) {
            counts.merge(name, 1, Integer::sum);
        }
        Set<String> before = names.isEmpty() ? byReferrer.remove(referrer) : byReferrer.put(referrer, names);
        if (before == null) {
            return;
        }
        for (String name : before) {
            if (counts.merge(name, -1, Integer::sum) == 0) {
                counts.remove(name);
                orphans.add(name);
            }
        }
    }

    /** Returns all names that are asked for, as a live view. */
    Set<String> names() {
        return Collections.unmodifiableSet(counts.keySet());
    }

    boolean contains(String name) {
        return counts.containsKey(name);
    }

    /** Returns, once, the names that lost their last referrer and got none since. */
    Set<String> takeOrphans() {
        Set<String> taken = new HashSet<>(orphans);
        orphans.clear();
        taken.removeAll(counts.keySet());
        return taken;
    }
}
