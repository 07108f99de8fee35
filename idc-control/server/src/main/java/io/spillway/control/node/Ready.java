package io.spillway.control.node;

import java.util.List;

/**
 * Whether this node may serve: everything that stood in the registry at the start is loaded. Losing the registry later
 * does not undo it, and no remote IDC is waited for. Set by the state's thread, read by all.
 */
public final class Ready {

    private volatile boolean loaded;
    private volatile List<String> reasons = List.of("the registry is not loaded yet");

    /** Returns what is waited for; empty when ready. */
    public List<String> reasons() {
        return reasons;
    }

    /** Returns whether writes can be judged: everything that stands is known. */
    boolean loaded() {
        return loaded;
    }

    void setLoaded() {
        loaded = true;
    }

    /** Says what is waited for. */
    void waitFor(List<String> waiting) {
        reasons = List.copyOf(waiting);
    }
}
