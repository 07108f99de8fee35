package io.spillway.process.lifecycle;

/** With what a process or command ends; the meaning is public. */
public enum ExitCode {
    DONE(0),
    /** The thing itself failed. */
    FAILED(1),
    /** Usage or environment, a bad configuration file among them. */
    USAGE(2),
    /** Unreachable or timed out. */
    UNREACHABLE(3),
    /** Somebody else holds it. */
    CONFLICT(4),
    /** Refused by a guard. */
    GUARDED(5), INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** Returns the number for the system. */
    public int number() {
        return number;
    }
}
