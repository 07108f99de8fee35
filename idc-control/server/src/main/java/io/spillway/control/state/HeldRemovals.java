package io.spillway.control.state;

import java.util.Set;

/**
 * What the registry has no more, or only in an older version, and what is served nevertheless.
 *
 * @param ids      the resources; empty when nothing is held back
 * @param reason   one word: {@code emptied}, {@code shrunken} or {@code rewound}
 * @param detail   what was seen
 * @param revision of the registry when it was seen
 */
public record HeldRemovals(Set<ResourceKeys.Id> ids, String reason, String detail, long revision) {

    /** Nothing is held back. */
    public static final HeldRemovals NONE = new HeldRemovals(Set.of(), "", "", 0);

    /** Copies the set. */
    public HeldRemovals {
        ids = Set.copyOf(ids);
    }
}
