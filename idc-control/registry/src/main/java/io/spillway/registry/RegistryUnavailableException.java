package io.spillway.registry;

import java.time.Instant;

/** The registry did not answer in time, or is refused because it is not the one that was known. */
public final class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Instant since;

    /** Creates one; {@code since} is when the registry was lost, as in {@link ConnectionState#since()}. */
    public RegistryUnavailableException(Instant since, String reason) {
        super("registry unavailable since " + since + ": " + reason);
        this.since = since;
    }

    /** Returns when the registry was lost. */
    public Instant since() {
        return since;
    }
}
