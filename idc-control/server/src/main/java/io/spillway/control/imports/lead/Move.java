package io.spillway.control.imports.lead;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a control node does about the key of the leader. */
sealed interface Move {

    /** A process that reports here leads already. */
    record Keep(Claimant leader) implements Move {}

    /** Somebody else leads, or nobody is here who could. */
    record Follow() implements Move {}

    /** A process that reports here is to lead, if the key is still as it was. {@code expected} 0: is absent. */
    record Claim(Claimant claimant, long expected) implements Move {}

    /**
     * Decides. A process whose lease another control node holds leads on from here at once: it is not there any more.
     *
     * @param standing what stands under the key; null: nothing
     * @param ownLease the lease under which this node wrote the key; 0: none
     * @param holder   for whom it did
     * @param awake    who reports here and was heard lately, the first who came first
     */
    static Move of(@Nullable Standing standing, long ownLease, @Nullable Claimant holder, List<Claimant> awake) {
        if (standing == null) {
            return awake.isEmpty() ? new Follow() : new Claim(awake.getFirst(), 0);
        }
        if (holder != null && standing.leaseId() == ownLease) {
            return new Keep(holder);
        }
        return awake.stream().filter(each -> each.is(standing.node(), standing.instance())).findFirst()
                .<Move>map(same -> new Claim(same, standing.revision())).orElseGet(Follow::new);
    }
}
