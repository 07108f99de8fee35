package io.spillway.control.imports.lead;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Who leads, as this control node knows.
 *
 * @param standing who leads; null: nobody, or it is not known yet
 * @param here     the nodes that report to this control node, the first who came first
 * @param leadsHere whether the one who leads is among them
 */
public record LeaderView(@Nullable Standing standing, List<String> here, boolean leadsHere) {

    static final LeaderView NOBODY = new LeaderView(null, List.of(), false);

    /** Copies the list. */
    public LeaderView {
        here = List.copyOf(here);
    }

    /** Returns the revision that made the leader it; 0 when nobody leads. */
    public long term() {
        return standing == null ? 0 : standing.revision();
    }
}
