package io.spillway.control.state;

import io.spillway.model.document.Decoded;
import io.spillway.registry.KeyValue;

/** States with notes beside the imports, for tests of those who read them. */
public final class Noted {

    private Noted() {}

    /** Returns the state with what a key says. */
    public static ControlState with(ControlState state, String key, byte[] value) {
        if (!(state.notes().with(new KeyValue(key, value, 1, 1, 0)) instanceof Decoded.Valid<Notes>(var notes))) {
            throw new IllegalArgumentException("not a note: " + key);
        }
        return state.withNotes(notes);
    }
}
