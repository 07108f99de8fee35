package io.spillway.model.switchover;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.StepSide;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * Which shifts a step of a switch-over is. Of what each IDC's gateways send to the IDC that is left by the baseline, the
 * step's percentage goes to the one that receives; nobody else's share changes. The receiving IDC's gateways are told
 * first: while the others still send as before, they serve what may come. Pure.
 */
public final class StepShifts {

    private static final int ALL = 100;

    private final SwitchOverSpec spec;
    private final SwitchOverStatus status;
    private final SwitchOverPlan plan;
    private final boolean back;

    private StepShifts(SwitchOverSpec spec, SwitchOverStatus status, SwitchOverPlan plan) {
        this.spec = spec;
        this.status = status;
        this.plan = plan;
        this.back = status.state() == SwitchOverState.ROLLING_BACK;
    }

    /**
     * Returns what is to be written where the switch-over stands, one for each of its scopes, without generations.
     *
     * @param standing what stands for a scope now, cleared or not; null when there never was a shift
     * @throws IllegalArgumentException when it has no frozen plan
     */
    public static List<TrafficShiftSpec> of(SwitchOverSpec spec,
            Function<ShiftScope, @Nullable TrafficShiftSpec> standing) {
        SwitchOverStatus status = spec.status();
        if (status == null || status.plan() == null) {
            throw new IllegalArgumentException("a switch-over without a frozen plan");
        }
        StepShifts step = new StepShifts(spec, status, status.plan());
        return spec.scopes().stream().map(scope -> step.shift(scope, standing.apply(scope))).toList();
    }

    /**
     * Returns the IDC whose gateways are told first.
     *
     * @throws IllegalArgumentException when the machine has not seen it
     */
    public static String receiver(SwitchOverSpec spec) {
        SwitchOverStatus status = spec.status();
        if (status == null) {
            throw new IllegalArgumentException("a switch-over without status");
        }
        return status.state() == SwitchOverState.ROLLING_BACK ? spec.from() : spec.to();
    }

    private TrafficShiftSpec shift(ShiftScope scope, @Nullable TrafficShiftSpec standing) {
        TrafficShiftSpec baseline = plan.baseline().stream().filter(shift -> shift.scope().equals(scope)).findFirst()
                .orElse(null);
        return status.at().side() == StepSide.RECEIVER
                ? forReceiver(scope, baseline, standing)
                : forEverybody(scope, baseline, standing);
    }

    private TrafficShiftSpec forReceiver(ShiftScope scope, @Nullable TrafficShiftSpec baseline,
            @Nullable TrafficShiftSpec standing) {
        String receiver = receiver(spec);
        Map<String, Map<String, Integer>> weights = new LinkedHashMap<>();
        plan.idcs().forEach(
                idc -> put(weights, idc, idc.equals(receiver) ? wanted(idc, baseline) : share(idc, standing)));
        Set<String> excluded = new LinkedHashSet<>(standing == null ? Set.of() : standing.excluded());
        excluded.remove(receiver);
        return written(scope, weights, excluded);
    }

    private TrafficShiftSpec forEverybody(ShiftScope scope, @Nullable TrafficShiftSpec baseline,
            @Nullable TrafficShiftSpec standing) {
        if (back) {
            return baseline != null && !baseline.cleared()
                    ? baseline
                    : new TrafficShiftSpec(scope, Map.of(), Set.of(), reason(), null, spec.onExpiry(), true,
                            standing == null ? null : standing.generation(), null);
        }
        Map<String, Map<String, Integer>> weights = new LinkedHashMap<>();
        plan.idcs().forEach(idc -> put(weights, idc, wanted(idc, baseline)));
        Set<String> excluded = new LinkedHashSet<>(baseline == null ? Set.of() : baseline.excluded());
        excluded.remove(spec.to());
        if (spec.exclude() && percent() == ALL) {
            excluded.add(spec.from());
        }
        return written(scope, weights, excluded);
    }

    /** Of bystanders that serve in their own IDC nothing is said: nothing changes for them. */
    private void put(Map<String, Map<String, Integer>> weights, String idc, Map<String, Integer> share) {
        boolean concerned = idc.equals(spec.from()) || idc.equals(spec.to());
        if (concerned || !share.equals(Map.of(idc, ALL))) {
            weights.put(idc, share);
        }
    }

    private TrafficShiftSpec written(ShiftScope scope, Map<String, Map<String, Integer>> weights,
            Set<String> excluded) {
        return new TrafficShiftSpec(scope, Map.of(), weights, excluded, reason(), null, spec.onExpiry(), false, null,
                null);
    }

    private String reason() {
        return back ? "rolled back: " + spec.reason() : spec.reason();
    }

    private Map<String, Integer> wanted(String idc, @Nullable TrafficShiftSpec baseline) {
        Map<String, Integer> before = share(idc, baseline);
        int given = before.getOrDefault(spec.from(), 0);
        int moved = back ? 0 : Math.round(given * percent() / (float) ALL);
        if (moved == 0) {
            return before;
        }
        Map<String, Integer> after = new LinkedHashMap<>(before);
        after.put(spec.from(), given - moved);
        after.merge(spec.to(), moved, Integer::sum);
        return after;
    }

    private static Map<String, Integer> share(String idc, @Nullable TrafficShiftSpec shift) {
        return shift == null || shift.cleared() ? Map.of(idc, ALL) : shift.weightsOf(idc);
    }

    private int percent() {
        return spec.steps().get(status.at().step());
    }
}
