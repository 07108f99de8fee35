package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** Health checks of this node that the data path contradicts. */
final class ChecksNotBelieved implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("checks-not-believed",
            "Workloads that die now are not marked by this node until it is over; users are fine",
            "Do not restart workloads; look at this node's network, or at path, statuses and checkPort of the check");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        String alarm = idc.serving().doubts().checks();
        if (!alarm.isEmpty()) {
            findings.error(ADVICE, "health checks", "not believed by " + idc.node() + ": " + alarm);
        }
    }
}
