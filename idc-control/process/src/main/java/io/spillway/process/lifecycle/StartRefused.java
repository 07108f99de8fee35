package io.spillway.process.lifecycle;

/** A process cannot start, for a reason that its operator can understand and mend. */
public final class StartRefused extends Exception {

    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    /**
     * Makes one.
     *
     * @param message names the thing, its value and what was expected
     */
    public StartRefused(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Returns with what the process ends. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
