package io.spillway.control.service;

import java.time.Instant;

import io.spillway.wire.audit.AuditHead;

/** What became of a pruning of the audit. */
public sealed interface PruneResult {

    /**
     * It is in the chain, which begins after {@code through} from now on; the keys are deleted soon.
     *
     * @param records so many
     */
    record Pruned(AuditHead through, long records) implements PruneResult {}

    /** Nothing was pruned: too young, not exported, no whole segment, or not what stands there. HTTP 409. */
    record Refused(String reason) implements PruneResult {}

    /** The registry does not answer, or does not take the record. HTTP 503. */
    record Unavailable(Instant since, String reason) implements PruneResult {}
}
