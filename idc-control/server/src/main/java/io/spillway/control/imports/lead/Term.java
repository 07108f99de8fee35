package io.spillway.control.imports.lead;

import java.util.List;

import io.spillway.registry.Compare;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RegistryKeys;

/**
 * How a process of registry-sync stands.
 *
 * @param leading whether it leads, as far as its control node knows: only a write that compares {@link #fence()} is sure
 * @param number  the revision that made it the leader; 0 when it is not
 * @param leader  the node that leads, itself or another; empty when nobody does
 */
public record Term(boolean leading, long number, String leader) {

    /** Does not lead, and does not know who does. */
    public static final Term NONE = new Term(false, 0, "");

    /** Returns whether what was sent in that term may be written in this one; 0: in whichever the sender leads. */
    public boolean takes(long sentIn) {
        return leading && (sentIn == 0 || sentIn == number);
    }

    /** Returns what has to hold in the registry at the moment of every write of this term. */
    public List<Compare> fence() {
        return List.of(new Compare(RegistryKeys.SYNC_LEADER, number));
    }

    /** Returns whether a fence held, as of what a refused write says stands under the keys that it compared. */
    public static boolean holds(List<Compare> fence, List<KeyValue> current) {
        return fence.stream().allMatch(compare -> compare.modRevision() == current.stream()
                .filter(entry -> entry.key().equals(compare.key())).mapToLong(KeyValue::modRevision).findFirst()
                .orElse(0));
    }
}
