package io.spillway.control.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What happened and was not taken: it goes with the next change until somebody took both. Without it a listener that failed
 * once would never hear of that again, because the state has it already and no comparison finds it missing. Owned by the
 * state's thread.
 */
final class Owed {

    private @Nullable StateChange owed;

    /** Returns whether everything was taken. */
    boolean isNothing() {
        return owed == null;
    }

    /** Returns all that is to be told now; it is owed until {@link #taken}. */
    StateChange with(StateChange newer) {
        StateChange all = owed == null ? newer : both(owed, newer);
        owed = all;
        return all;
    }

    /** All that {@link #with} returned was taken. */
    void taken() {
        owed = null;
    }

    /** Times are those of the older: it is the one that waits. */
    private static StateChange both(StateChange older, StateChange newer) {
        Map<ResourceKeys.Id, StateChange.Changed> changed = new LinkedHashMap<>();
        older.resources().forEach(one -> changed.put(idOf(one), one));
        newer.resources().forEach(one -> changed.merge(idOf(one), one,
                (before, after) -> new StateChange.Changed(before.before(), after.after(), after.written())));
        Touched touched = new Touched();
        touched.addAll(older.touched());
        touched.addAll(newer.touched());
        // Who came and went meanwhile was never there, for those who did not hear of it.
        changed.values().removeIf(one -> one.before() == null && one.after() == null);
        return new StateChange(newer.state(), new ArrayList<>(changed.values()), touched, newer.revision(),
                older.receivedNanos(), older.receivedAt());
    }

    private static ResourceKeys.Id idOf(StateChange.Changed changed) {
        return new ResourceKeys.Id(changed.newest().kind(), changed.newest().name());
    }
}
