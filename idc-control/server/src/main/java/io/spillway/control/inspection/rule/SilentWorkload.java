package io.spillway.control.inspection.rule;

import java.time.Duration;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;

/** Workloads that have not been heard for longer than their lease. */
final class SilentWorkload implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("workload-silent",
            "It may be gone, or only what registers it; nothing is taken away for silence",
            "See whether it still answers; if it is gone: spillway delete workloads NAME");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (Resource resource : idc.state().sorted(Kind.WORKLOAD_ENTRY)) {
            if (resource.spec() instanceof WorkloadEntrySpec workload) {
                Duration lease = workload.lease();
                Duration silence = idc.registered().silence().apply(resource.name());
                // A node judges silence only when it has listened for a whole lease itself.
                if (lease != null && idc.registered().up().compareTo(lease) > 0 && silence.compareTo(lease) > 0) {
                    findings.warning(ADVICE, Findings.path(resource), "silent for " + silence.toSeconds()
                            + " s, its lease is " + lease.toSeconds() + " s; it stays in use");
                }
            }
        }
    }
}
