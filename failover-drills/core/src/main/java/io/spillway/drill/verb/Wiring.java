package io.spillway.drill.verb;

import java.util.Set;

import io.spillway.drill.fleet.Line;

/**
 * How the processes of a fleet reach each other.
 *
 * @param lines
 *            what goes through Toxiproxy
 * @param netns
 *            whether each IDC has a network namespace of its own
 */
record Wiring(Set<Line> lines, boolean netns) {

    /** Copies the set. */
    Wiring {
        lines = Set.copyOf(lines);
    }
}
