package io.spillway.model.resource;

import java.util.Comparator;

/**
 * Version of an exported ServiceEntry: the epoch first, then the registry revision of the origin.
 *
 * @param epoch grows when an operator accepts that the origin's registry is another one (a restore)
 */
public record OriginVersion(long epoch, long revision) implements Comparable<OriginVersion> {

    private static final Comparator<OriginVersion> ORDER = Comparator.comparingLong(OriginVersion::epoch)
            .thenComparingLong(OriginVersion::revision);

    @Override
    public int compareTo(OriginVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return epoch + "." + revision;
    }
}
