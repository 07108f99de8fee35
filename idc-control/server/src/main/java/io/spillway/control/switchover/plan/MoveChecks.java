package io.spillway.control.switchover.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateView;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.validation.ActiveIdcs;
import io.spillway.model.validation.ResourceView;
import io.spillway.model.validation.WriteVerdict;

/** Looks at what would move: whether it can, whether it may, and who else moves it. */
final class MoveChecks {

    private static final int NAMED = 10;

    private final Question question;

    MoveChecks(Question question) {
        this.question = question;
    }

    Look scope() {
        MoveScope scope = question.scope();
        Look look = new Look(Item.SCOPE);
        scope.problems().forEach(look::fail);
        return look.fine(scope.services().size() + " Services of " + named(scope.locks()) + " in "
                + String.join(", ", scope.idcs()));
    }

    Look limits() {
        Look look = new Look(Item.LIMITS);
        question.scope().groups().forEach((name, group) -> {
            String forbidden = group.limits().forbids(question.ground().now());
            if (forbidden != null) {
                look.fail("drgroup/" + name + ": " + forbidden).figure("drGroup", name).figure("now",
                        question.ground().now());
            }
        });
        return look.fine(question.scope().groups().size() + " DrGroups looked at, at " + question.ground().now());
    }

    /** The master switch and the times in which nothing moves have different names among the guards. */
    boolean frozen() {
        return question.scope().groups().values().stream().map(DrGroupSpec::limits).anyMatch(DrGroupLimits::frozen);
    }

    Look otherMoves() {
        MoveScope scope = question.scope();
        Look look = new Look(Item.OTHER_MOVES);
        for (Resource other : question.rivals()) {
            SwitchOverStatus theirs = status(other);
            String what = "SwitchOver " + other.name() + " (" + theirs.origin() + ") is " + theirs.state();
            if (question.origin().interrupts(theirs.origin())) {
                look.warn(what + " and will be interrupted and rolled back first");
            } else {
                look.fail(what).figure("switchOver", other.name());
            }
        }
        question.ground().holders().forEach((lock, holder) -> {
            if (scope.locks().contains(lock) && !holder.equals(question.id())
                    && question.ground().state().get(Kind.SWITCH_OVER, holder) == null) {
                look.fail(lock + " is held by " + holder + ", which is not known here").figure("switchOver", holder);
            }
        });
        for (PlanGround.RunningDrill drill : question.ground().drills()) {
            if (scope.meets(new TreeSet<>(drill.locks()))) {
                if (question.origin().interrupts(SwitchOrigin.DRILL)) {
                    look.warn("Drill " + drill.name() + " runs and will be interrupted");
                } else {
                    look.fail("Drill " + drill.name() + " runs").figure("drill", drill.name());
                }
            }
        }
        byShift(scope.wider()).forEach((shift, services) -> look.fail("the shift of " + shift + " rules "
                + named(services) + " instead: it would be undone for these"));
        byShift(scope.narrower()).forEach((shift, services) -> look.warn("the shift of " + shift + " is narrower: "
                + named(services) + " will not move"));
        question.baseline().forEach(shift -> look.fine("the shift of " + shift.scope().path() + " in generation "
                + shift.generation() + " stands and is brought back by a rollback"));
        return look.fine(scope.locks().size() + " locks and " + scope.services().size() + " Services looked at");
    }

    Look toMove() {
        BlastRadius radius = question.radius();
        Look look = new Look(Item.TO_MOVE);
        if (radius.moved().isEmpty()) {
            look.fail("nothing would move from " + question.spec().from() + " to " + question.spec().to());
        }
        List<String> stay = radius.untouched().entrySet().stream().map(each -> each.getKey() + ": " + each.getValue())
                .toList();
        look.fine(radius.moved().size() + " Services with " + radius.moved().values().stream()
                .mapToInt(moved -> moved.groups().size()).sum() + " Groups move");
        return stay.isEmpty() ? look : look.fine("these stay: " + named(stay));
    }

    Look blastRadius() {
        Look look = new Look(Item.BLAST_RADIUS);
        if (question.scope().idcs().isEmpty()) {
            return look.skip("there is no IDC to move anything in");
        }
        ControlState after = question.after();
        List<String> differences = question.radius().differences(question.before(), after);
        if (!differences.isEmpty()) {
            look.fail(named(differences)).figure("differences", differences.size());
        }
        return look.fine("the last step compared for " + after.all(Kind.SERVICE).size() + " Services");
    }

    /** What the last step excludes counts together with what all other shifts do. */
    Look minActive() {
        Look look = new Look(Item.MIN_ACTIVE);
        if (question.scope().idcs().isEmpty()) {
            return look.skip("there is no IDC to count");
        }
        ResourceView after = new StateView(question.after());
        for (TrafficShiftSpec shift : question.lastStep()) {
            WriteVerdict.Guarded guarded = ActiveIdcs.guard(after, shift);
            if (guarded != null) {
                look.fail(guarded.detail());
                guarded.figures().forEach(look::figure);
            }
        }
        return look.fine(question.spec().exclude()
                ? question.spec().from() + " is excluded in the last step"
                : "the steps exclude no IDC");
    }

    static SwitchOverStatus status(Resource switchOver) {
        return Objects.requireNonNull(((SwitchOverSpec) switchOver.spec()).status());
    }

    private static Map<String, List<String>> byShift(Map<String, String> shifts) {
        Map<String, List<String>> services = new TreeMap<>();
        shifts.forEach((service, shift) -> services.computeIfAbsent(shift, _ -> new ArrayList<>()).add(service));
        return services;
    }

    /** Returns some of them by name, the others as a number. */
    static String named(List<String> all) {
        return all.size() <= NAMED
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, NAMED)) + " and " + (all.size() - NAMED) + " more";
    }
}
