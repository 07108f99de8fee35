package io.spillway.sync.ingest;

import java.time.Duration;

/**
 * How the entries of a source become workloads.
 *
 * @param source its name, unique in the IDC; it stands in each entry as the label {@value Provenance#LABEL}
 * @param confirmAfter so long after it was first missed, an entry that a guard holds must be missing in another reading
 * @param deleteAfter a workload that drains and is still registered then, is deleted; longer than any control plane's
 *        drainDeadline, which releases it before
 * @param writesPerSecond 1 or more; a renewal of up to 100 leases counts as one
 */
public record IngestSettings(String source, Duration confirmAfter, Duration deleteAfter, int writesPerSecond) {

    /** Usual {@code confirmAfter}. */
    public static final Duration CONFIRM_AFTER = Duration.ofSeconds(30);
    /** Usual {@code deleteAfter}: a control plane waits 10 minutes at most. */
    public static final Duration DELETE_AFTER = Duration.ofMinutes(15);
    /** Usual {@code writesPerSecond}. */
    public static final int WRITES_PER_SECOND = 200;

    /** Returns the usual settings of a source. */
    public static IngestSettings of(String source) {
        return new IngestSettings(source, CONFIRM_AFTER, DELETE_AFTER, WRITES_PER_SECOND);
    }
}
