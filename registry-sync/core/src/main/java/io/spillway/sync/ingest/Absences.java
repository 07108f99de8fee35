package io.spillway.sync.ingest;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.spillway.sync.spi.Reading;
import io.spillway.sync.spi.SourceProblem;

/**
 * Which registered entries the source misses, and since when. Immutable. A reading without data changes nothing: it neither
 * misses nor confirms.
 *
 * @param byName each entry that every reading since its first absence has missed
 */
record Absences(Map<String, Absence> byName) {

    static final Absences NONE = new Absences(Map.of());

    Absences {
        byName = Map.copyOf(byName);
    }

    /**
     * One entry that is missed.
     *
     * @param sinceNanos ticker's time of the first reading without it
     * @param lastNanos ticker's time of the last one
     */
    record Absence(long sinceNanos, long lastNanos) {}

    /** Returns what is missed after one more reading; {@code registered} are the names of what stands. */
    Absences after(Reading.Snapshot snapshot, Collection<String> registered, long now) {
        if (!snapshot.whole() || snapshot.entries().isEmpty()) {
            return withoutThose(snapshot);
        }
        Set<String> aside = names(snapshot);
        Map<String, Absence> missed = new HashMap<>();
        for (String name : registered) {
            if (!snapshot.entries().containsKey(name) && !aside.contains(name)) {
                Absence before = byName.get(name);
                missed.put(name, new Absence(before == null ? now : before.sinceNanos(), now));
            }
        }
        return new Absences(missed);
    }

    /** What is there is there, also in a reading that does not say what is not. */
    private Absences withoutThose(Reading.Snapshot snapshot) {
        Map<String, Absence> left = new HashMap<>(byName);
        left.keySet().removeAll(snapshot.entries().keySet());
        left.keySet().removeAll(names(snapshot));
        return new Absences(left);
    }

    static Set<String> names(Reading.Snapshot snapshot) {
        Set<String> names = new HashSet<>();
        for (SourceProblem problem : snapshot.problems()) {
            names.add(problem.name());
        }
        return names;
    }
}
