package io.spillway.control.nodes;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The live nodes and what they say, at one moment. Immutable.
 *
 * @param live    who lives
 * @param records what each of them said last, by name; of exactly those that live
 */
public record NodesView(LiveNodes live, SortedMap<String, NodeRecord> records) {

    /** Copies the map. */
    public NodesView {
        records = Collections.unmodifiableSortedMap(new TreeMap<>(records));
    }

    /** Returns what a node sees before it is one of them. */
    public static NodesView none(String self) {
        return new NodesView(LiveNodes.none(self), new TreeMap<>());
    }

    /** Returns the view with these records; the version of the live nodes grows when other nodes live. */
    NodesView with(Map<String, NodeRecord> newer) {
        LiveNodes before = live;
        SortedMap<String, NodeRecord> sorted = new TreeMap<>(newer);
        return new NodesView(before.names().equals(List.copyOf(sorted.keySet()))
                ? before
                : LiveNodes.of(before.self(), sorted.keySet(), before.version() + 1), sorted);
    }
}
