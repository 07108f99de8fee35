package io.spillway.it.observability;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Something that happens to a fleet and passes, and what must be said of it.
 *
 * @param name
 *            what it is, for who reads the test's output
 * @param happens
 *            makes it happen
 * @param passes
 *            makes it good again
 * @param alarms
 *            what must be said of it within a minute, and taken back when it has passed
 * @param alsoPages
 *            names of alerts that may call somebody because of it, because the disaster is theirs too
 */
record Disaster(String name, Act happens, Act passes, List<Alarm> alarms, Set<String> alsoPages) {

    /** Something that a test does. */
    interface Act {
        void run() throws Exception;
    }

    Disaster {
        alarms = List.copyOf(alarms);
        alsoPages = Set.copyOf(alsoPages);
    }

    static Disaster of(String name, Act happens, Act passes, Alarm... alarms) {
        return new Disaster(name, happens, passes, List.of(alarms), Set.of());
    }

    /** Returns the same, because of which somebody may be called by these alerts too. */
    Disaster mayPage(String... alerts) {
        Set<String> names = new HashSet<>(alsoPages);
        for (String alert : alerts) {
            names.add("Spillway" + alert);
        }
        return new Disaster(name, happens, passes, alarms, names);
    }

    /** Returns whether a call belongs to this. */
    boolean explains(Told told) {
        return alsoPages.contains(told.name()) || alarms.stream().anyMatch(alarm -> alarm.isIn(told.labels()));
    }
}
