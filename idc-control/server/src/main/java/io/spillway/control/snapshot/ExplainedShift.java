package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.spillway.control.service.ExplainResult;
import io.spillway.control.service.ExplainResult.Step;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;

/** Names the shift that made a decision what it is, and the switch-over that wrote it. Pure. */
public final class ExplainedShift {

    private static final String GROUP = "group";

    private ExplainedShift() {}

    /**
     * Returns the decision with a step {@code shift} after its groups, for each Service whose traffic a shift divides.
     *
     * @param idc whose gateways decide
     */
    public static ExplainResult named(ExplainResult result, ControlState state, String idc) {
        if (!(result instanceof ExplainResult.Explained(List<Step> steps, String endpoint))) {
            return result;
        }
        int last = -1;
        Set<String> services = new LinkedHashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).step().equals(GROUP) && steps.get(i).decision().contains("/")) {
                last = i;
                services.add(steps.get(i).decision().substring(0, steps.get(i).decision().indexOf('/')));
            }
        }
        List<Step> named = new ArrayList<>(steps);
        int at = last + 1;
        for (String service : services) {
            Optional<Step> shift = of(service, state, idc);
            if (shift.isPresent()) {
                named.add(at++, shift.get());
            }
        }
        return new ExplainResult.Explained(named, endpoint);
    }

    private static Optional<Step> of(String service, ControlState state, String idc) {
        Resource found = state.get(Kind.SERVICE, service);
        return found != null && found.spec() instanceof ServiceSpec spec
                ? state.effectiveShift(service, spec).map(shift -> step(shift, state, idc))
                : Optional.empty();
    }

    private static Step step(TrafficShiftSpec shift, ControlState state, String idc) {
        String weights = shift.weightsOf(idc).entrySet().stream().map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
        String excluded = shift.excluded().isEmpty() ? "" : ", never " + String.join(", ", shift.excluded());
        String writer = state.sorted(Kind.SWITCH_OVER).stream().filter(each -> wrote(each, shift)).map(Resource::name)
                .findFirst().map(name -> "switch-over " + name).orElse("by " + shift.author());
        return new Step("shift", shift.scope().path() + ": " + weights + excluded,
                "generation " + shift.generation() + ", " + writer + ": " + shift.reason());
    }

    private static boolean wrote(Resource resource, TrafficShiftSpec shift) {
        return resource.spec() instanceof SwitchOverSpec move && move.status() != null && shift.generation() != null
                && shift.generation().equals(move.status().written().get(shift.scope().path()));
    }
}
