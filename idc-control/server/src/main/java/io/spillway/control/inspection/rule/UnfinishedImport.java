package io.spillway.control.inspection.rule;

import java.time.Duration;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** Reports of other IDCs of which a part is in use for longer than writing takes. */
final class UnfinishedImport implements Rule {

    private static final Duration WRITING = Duration.ofSeconds(10);
    private static final Findings.Advice ADVICE = new Findings.Advice("import-unfinished",
            "What that IDC declares is in use in part: some services as they are now, some as they were",
            "registry-sync tells everything again when it is connected; see: spillway sync status");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        idc.state().notes().unfinished().all().forEach((origin, mark) -> {
            if (mark.since().isBefore(idc.now().minus(WRITING))) {
                findings.warning(ADVICE, "peer " + origin.replace("/", ""), mark.written() + " of " + mark.changes()
                        + " changes are written, since " + mark.since());
            }
        });
    }
}
