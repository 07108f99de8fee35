package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** What automatic shift would have to know, and does not, beside what keeps a DrGroup from being armed. */
final class AutomaticSelfCheck implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("automatic-self-check",
            "With less to go by it may not act when an IDC fails",
            "See whether that IDC and the line to it work (spillway status, peers), and whether all gateways report");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        idc.serving().doubts().selfCheck()
                .forEach(what -> findings.warning(ADVICE, "automatic shift", "found by " + idc.node() + ": " + what));
    }
}
