package io.spillway.control.switchover.run;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets something be done by one at a time for each name, and forgets nobody who comes meanwhile. Safe for use by any thread.
 */
final class Rounds {

    /** Those that are done now, and whether somebody came meanwhile. */
    private final ConcurrentHashMap<String, Boolean> running = new ConcurrentHashMap<>();

    /** Begins, unless somebody is at it: then that one is told at its {@link #end}. Returns whether it has begun. */
    boolean begin(String name) {
        return !running.merge(name, false, (_, _) -> true);
    }

    /** Ends. Returns whether somebody came meanwhile, so that it has to be done once more. */
    boolean end(String name) {
        return Boolean.TRUE.equals(running.remove(name));
    }
}
