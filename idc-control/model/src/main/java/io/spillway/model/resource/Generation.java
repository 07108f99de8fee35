package io.spillway.model.resource;

import java.util.Comparator;

/**
 * Fencing number of a TrafficShift or SwitchOver: the counter first, then the IDC that wrote. Only grows.
 *
 * @param counter at least 1 for anything that was written
 */
public record Generation(long counter, String idc) implements Comparable<Generation> {

    private static final Comparator<Generation> ORDER = Comparator.comparingLong(Generation::counter)
            .thenComparing(Generation::idc);

    /** Returns what a writer in that IDC takes after having seen this. */
    public Generation next(String writer) {
        return new Generation(counter + 1, writer);
    }

    @Override
    public int compareTo(Generation other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return counter + "/" + idc;
    }
}
