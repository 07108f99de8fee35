package io.spillway.control.switchover.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.spillway.control.state.Index;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.switchover.SwitchOverEvent;
import org.jspecify.annotations.Nullable;

/** Makes the checks of a switch-over and, when all allow it, its plan. Pure: the same ground gives the same plan. */
public final class Planner {

    /** How long a plan may be started. */
    public static final Duration VALID = Duration.ofMinutes(15);

    private static final double PERCENT = 100;

    private Planner() {}

    /**
     * What the checks came to.
     *
     * @param event {@link SwitchOverEvent.ChecksPassed} or {@link SwitchOverEvent.ChecksFailed}
     * @param checks all of them, in their order, whatever came out
     * @param plan null when a check forbids it
     * @param radius what would change
     */
    public record Planned(SwitchOverEvent event, List<SwitchCheck> checks, @Nullable SwitchOverPlan plan,
            BlastRadius radius) {

        public Planned {
            checks = List.copyOf(checks);
        }
    }

    /**
     * Makes them.
     *
     * @param id name of the switch-over
     * @param spec what is asked for; its status is not looked at
     * @param origin who wants it
     */
    public static Planned plan(String id, SwitchOverSpec spec, SwitchOrigin origin, PlanGround ground) {
        Question question = Question.of(id, spec, origin, ground);
        List<SwitchCheck> checks = checks(question);
        if (!checks.stream().allMatch(SwitchCheck::allows)) {
            return new Planned(new SwitchOverEvent.ChecksFailed(checks), checks, null, question.radius());
        }
        SwitchOverPlan unnamed = new SwitchOverPlan(question.baseline(), question.scope().idcs(),
                question.scope().locks(), checks, question.radius().moves(),
                new TargetChecks(question).predictedLoad(), PlanDigest.of(ground.state(), question.scope()), "",
                ground.now().plus(VALID), approvals(question));
        SwitchOverPlan plan = new SwitchOverPlan(unnamed.baseline(), unnamed.idcs(), unnamed.locks(), checks,
                unnamed.moves(), unnamed.predictedLoad(), unnamed.digest(), PlanDigest.of(spec, unnamed),
                unnamed.until(), unnamed.approvals());
        return new Planned(new SwitchOverEvent.ChecksPassed(plan), checks, plan, question.radius());
    }

    /**
     * Returns why a plan may not be started any more; null when it may. For READY and APPROVED: once it has begun, the shifts
     * that it was made from are replaced by its own.
     */
    public static @Nullable String invalid(SwitchOverSpec spec, SwitchOverPlan plan, PlanGround ground) {
        Instant now = ground.now();
        if (!now.isBefore(plan.until())) {
            return "the plan was valid until " + plan.until();
        }
        String digest = PlanDigest.of(ground.state(), MoveScope.of(ground.state(), spec));
        return digest.equals(plan.digest())
                ? null
                : "an Idc, DrGroup, Service or TrafficShift that the plan was made from has changed: digest " + digest
                        + " (expected: " + plan.digest() + ")";
    }

    private static List<SwitchCheck> checks(Question question) {
        MoveChecks moves = new MoveChecks(question);
        TargetChecks target = new TargetChecks(question);
        FleetChecks fleet = new FleetChecks(question);
        return Stream.of(moves.scope(), moves.limits(), moves.otherMoves(), moves.toMove(), moves.blastRadius(),
                target.healthy(), target.capacity(), moves.minActive(), fleet.syncFresh(), fleet.fleetAcks(),
                fleet.controlNodes(), fleet.clocks(), fleet.heldUpdates()).map(Look::check).toList();
    }

    /** One more person must approve what moves more of a DrGroup than its limits let one person decide. */
    private static int approvals(Question question) {
        return question.scope().groups().entrySet().stream().anyMatch(
                group -> asksAnother(question, group.getKey(), group.getValue().limits())) ? 1 : 0;
    }

    private static boolean asksAnother(Question question, String group, DrGroupLimits limits) {
        if (limits.approveAbove() == DrGroupLimits.NONE.approveAbove()) {
            return false;
        }
        double all = 0;
        double moving = 0;
        for (Map.Entry<String, BlastRadius.Moved> each : question.radius().moved().entrySet()) {
            ServiceSpec service = question.scope().services().get(each.getKey());
            if (service != null && group.equals(service.drGroup())) {
                moving += each.getValue().perSecond();
            }
        }
        for (String service : question.ground().state().names(Index.SERVICES_BY_DR_GROUP,
                group)) {
            all += question.ground().traffic().getOrDefault(service, Map.of()).values().stream()
                    .mapToDouble(MeasuredTraffic::requestsPerSecond).sum();
        }
        // What is not measured, also of one Service, is NaN here: then nobody knows how much it is.
        return !(PERCENT * moving <= limits.approveAbove() * all) || (all == 0 && moving == 0);
    }
}
