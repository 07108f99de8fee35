package io.spillway.sync.ingest;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A source as it stands.
 *
 * @param place what is read
 * @param state whether it gives data
 * @param reason why it gives none; empty when it does
 * @param lastData when it last gave data, by the wall clock; null if never
 * @param whole whether what it does not have may go
 * @param api why nothing can be written at the moment; empty when it can
 * @param counts entries by state
 * @param aside what was set aside, by the source or by the control plane, with the reason, by name
 * @param held removals that a guard holds, with the reason, by name
 */
public record SourceView(String source, String place, State state, String reason, @Nullable Instant lastData,
        boolean whole, String api, Counts counts, Map<String, String> aside, Map<String, String> held) {

    /** Copies the maps. */
    public SourceView {
        aside = Map.copyOf(aside);
        held = Map.copyOf(held);
    }

    /** Whether a source can be believed. */
    public enum State {
        /** It has never given data. */
        NEVER,
        /** The newest reading has data. */
        LIVE,
        /** The newest reading has none; what it said before stays. */
        NO_DATA,
        /** Another process leads and reads it; this one does not. */
        STANDBY
    }

    /** Returns the source as a process has it that does not lead. */
    SourceView asStandby() {
        return state == State.STANDBY
                ? this
                : new SourceView(source, place, State.STANDBY, "", lastData, true, "", new Counts(0, 0, 0, 0, 0),
                        Map.of(), Map.of());
    }

    /**
     * Entries by state.
     *
     * @param registered the control plane has them as the source says
     * @param waiting they are to be written
     * @param leaving they drain
     * @param held they are missed, and stay until that is confirmed
     * @param aside they were set aside
     */
    public record Counts(int registered, int waiting, int leaving, int held, int aside) {}
}
