package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** Another IDC whose audit does not go on from where it was. */
final class AuditNotExtended implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("audit-not-extended",
            "Somebody with access to the registry of that IDC cut its audit or wrote it anew",
            "spillway audit verify --server THAT_IDC --witness THIS_IDC; find who writes to the registry there");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        idc.state().notes().heads().all().forEach((path, known) -> {
            if (!known.fault().isEmpty()) {
                findings.error(ADVICE, "idcs/" + path.substring(0, path.indexOf('/')), known.fault());
            }
        });
    }
}
