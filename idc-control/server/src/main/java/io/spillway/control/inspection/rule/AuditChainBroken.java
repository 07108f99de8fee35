package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** An audit in which a record was edited, removed, moved or cut off. */
final class AuditChainBroken implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("audit-chain-broken",
            "Somebody with access to the registry changed what was recorded: from there on it proves nothing",
            "spillway audit verify; compare with your latest export (spillway audit verify --file F), find who writes to the registry");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        String broken = idc.serving().doubts().audit();
        if (!broken.isEmpty()) {
            findings.error(ADVICE, "audit", "found by " + idc.node() + ": " + broken);
        }
    }
}
