package io.spillway.control.switchover.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StateView;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.validation.ActiveIdcs;
import io.spillway.model.validation.ResourceView;
import io.spillway.model.validation.WriteVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What no write of a switch-over may break, whatever its plan said: judged again inside the write of every start and resume, and
 * of every step's shifts. Pure.
 */
public final class Rules {

    private Rules() {}

    /**
     * Judges a start or a resume, in this order: the master switch (guard "moves_frozen"), times in which nothing moves
     * ("freeze_window"), precedence, {@code minActive} over all standing shifts together ("min_active"), capacity ("capacity").
     *
     * @param id name of the switch-over
     * @param spec the switch-over as it stands, with a frozen plan
     * @throws IllegalArgumentException when it has no frozen plan
     */
    public static Ruling move(String id, SwitchOverSpec spec, PlanGround ground) {
        SwitchOverStatus status = spec.status();
        if (status == null || status.plan() == null) {
            throw new IllegalArgumentException("switch-over " + id + " without a frozen plan");
        }
        SwitchOverPlan plan = status.plan();
        Question question = Question.of(id, spec, status.origin(), ground,
                status.state().before() ? ground.state() : MoveScope.before(ground.state(), spec, plan.baseline()));
        Ruling.Ground leaning = leaning(question);
        MoveChecks moves = new MoveChecks(question);
        Ruling frozen = refused(moves.frozen() ? "moves_frozen" : "freeze_window", moves.limits(), leaning);
        if (frozen != null) {
            return frozen;
        }
        Ruling precedence = precedence(question, moves.otherMoves().check(), leaning);
        if (precedence != null) {
            return precedence;
        }
        Ruling active = refused("min_active", moves.minActive(), leaning);
        Ruling full = active == null ? refused("capacity", new TargetChecks(question).capacity(), leaning) : active;
        return full == null ? new Ruling.Allowed(leaning) : full;
    }

    /** Judges the shifts of a step: {@code minActive} over all standing shifts together, and these (guard "min_active"). */
    public static Ruling shifts(List<TrafficShiftSpec> shifts, ControlState state) {
        Set<ResourceKeys.Id> leansOn = new HashSet<>();
        ControlState after = state;
        boolean excludes = false;
        for (TrafficShiftSpec shift : shifts) {
            leansOn.addAll(leaning(state, shift.scope()));
            after = after.with(Resource.of(shift.scope().resourceName(), shift));
            excludes |= !shift.excluded().isEmpty();
        }
        Ruling.Ground ground = new Ruling.Ground(leansOn, excludes ? Set.of(ResourceKeys.EXCLUSION) : Set.of());
        ResourceView view = new StateView(after);
        for (TrafficShiftSpec shift : shifts) {
            WriteVerdict.Guarded guarded = ActiveIdcs.guard(view, shift);
            if (guarded != null) {
                Map<String, String> figures = new LinkedHashMap<>();
                guarded.figures().forEach((name, figure) -> figures.put(name, String.valueOf(figure)));
                return new Ruling.Refused(new WriteResult.Guarded(guarded.guard(), guarded.detail(), figures), ground);
            }
        }
        return new Ruling.Allowed(ground);
    }

    private static @Nullable Ruling precedence(Question question, SwitchCheck moves, Ruling.Ground leaning) {
        if (!moves.allows()) {
            return new Ruling.Waits(moves.how(), leaning);
        }
        List<String> preempted = question.rivals().stream().map(Resource::name).toList();
        return preempted.isEmpty() ? null : new Ruling.Preempts(preempted, leaning);
    }

    private static @Nullable Ruling refused(String guard, Look look, Ruling.Ground leaning) {
        SwitchCheck check = look.check();
        return check.allows()
                ? null
                : new Ruling.Refused(new WriteResult.Guarded(guard, check.how() + ". " + check.action(),
                        look.figures()), leaning);
    }

    /** Who is healthy and how much is asked for changes all the time: that is judged, and not leant on. */
    private static Ruling.Ground leaning(Question question) {
        Set<ResourceKeys.Id> leansOn = new HashSet<>();
        leansOn.add(new ResourceKeys.Id(Kind.IDC, question.spec().to()));
        question.scope().groups().keySet().forEach(group -> leansOn.add(new ResourceKeys.Id(Kind.DR_GROUP, group)));
        question.spec().scopes().forEach(scope -> leansOn.addAll(leaning(question.ground().state(), scope)));
        question.rivals().forEach(rival -> leansOn.add(new ResourceKeys.Id(Kind.SWITCH_OVER, rival.name())));
        return new Ruling.Ground(leansOn, question.spec().exclude() ? Set.of(ResourceKeys.EXCLUSION) : Set.of());
    }

    private static List<ResourceKeys.Id> leaning(ControlState state, ShiftScope scope) {
        List<ResourceKeys.Id> leansOn = new ArrayList<>();
        leansOn.add(new ResourceKeys.Id(Kind.TRAFFIC_SHIFT, scope.resourceName()));
        switch (scope) {
            case ShiftScope.DrGroupScope(String name) -> leansOn.add(new ResourceKeys.Id(Kind.DR_GROUP, name));
            case ShiftScope.IdcScope(String name) -> leansOn.add(new ResourceKeys.Id(Kind.IDC, name));
            case ShiftScope.ServiceScope(String name) -> {
                leansOn.add(new ResourceKeys.Id(Kind.SERVICE, name));
                var service = state.service(name);
                if (service != null && service.drGroup() != null) {
                    leansOn.add(new ResourceKeys.Id(Kind.DR_GROUP, service.drGroup()));
                }
            }
        }
        return leansOn;
    }
}
