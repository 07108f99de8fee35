package io.spillway.ctl.verb;

/** With what the command ends; the numbers are public. */
public enum ExitCode {
    /** Done. */
    DONE(0),
    /** The thing itself failed, as in a validation. */
    FAILED(1),
    /** Usage or environment. */
    USAGE(2),
    /** Unreachable or timed out. */
    UNREACHABLE(3),
    /** Somebody else holds it. */
    CONFLICT(4),
    /** Refused by a guard. */
    GUARDED(5),
    /** Interrupted. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** Returns the number for the system. */
    public int number() {
        return number;
    }
}
