package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** A node that is not ready. */
final class NotReady implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("not-ready",
            "It takes no data planes; those that it has stay with what they have",
            "Wait, or see what it waits for in its log");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        if (!idc.serving().readiness().ready()) {
            findings.error(ADVICE, "node " + idc.node(), "not ready: waits for "
                    + String.join(", ", idc.serving().readiness().waitingFor()));
        }
    }
}
