package io.spillway.control.inspection.rule;

import java.util.TreeMap;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** What is not served as it stands in the registry, because this node failed to make it. */
final class NotBuilt implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("not-built",
            "It is served as it was before its last change, and not at all if it is new",
            "Take back its last change, and report the reason: it is a fault of the control plane");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        new TreeMap<>(idc.serving().doubts().unbuilt())
                .forEach((part, reason) -> findings.error(ADVICE, part, "cannot be made: " + reason));
    }
}
