package io.spillway.control.inspection.rule;

import java.time.Duration;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.service.Finding.Severity;
import io.spillway.control.service.LoadReport.ReporterView;

/** Data planes whose clock is not this node's. */
final class ClockApart implements Rule {

    private static final Findings.Advice APART = new Findings.Advice("clocks-apart",
            "Faults of Routes end at other times there, certificates are judged by another time, and times of its log and"
                    + " metrics cannot be compared",
            "See the time service (chrony, ntpd) of both machines");

    private static final Duration MOST = Duration.ofSeconds(1);
    private static final Duration FAR = Duration.ofSeconds(5);

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (ReporterView reporter : idc.serving().clients().reporters()) {
            Duration ahead = reporter.clockAhead();
            Duration apart = ahead == null
                    ? Duration.ZERO
                    : certain(ahead, Duration.between(reporter.heardAt(), idc.now()));
            if (ahead != null && apart.compareTo(MOST) > 0) {
                findings.add(apart.compareTo(FAR) > 0 ? Severity.ERROR : Severity.WARNING, APART,
                        reporter.role() + " " + reporter.node(), "its clock is " + (ahead.isNegative()
                                ? "up to " + apart.toMillis() + " ms behind"
                                : apart.toMillis() + " ms or more ahead of") + " that of node " + idc.node());
            }
        }
    }

    /**
     * Returns what is left of a difference when its age is given to its favour: since then either clock may have been put
     * right, and a report that was under way for long is an old one. Never negative.
     */
    static Duration certain(Duration ahead, Duration age) {
        Duration left = ahead.abs().minus(age.isNegative() ? Duration.ZERO : age);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
