package io.spillway.drill.installation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.spillway.ctl.client.JsonView;
import io.spillway.drill.fault.Fault;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.Step;
import io.spillway.model.resource.Names;

/**
 * What a drill may do to a running installation. Pure.
 *
 * @param scope whose traffic it may move, as in "drgroup/core"
 * @param share percent of that traffic that it moves at most
 * @param plan  the drill
 */
record InstallationPlan(String scope, int share, DrillPlan plan) {

    private static final int ALL = 100;
    private static final int LOWEST_STATUS = 400;

    /** Returns the plan of a Drill with a target. */
    static InstallationPlan of(JsonView drill, DrillPlan plan) {
        JsonView target = drill.at("spec").at("target");
        JsonView scope = target.at("scope");
        String path = scope.at("drGroup").present()
                ? "drgroup/" + scope.text("drGroup")
                : scope.at("service").present() ? "service/" + scope.text("service") : "idc/" + scope.text("idc");
        return new InstallationPlan(path, (int) target.number("share", ALL), plan);
    }

    /** Returns everything for which there is no place in a running installation; empty when it may be played. */
    List<String> refusals() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            refuse("steps/" + i, plan.steps().get(i), found);
        }
        for (int i = 0; i < plan.rollback().size(); i++) {
            refuse("rollback/" + i, plan.rollback().get(i), found);
        }
        if (!plan.load().isEmpty()) {
            found.add("load: users (expected: none; what goes through the installation is its own load)");
        }
        if (plan.steady() != null) {
            found.add("steadyState: given (expected: none; it is measured by users of the drill)");
        }
        if (plan.abort().stream().anyMatch(guard -> guard.p99() != null)) {
            found.add(
                    "abort: p99Above (expected: successBelow; the gateways of an installation are asked for nothing else)");
        }
        if (!plan.invariants().isEmpty()) {
            found.add("invariants: " + plan.invariants().size()
                    + " (expected: none; they are measured by users of the drill, abort guards by the gateways)");
        }
        return found;
    }

    private void refuse(String where, Step step, List<String> found) {
        switch (step) {
            case Step.Phase _,Step.Sleep _,Step.End _,Step.RollBack _,Step.EndSwitchOvers _ -> {
            }
            case Step.Break broken when broken.fault() instanceof Fault.Filter filter ->
                refuse(where, broken, filter, found);
            case Step.SwitchOver move -> {
                if (!move.scope().equals(scope)) {
                    found.add(where + ": switchOver of " + move.scope() + " (expected: of " + scope
                            + ", the target's scope)");
                }
                int most = move.percents().stream().mapToInt(Integer::intValue).max().orElse(ALL);
                if (most > share) {
                    found.add(where + ": switchOver of " + most + " % (expected: at most " + share
                            + " %, the target's share)");
                }
            }
            default -> found.add(where + ": " + word(step)
                    + " (expected in a running installation: phase, sleep, switchOver, filter, end, rollBack or endSwitchOvers)");
        }
    }

    private void refuse(String where, Step.Break broken, Fault.Filter filter, List<String> found) {
        double touched = filter.abortPercent() + filter.delayPercent();
        if (touched > share) {
            found.add(where + ": filter of " + touched + " % (expected: at most " + share + " %, the target's share)");
        }
        if (filter.abortPercent() > 0 && filter.status() < LOWEST_STATUS) {
            found.add(where + ": filter with status " + filter.status() + " (expected: " + LOWEST_STATUS + "..599)");
        }
        if (!Names.valid(broken.event())) {
            found.add(where + ": event " + broken.event() + " (expected: " + Names.TYPE.expected() + ")");
        }
    }

    /** Returns how long a fault lasts at most. */
    Duration ttl(Step.Break broken) {
        return broken.ttl() == null ? plan.safety().ttl() : broken.ttl();
    }

    /** Returns the step's key in the drill, as in "clearShift". */
    private static String word(Step step) {
        if (step instanceof Step.Strike strike) {
            return strike.blow().name().toLowerCase(Locale.ROOT);
        }
        if (step instanceof Step.Break broken) {
            return switch (broken.fault()) {
                case Fault.OnLine _ -> "link";
                case Fault.OnNetwork _ -> "network";
                case Fault.Grey _ -> "grey";
                case Fault.Filter _ -> "filter";
            };
        }
        String name = step.getClass().getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
