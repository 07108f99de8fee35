package io.spillway.control.conformance.wire;

import java.util.ArrayList;
import java.util.List;

import io.spillway.model.time.Ticker;

/** What was said in a case, in order, each line with milliseconds since its start. Safe for use by any thread. */
public final class Transcript {

    private static final int LONGEST_LINE = 400;
    private static final int MOST_LINES = 400;

    private final Ticker ticker;
    private final long start;
    private final List<String> lines = new ArrayList<>();

    /** Starts one now. */
    public Transcript(Ticker ticker) {
        this.ticker = ticker;
        this.start = ticker.nanos();
    }

    /** Adds a line; one that is very long is cut. */
    public synchronized void add(String line) {
        if (lines.size() < MOST_LINES) {
            String cut = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " ...";
            lines.add("%7.1f %s".formatted((ticker.nanos() - start) / 1e6, cut));
        }
    }

    /** Returns the lines so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
