package io.spillway.model.resource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What was frozen when the checks of a switch-over passed: whoever approves it approves this.
 *
 * @param baseline what stands now for each scope, which a rollback brings back; a scope without a shift has none
 * @param idcs those whose gateways may carry traffic of the scopes, in the order of their DrGroups
 * @param locks whose traffic nobody else may move meanwhile: DrGroups as "drgroup/NAME", and Services without one as
 *        "service/NAME"; so two switch-overs of Services of one DrGroup exclude each other
 * @param checks in the order in which they were made
 * @param moves requests per second that move now, by Service
 * @param predictedLoad what the receiving IDC will carry, in percent of its declared capacity; NaN when none is declared
 * @param digest of the Idc, DrGroup, Service and TrafficShift objects that it was made from
 * @param hash of all of this and of what was asked for
 * @param until when it is too old to be started
 * @param approvals how many people beside the author must approve it
 */
public record SwitchOverPlan(List<TrafficShiftSpec> baseline, List<String> idcs, List<String> locks,
        List<SwitchCheck> checks,
        Map<String, Double> moves, double predictedLoad, String digest, String hash, Instant until, int approvals) {

    public SwitchOverPlan {
        baseline = List.copyOf(baseline);
        idcs = List.copyOf(idcs);
        locks = List.copyOf(locks);
        checks = List.copyOf(checks);
        moves = Ordered.map(moves);
    }
}
