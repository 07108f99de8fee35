package io.spillway.control.load;

import java.time.Duration;

/**
 * How often load is reported, and how much of it at most.
 *
 * @param every          time between two reports of a data plane
 * @param streams        streams at one time
 * @param streamsPerNode streams of one node; when one more comes the oldest is ended, because it is likely a dead one
 * @param messageBytes   size of one report
 * @param clusters       clusters in one report
 * @param localities     localities and priorities of one cluster in one report
 * @param categories     drop categories of one cluster in one report
 */
public record LoadSettings(Duration every, int streams, int streamsPerNode, int messageBytes, int clusters,
        int localities, int categories) {

    /** What applies when nothing is said. */
    public static final LoadSettings DEFAULTS = new LoadSettings(Duration.ofSeconds(2), 20_000, 2, 8 * 1024 * 1024,
            50_000, 256, 64);

    /** Time between two reports of a data plane while traffic moves. */
    public static final Duration HURRY = Duration.ofMillis(250);

    /** A node counts for so many intervals after its last report. */
    private static final int PATIENCE = 3;

    /** Checks the interval. */
    public LoadSettings {
        if (every.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("every: " + every + " (expected: 1 ms or more)");
        }
    }

    /** Returns the same with another interval. */
    public LoadSettings withEvery(Duration other) {
        return new LoadSettings(other, streams, streamsPerNode, messageBytes, clusters, localities, categories);
    }

    /** Returns the time between two looks at what was reported. */
    public Duration look() {
        return every.dividedBy(2);
    }

    /** Returns how long a node's figures count after its last report. */
    long silentNanos() {
        return PATIENCE * every.toNanos();
    }
}
