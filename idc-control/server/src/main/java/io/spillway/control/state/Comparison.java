package io.spillway.control.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.spillway.registry.RangeResult;

/**
 * What a full listing says that a state does not, ready to be taken by {@link StateFold#take}: whatever grows with the registry
 * has been done. Made by any thread.
 *
 * @param read {@link ListingDifference#newer}, without what was unreadable before and is still
 */
record Comparison(ListingDifference difference, List<RecordReader.Read> read) {

    static Comparison of(ControlState state, Set<String> unreadable, RangeResult listing, RecordReader reader) {
        ListingDifference difference = ListingDifference.of(state, unreadable, listing);
        List<RecordReader.Read> read = new ArrayList<>();
        reader.readAll(difference.newer(), one -> {
            if (!(one.record() instanceof RecordCodec.ReadRecord.Unknown) || !unreadable.contains(one.entry().key())) {
                read.add(one);
            }
        });
        return new Comparison(difference, List.copyOf(read));
    }
}
