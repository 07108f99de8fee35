package io.spillway.control.inspection.rule;

import java.util.TreeMap;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** DrGroups with a policy for automatic shift that would not act. */
final class AutomaticNotArmed implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("automatic-not-armed",
            "Somebody counts on it, and when an IDC fails traffic stays where it is until an operator moves it",
            "Add what is missing: gateways in a third IDC, or probes (POST /v1/vantage); or take limits.automatic out of"
                    + " the DrGroup, and move by spillway switchover");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        new TreeMap<>(idc.serving().doubts().unarmed()).forEach((group, why) -> findings.error(ADVICE,
                "drgroups/" + group, "automatic shift is not armed: " + why));
    }
}
