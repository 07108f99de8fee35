package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.service.StatusReport.HeldView;
import io.spillway.control.service.StatusReport.PeerView;

/** Updates of other IDCs that a guard holds back. */
final class HeldUpdate implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("update-held",
            "An update that empties or halves a service is more often a fault than a wish",
            "Ask that IDC whether it is meant; if so: spillway sync release");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (PeerView peer : idc.serving().peers()) {
            for (HeldView held : peer.held()) {
                findings.warning(ADVICE, "peer " + peer.idc(),
                        (held.service().isEmpty() ? "its list of services" : "service " + held.service())
                                + " is held by " + held.guard() + " since " + held.since() + ": " + held.detail());
            }
        }
    }
}
