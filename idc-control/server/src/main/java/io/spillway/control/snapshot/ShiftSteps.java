package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.spillway.control.service.ExplainResult;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * Says which shift made a decision, where one did. Gateways are not told that: if their routes named it, all of them would
 * have to be told of every step, also those for which nothing changes. Pure.
 */
public final class ShiftSteps {

    /** Name of such a step. */
    public static final String SHIFT = "shift";

    private static final String GROUP = "group";

    private ShiftSteps() {}

    /**
     * Returns an explanation with the shift before the groups that it divides.
     *
     * @param state what is served is made from
     * @param idc whose gateways are explained
     */
    public static ExplainResult named(ExplainResult explained, ControlState state, String idc) {
        if (!(explained instanceof ExplainResult.Explained(List<ExplainResult.Step> steps, String endpoint))) {
            return explained;
        }
        List<ExplainResult.Step> named = new ArrayList<>();
        Set<String> services = new HashSet<>();
        for (ExplainResult.Step step : steps) {
            String service = step.step().equals(GROUP) ? shifted(step.decision()) : null;
            if (service != null && services.add(service)) {
                step(state, idc, service).ifPresent(named::add);
            }
            named.add(step);
        }
        return new ExplainResult.Explained(named, endpoint);
    }

    /** Returns the Service of a Group that a shift gives to an IDC, as in "orders/default!idc-b 90.0 %"; null otherwise. */
    private static @Nullable String shifted(String decision) {
        String cluster = decision.split(" ", 2)[0];
        int slash = cluster.indexOf('/');
        return slash > 0 && cluster.indexOf('!') > slash ? cluster.substring(0, slash) : null;
    }

    private static Optional<ExplainResult.Step> step(ControlState state, String idc, String name) {
        ServiceSpec service = state.service(name);
        return service == null
                ? Optional.empty()
                : state.effectiveShift(name, service).map(shift -> step(state, idc, name, shift));
    }

    private static ExplainResult.Step step(ControlState state, String idc, String name, TrafficShiftSpec shift) {
        String shares = new TreeMap<>(shift.weightsOf(idc)).entrySet().stream()
                .map(share -> share.getKey() + " " + share.getValue() + " %").collect(Collectors.joining(", "));
        String excluded = shift.excluded().isEmpty() ? "" : ", never " + String.join(", ", shift.excluded());
        return new ExplainResult.Step(SHIFT, shift.scope().path() + "@" + shift.generation(),
                name + ": " + shares + excluded + "; by " + shift.author() + switchOver(state, shift) + ": "
                        + shift.reason());
    }

    private static String switchOver(ControlState state, TrafficShiftSpec shift) {
        Generation generation = shift.generation();
        return state.sorted(Kind.SWITCH_OVER).stream().filter(each -> wrote(each, shift, generation)).findFirst()
                .map(each -> " with switch-over " + each.name()).orElse("");
    }

    private static boolean wrote(Resource each, TrafficShiftSpec shift, @Nullable Generation generation) {
        return each.spec() instanceof SwitchOverSpec spec && spec.status() != null && generation != null
                && generation.equals(spec.status().written().get(shift.scope().path()));
    }
}
