package io.spillway.control.inspection.rule;

import java.util.stream.Collectors;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.IntendedView;
import io.spillway.control.service.StatusReport.SyncState;

/** Data planes that do not have what they should. */
final class DataPlaneDiffers implements Rule {

    private static final Findings.Advice NACKED = new Findings.Advice("data-plane-nacked",
            "It goes on with the version before, so that it serves another configuration than the others",
            "Correct the resource that it names, or update the data plane if it is too old to understand it");
    private static final Findings.Advice FORGOTTEN = new Findings.Advice("data-plane-differs",
            "Nothing is on its way to it and yet it lacks something: a fault of the control plane",
            "Restart the data plane or this control node, so that it says anew what it has; and report the fault");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (DataPlaneView plane : idc.serving().dataPlanes()) {
            String name = plane.role() + " " + plane.node();
            IntendedView intended = plane.intended();
            boolean differs = intended != null && intended.differing() > 0;
            if (plane.state() == SyncState.NACKED) {
                findings.error(NACKED, name, plane.type() + " NACKED: "
                        + (intended == null || !differs ? String.valueOf(plane.lastNack()) : named(intended)));
            } else if (plane.state() == SyncState.SYNCED && intended != null && differs) {
                findings.error(FORGOTTEN, name, plane.type() + ": " + intended.differing() + " of "
                        + intended.resources() + " differ: " + named(intended));
            }
        }
    }

    private static String named(IntendedView intended) {
        return intended.differs().stream().map(one -> one.name() + " " + one.how() + " (" + one.detail() + ")")
                .collect(Collectors.joining("; "));
    }
}
