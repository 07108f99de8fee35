package io.spillway.control.ads;

/**
 * What one control node takes from its clients at most, so that no client, and no storm of them, takes it from the others.
 *
 * @param streams          at a time
 * @param streamsPerNode   at a time of one node; one more ends the oldest, which may be half open. A process that uses gRPC's
 *                         own xDS client has a stream for each target that it calls
 * @param streamsPerSecond new ones; those above it are told when to come again
 * @param names            that one stream subscribes of one type
 */
public record AdsLimits(int streams, int streamsPerNode, int streamsPerSecond, int names) {

    /** Far above what one IDC has, and far below what a node has memory for. */
    public static final AdsLimits DEFAULTS = new AdsLimits(20_000, 128, 2_000, 200_000);

    /** Checks that all are at least 1. */
    public AdsLimits {
        if (streams < 1 || streamsPerNode < 1 || streamsPerSecond < 1 || names < 1) {
            throw new IllegalArgumentException("limits " + streams + ", " + streamsPerNode + ", " + streamsPerSecond
                    + ", " + names + " (expected: at least 1 each)");
        }
    }
}
