package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;

/** Switch-overs whose time is over while their shift stands. */
final class SwitchOverExpired implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("switchover-expired",
            "Somebody meant traffic to be home again by now; it does not go home by itself",
            "Bring it home: spillway switchover rollback ID --reason TEXT; or let it stand for longer: POST"
                    + " /v1/switchovers/ID/extend");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (Resource resource : idc.state().sorted(Kind.SWITCH_OVER)) {
            if (resource.spec() instanceof SwitchOverSpec spec && spec.status() != null
                    && spec.status().state() == SwitchOverState.EXPIRED) {
                findings.error(ADVICE, Findings.path(resource), "expired at " + spec.status().expires() + ", and "
                        + spec.to() + " still has the traffic of " + spec.from() + why(spec.status()));
            }
        }
    }

    private static String why(SwitchOverStatus status) {
        String detail = status.history().isEmpty() ? "" : status.history().getLast().detail();
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }
}
