package io.spillway.control.drain;

import java.time.Instant;
import java.util.List;

import io.spillway.control.drain.DrainRules.Verdict;
import io.spillway.control.state.DeletionNote;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the entries of workloads that are released, and says so. What fails is tried again by who decided it. */
final class Deletions {

    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);

    private final Registry registry;
    private final DrainObserver observer;

    Deletions(Registry registry, DrainObserver observer) {
        this.registry = registry;
        this.observer = observer;
    }

    /** Deletes the entry if it is still as it was when it began to drain; {@code self}: the node that does. */
    void release(Drain drain, Verdict.Release release, String self) {
        String detail = release.missing().nodes().isEmpty()
                ? ""
                : "no Ack from clients of " + String.join(", ", release.missing().nodes()) + ": "
                        + String.join(", ", release.missing().clients());
        switch (registry.commit(new Transaction(List.of(new Compare(drain.key(), drain.revision())),
                List.of(Operation.delete(drain.key()), DeletionNote.of("drain:" + self))))) {
            case CommitResult.Committed(long revision) -> {
                if (detail.isEmpty()) {
                    LOG.info("workload {}: DRAINING -> released at revision {}", drain.workload(), revision);
                } else {
                    LOG.warn("workload {}: DRAINING -> released at revision {} after the deadline: {}",
                            drain.workload(), revision, detail);
                }
                observer.released(drain.workload(), release.reason().word(), detail);
            }
            case CommitResult.Conflict _ ->
                LOG.debug("workload {} is released or back already, its event will say which", drain.workload());
            case CommitResult.Unavailable(Instant since, String reason, boolean _) ->
                LOG.debug("workload {} is not released yet, the registry is away since {}: {}", drain.workload(), since,
                        reason);
        }
    }
}
