package io.spillway.sync.peer;

import java.time.Instant;

/**
 * Whether this process leads among the registry-syncs of its IDC: what one reports that does not lead is not written.
 *
 * @param leading whether it does, as the control plane said last
 * @param term    in which term; 0 when it does not lead
 * @param leader  the node that leads; empty when nobody does, or it is not known
 * @param since   when that last changed
 */
public record LeadView(boolean leading, long term, String leader, Instant since) {

    /** Returns the same if nothing changed, else what holds from now on. */
    LeadView then(boolean leadingNow, long termNow, String leaderNow, Instant now) {
        boolean same = leading == leadingNow && term == termNow && leader.equals(leaderNow);
        return same ? this : new LeadView(leadingNow, termNow, leaderNow, now);
    }
}
