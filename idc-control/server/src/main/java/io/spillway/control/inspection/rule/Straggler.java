package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.service.DeliveryReport.StragglerView;

/** Data planes that answer late. */
final class Straggler implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("straggler",
            "It serves what was true before; a switch-over waits for it",
            "See the process: is it overloaded, stopped, or behind a bad link? It is cut after 30 s without an answer");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (StragglerView late : idc.serving().stragglers()) {
            findings.warning(ADVICE, "data plane " + late.node(), "owes the answer to revision " + late.revision()
                    + " for " + (long) (late.waitedMillis() / 1000) + " s"
                    + (late.revisions() > 1 ? ", and to " + (late.revisions() - 1) + " more" : ""));
        }
    }
}
