package io.spillway.control.inspection.rule;

import java.time.Duration;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.TrafficShiftSpec;

/** Shifts that have expired and are still in force, or soon will. */
final class ShiftExpiry implements Rule {

    private static final Findings.Advice EXPIRED = new Findings.Advice("shift-expired",
            "Somebody meant it to be over; it is not taken back by itself",
            "Clear it: spillway shift clear SCOPE; or renew it: spillway shift set SCOPE ... --ttl D");
    private static final Findings.Advice SOON = new Findings.Advice("shift-expires-soon",
            "Whoever wrote it may have forgotten it",
            "Clear it when it is not needed any more, or renew it: spillway shift set SCOPE ... --ttl D");

    private static final Duration SOON_BEFORE = Duration.ofMinutes(10);

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (Resource resource : idc.state().sorted(Kind.TRAFFIC_SHIFT)) {
            if (resource.spec() instanceof TrafficShiftSpec shift && !shift.cleared() && shift.expires() != null) {
                String by = shift.author() == null ? "" : " (set by " + shift.author() + ": " + shift.reason() + ")";
                if (shift.expires().isBefore(idc.now())) {
                    findings.error(EXPIRED, Findings.path(resource), "expired at " + shift.expires()
                            + " and still in force: clear or renew it" + by);
                } else if (shift.expires().isBefore(idc.now().plus(SOON_BEFORE))) {
                    findings.warning(SOON, Findings.path(resource), "expires at " + shift.expires() + ", then "
                            + (shift.onExpiry() == OnExpiry.CLEAR
                                    ? "it is cleared if the target's checks pass"
                                    : "there is an alarm and it stays in force")
                            + by);
                }
            }
        }
    }
}
