package io.spillway.model.resource;

import java.util.List;

/**
 * What is changed in the headers of a message; first removed, then set, then added.
 *
 * @param set replaces every line of that name
 * @param add adds a line
 * @param remove names of which no line stays
 */
public record HeaderEdits(List<Line> set, List<Line> add, List<String> remove) {

    /** Nothing is changed. */
    public static final HeaderEdits NONE = new HeaderEdits(List.of(), List.of(), List.of());

    public HeaderEdits {
        set = List.copyOf(set);
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }

    /** A header line. */
    public record Line(String name, String value) {}

    /** Returns whether nothing is changed. */
    public boolean isEmpty() {
        return set.isEmpty() && add.isEmpty() && remove.isEmpty();
    }
}
