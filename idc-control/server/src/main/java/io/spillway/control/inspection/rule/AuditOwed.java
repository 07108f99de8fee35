package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** Deeds whose records stand beside the audit, because it could not be written. */
final class AuditOwed implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("audit-owed",
            "What was done by break-glass is in a file of one node only: who loses that loses the record of it",
            "Keep the node and its data directory; look why the registry takes no audit records (registry, disk, rights)");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        int owed = idc.serving().doubts().owed();
        if (owed > 0) {
            findings.warning(ADVICE, "audit", idc.node() + " owes " + owed + " records to the audit");
        }
    }
}
