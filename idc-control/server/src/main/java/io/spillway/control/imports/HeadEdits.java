package io.spillway.control.imports;

import java.util.List;

import io.spillway.control.state.ControlState;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.audit.KnownHeads;
import io.spillway.wire.audit.ToldHead;
import io.spillway.wire.audit.ToldWord;
import io.spillway.wire.v1.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of what a peer tells of where its audit ends: the list of it grows, and what does not go on from it is a fault,
 * which stays. Pure.
 *
 * @param fault what does not go on, when that is new; empty for nothing
 */
record HeadEdits(List<List<Edit>> steps, String fault) {

    /** Returns the steps; what is set aside is added to {@code refused}. */
    static HeadEdits of(ControlState state, String peer, List<io.spillway.wire.v1.ToldHead> said, ImportEdits.Seen seen,
            List<Refused> refused) {
        @Nullable
        KnownHeads found = state.notes().heads().get(peer, ToldHead.NAME);
        KnownHeads standing = found == null ? KnownHeads.NONE : found;
        KnownHeads next = standing;
        for (io.spillway.wire.v1.ToldHead message : said) {
            if (!message.getIdc().equals(peer)) {
                refused.add(refusal(peer, "/idc: \"" + message.getIdc() + "\" (expected: " + peer
                        + ", the peer it came from)"));
                continue;
            }
            try {
                next = next.with(ToldWord.fromProto(message));
            } catch (IllegalArgumentException wrong) {
                refused.add(refusal(peer, String.valueOf(wrong.getMessage())));
            }
        }
        if (next.equals(standing)) {
            return new HeadEdits(List.of(), "");
        }
        String key = RegistryKeys.heads(peer);
        return new HeadEdits(List.of(List.of(Edit.put(key, seen.revision(key), next.encode()))),
                next.fault().equals(standing.fault()) ? "" : next.fault());
    }

    private static Refused refusal(String peer, String reason) {
        return Refused.newBuilder().setPeer(peer).setName(ToldHead.NAME).setReason(reason).build();
    }
}
