package io.spillway.model.resource;

/** Who began a switch-over. Of two that want the same traffic the one that stands first here goes before. */
public enum SwitchOrigin {
    /** An operator. */
    MANUAL,
    /** A DrGroup's policy. */
    AUTOMATIC,
    /** A drill. */
    DRILL;

    /** Returns whether one of this origin interrupts one of the other. */
    public boolean interrupts(SwitchOrigin other) {
        return compareTo(other) < 0;
    }
}
