package io.spillway.gateway.bench.process;

/** A bench that cannot be run or whose result means nothing; the message says what to do. Ends the bench. */
public final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchFailure(String message) {
        super(message);
    }

    public BenchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
