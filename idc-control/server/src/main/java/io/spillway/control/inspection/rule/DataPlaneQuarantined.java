package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.Unconfirmed;

/** Data planes that switch-overs go on without. */
final class DataPlaneQuarantined implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("data-plane-quarantined",
            "It may still send requests as they went before, and a switch-over goes on all the same",
            "Restart it or take it out; it leaves quarantine when it has Acked, or is gone");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (Resource resource : idc.state().sorted(Kind.SWITCH_OVER)) {
            if (resource.spec() instanceof SwitchOverSpec spec && spec.status() != null
                    && !spec.status().state().over()) {
                for (Unconfirmed open : spec.status().unconfirmed()) {
                    Unconfirmed.DataPlane plane = open.quarantined();
                    if (plane != null) {
                        findings.warning(ADVICE, "data plane " + plane, open.detail() + "; by " + open.acceptedBy()
                                + " in " + Findings.path(resource));
                    } else if (open.quarantinedAtMost() > 0) {
                        findings.warning(ADVICE, "data planes of " + open.idc(), open.detail() + "; by "
                                + open.acceptedBy() + " in " + Findings.path(resource));
                    }
                }
            }
        }
    }
}
