package io.spillway.control.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.spillway.control.state.ControlState;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.ProgressRecords;
import io.spillway.wire.v1.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of what a peer says of its part of switch-overs: the newest that it said stands. What it does not say any more
 * stays. Pure.
 */
final class ProgressEdits {

    private ProgressEdits() {}

    /** Returns the steps; what is set aside is added to {@code refused}. */
    static List<List<Edit>> of(ControlState state, String peer,
            List<io.spillway.wire.v1.SwitchOverProgress> said, ImportEdits.Seen seen, List<Refused> refused) {
        Map<String, SwitchOverProgress> newest = new LinkedHashMap<>();
        for (io.spillway.wire.v1.SwitchOverProgress message : said) {
            if (!message.getIdc().equals(peer)) {
                refused.add(refusal(peer, message.getSwitchOver(), "/idc: \"" + message.getIdc() + "\" (expected: "
                        + peer + ", the peer it came from)"));
                continue;
            }
            switch (ProgressRecords.fromProto(message)) {
                case Decoded.Valid<SwitchOverProgress>(SwitchOverProgress read) ->
                    newest.merge(read.switchOver(), read, (one, other) -> older(other, one) ? one : other);
                case Decoded.Invalid<SwitchOverProgress>(List<Violation> violations) ->
                    refused.add(refusal(peer, message.getSwitchOver(),
                            violations.stream().map(Violation::message).collect(Collectors.joining("; "))));
            }
        }
        Map<String, SwitchOverProgress> standing = state.notes().progress().of(peer);
        newest.values().removeIf(progress -> !isNews(standing.get(progress.switchOver()), progress));
        if (standing.size() + newest.size() > SwitchEdits.MOST) {
            newest.keySet().removeIf(name -> tooMany(peer, name, standing, refused));
        }
        return newest.values().stream().map(progress -> step(peer, progress, seen)).toList();
    }

    private static boolean tooMany(String peer, String name, Map<String, SwitchOverProgress> standing,
            List<Refused> refused) {
        boolean isNew = !standing.containsKey(name);
        if (isNew) {
            refused.add(refusal(peer, name, "progress of " + (standing.size() + 1) + " switch-overs (expected: at most "
                    + SwitchEdits.MOST + ")"));
        }
        return isNew;
    }

    private static List<Edit> step(String peer, SwitchOverProgress progress, ImportEdits.Seen seen) {
        String key = RegistryKeys.progress(peer, progress.switchOver());
        return List.of(Edit.put(key, seen.revision(key), ProgressRecords.encode(progress)));
    }

    private static boolean isNews(@Nullable SwitchOverProgress here, SwitchOverProgress told) {
        return here == null || (!older(told, here) && !told.equals(here));
    }

    /** What speaks of an earlier transition is older; clocks of two nodes say nothing. */
    private static boolean older(SwitchOverProgress told, SwitchOverProgress than) {
        int generations = told.generation().compareTo(than.generation());
        return generations < 0 || (generations == 0 && told.sequence() < than.sequence());
    }

    private static Refused refusal(String peer, String name, String reason) {
        return Refused.newBuilder().setPeer(peer).setName(name).setReason(reason).build();
    }
}
