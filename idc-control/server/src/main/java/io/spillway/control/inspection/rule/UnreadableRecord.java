package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** Records of the registry that cannot be read. */
final class UnreadableRecord implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("unreadable-record",
            "What stood there before is served, and changes of it are not seen",
            "Write the resource again; a newer control plane may have written it");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        idc.registered().unreadable()
                .forEach((key, reason) -> findings.error(ADVICE, key, "unreadable record: " + reason));
    }
}
