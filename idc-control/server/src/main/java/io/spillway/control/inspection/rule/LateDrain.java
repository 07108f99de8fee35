package io.spillway.control.inspection.rule;

import java.time.Duration;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.service.Finding.Severity;
import io.spillway.control.service.StatusReport.DrainView;

/** Workloads that asked to leave and are kept waiting. */
final class LateDrain implements Rule {

    /** A deletion that fails is tried each second; what takes longer than some tries is no accident. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Findings.Advice ADVICE = new Findings.Advice("drain-late",
            "Its process stays up and waits until it is released; a client that has not Acked may still send it requests",
            "See the data planes that it waits for; if there are none, see the node that is to release it and its registry");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        Duration deadline = idc.serving().draining().deadline();
        for (DrainView drain : idc.serving().draining().workloads()) {
            Duration age = Duration.between(drain.since(), idc.now());
            if (age.compareTo(deadline.dividedBy(2)) > 0) {
                boolean overdue = age.compareTo(deadline.plus(GRACE)) > 0;
                findings.add(overdue ? Severity.ERROR : Severity.WARNING, ADVICE, "workloads/" + drain.workload(),
                        "drains for " + age.toSeconds() + " s, its deadline is " + deadline.toSeconds() + " s; "
                                + (overdue ? owner(drain) : waits(drain)));
            }
        }
    }

    private static String owner(DrainView drain) {
        return drain.owner() == null ? "no node is to release it" : "node " + drain.owner() + " is to release it";
    }

    private static String waits(DrainView drain) {
        return "it waits for clients of " + (drain.nodes().isEmpty() ? "nobody" : String.join(", ", drain.nodes()))
                + (drain.clients().isEmpty() ? "" : ": " + String.join(", ", drain.clients()));
    }
}
