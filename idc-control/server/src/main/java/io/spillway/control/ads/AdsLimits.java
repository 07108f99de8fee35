package io.spillway.control.ads;

import java.util.Collection;

import io.grpc.Status;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.document.Shown;
import org.jspecify.annotations.Nullable;

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

    /** Characters of a name: twice two names of resources and what joins them. */
    private static final int LONGEST_NAME = 1_024;

    /** Checks that all are at least 1. */
    public AdsLimits {
        if (streams < 1 || streamsPerNode < 1 || streamsPerSecond < 1 || names < 1) {
            throw new IllegalArgumentException("limits " + streams + ", " + streamsPerNode + ", " + streamsPerSecond
                    + ", " + names + " (expected: at least 1 each)");
        }
    }

    /**
     * What is too much.
     *
     * @param status what the client is told
     * @param counted whether it is one of these limits, rather than nonsense
     */
    record Excess(Status status, boolean counted) {

        String why() {
            return String.valueOf(status.getDescription());
        }
    }

    /** Returns what is too much when a client has so many names of a type, with these new among them; null: nothing. */
    @Nullable
    Excess excess(ResourceType type, int all, Collection<String> fresh) {
        for (String name : fresh) {
            if (name.length() > LONGEST_NAME) {
                return new Excess(Status.INVALID_ARGUMENT.withDescription(type.shortName() + ": " + Shown.text(name)
                        + " of " + name.length() + " characters subscribed (expected: " + LONGEST_NAME
                        + " at most)"), false);
            }
        }
        return all <= names
                ? null
                : new Excess(Status.RESOURCE_EXHAUSTED.withDescription(type.shortName() + ": " + all
                        + " names subscribed (expected: " + names + " at most)"), true);
    }
}
