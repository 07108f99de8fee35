package io.spillway.control.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.spillway.model.identity.SpiffeId;
import io.spillway.model.resource.Kind;

/**
 * Decides by the table of {@link Rules}, for the control nodes of one IDC.
 *
 * @param idc the IDC whose API is asked
 */
public record Judgement(String idc) {

    private static final Set<String> OF_A_WORKLOAD = Set.of("GET", "PUT", "DELETE");

    /** Returns whether the caller may make the call at all, as far as its address tells. */
    public Decision door(Caller caller, Call call) {
        Optional<Rule> rule = Rules.of(call);
        if (rule.isEmpty()) {
            return new Decision.Deny(call + ": no rule lets anybody make this call", "", "", null);
        }
        SpiffeId workload = caller.workload();
        if (workload != null) {
            return ofWorkload(workload, call);
        }
        if (caller.by() == Caller.By.API_TOKEN && rule.get().any().equals(Set.of(Role.APPROVER))) {
            return new Decision.Deny(
                    call + ": whoever has apiToken is nobody in particular, and could say yes to himself"
                            + " (expected: a credential of one person, see access)",
                    Role.APPROVER.word(), idc, null);
        }
        return held(caller, call, rule.get(), new Target(null, null), false);
    }

    /** Returns whether the caller may make a call that touches this, beside coming in by {@link #door}. */
    public Decision touching(Caller caller, Call call, List<Target> targets) {
        Decision door = door(caller, call);
        if (caller.workload() != null || door instanceof Decision.Deny) {
            return door;
        }
        Rule rule = Rules.of(call).orElseThrow();
        Decision last = door;
        for (Target target : targets) {
            last = held(caller, call, rule, target, true);
            if (last instanceof Decision.Deny) {
                return last;
            }
        }
        return last;
    }

    private Decision held(Caller caller, Call call, Rule rule, Target target, boolean ofGroup) {
        for (Grant grant : caller.grants()) {
            boolean covers = grant.coversIdc(idc) && (target.idc() == null || grant.coversIdc(target.idc()))
                    && (!ofGroup || grant.coversGroup(target.drGroup()));
            if (covers && rule.metBy(grant.role())) {
                return new Decision.Allow(grant.toString());
            }
        }
        String role = String.join(" or ", rule.any().stream().sorted().map(Role::word).toList());
        String where = target.idc() == null || target.idc().equals(idc) ? idc : idc + " and " + target.idc();
        String group = ofGroup && target.drGroup() != null ? target.drGroup() : null;
        String what = ofGroup ? group == null ? " for all DrGroups" : " for DrGroup " + group : "";
        return new Decision.Deny(
                call + ": " + caller.identity() + " has " + caller.allowed() + " (expected: role " + role
                        + what + " in " + where + ")",
                role, where, group);
    }

    private Decision ofWorkload(SpiffeId workload, Call call) {
        boolean own = call.kind() == Kind.WORKLOAD_ENTRY && workload.id().equals(call.name())
                && workload.idc().equals(idc) && OF_A_WORKLOAD.contains(call.method());
        return own
                ? new Decision.Allow("its own entry")
                : new Decision.Deny(call + ": " + workload + " is a workload (expected: GET, PUT or DELETE of "
                        + Kind.WORKLOAD_ENTRY.plural() + "/" + workload.id() + " in " + workload.idc() + ")", "", "",
                        null);
    }
}
