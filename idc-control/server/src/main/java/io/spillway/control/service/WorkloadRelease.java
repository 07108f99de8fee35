package io.spillway.control.service;

import java.time.Instant;

import io.spillway.control.service.StatusReport.DrainView;
import io.spillway.model.resource.WorkloadState;
import org.jspecify.annotations.Nullable;

/** Whether a workload may end: nobody sends it requests any more. */
public sealed interface WorkloadRelease {

    /** It is not registered, as of that revision: it was released, or deleted, or never there. */
    record Released(long revision) implements WorkloadRelease {}

    /** It is still there; {@code drain}: who is waited for, null when it does not drain. */
    record Waiting(WorkloadState state, @Nullable DrainView drain) implements WorkloadRelease {}

    /** This node does not know what is registered. */
    record Unavailable(Instant since, String reason) implements WorkloadRelease {}
}
