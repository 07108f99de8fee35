package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.state.HeldRemovals;

/** A registry that lost too much at once to be believed. */
final class RegistryNotBelieved implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("registry-not-believed",
            "It may have been emptied or restored from an older backup; believing it would empty the gateways",
            "Find out what happened to the registry; if it is right: spillway registry accept --cluster-id ID");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        HeldRemovals held = idc.registered().held();
        if (!held.ids().isEmpty()) {
            findings.error(ADVICE, "registry", "not believed (" + held.reason() + "): at revision " + held.revision()
                    + " " + held.detail() + "; " + held.ids().size()
                    + " resources stay in use until they are back, or until 'spillway registry accept --cluster-id "
                    + idc.registered().clusterId() + "'");
        }
    }
}
