package io.spillway.drill.plan;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.spillway.model.document.Decoder;

/** What must fit together inside a drill file. */
final class PlanChecks {

    private PlanChecks() {}

    static void check(DrillPlan plan, Decoder spec) {
        Set<String> phases = plan.steps()
                .stream()
                .filter(Step.Phase.class::isInstance)
                .map(step -> ((Step.Phase) step).name())
                .collect(Collectors.toSet());
        Set<String> events = plan.steps()
                .stream()
                .filter(Step.Happening.class::isInstance)
                .map(step -> ((Step.Happening) step).event())
                .collect(Collectors.toSet());
        if (plan.steps().isEmpty() || !(plan.steps().getFirst() instanceof Step.Phase)) {
            spec.violation("steps", "a phase as the first step");
        }
        for (Invariant invariant : plan.invariants()) {
            check(invariant, phases, events, spec);
        }
    }

    private static void check(Invariant invariant, Set<String> phases, Set<String> events, Decoder spec) {
        switch (invariant) {
            case Invariant.NoneFailed it -> known(it.phases(), phases, "phase", invariant, spec);
            case Invariant.SuccessRate it -> known(it.phases(), phases, "phase", invariant, spec);
            case Invariant.Latency it -> known(it.phases(), phases, "phase", invariant, spec);
            case Invariant.TrafficMoved it -> known(List.of(it.event()), events, "event", invariant, spec);
            case Invariant.Recovered it -> known(List.of(it.event()), events, "event", invariant, spec);
            case Invariant.Misrouted _,Invariant.Loops _,Invariant.Delivered _,Invariant.PushLatency _ -> {
            }
        }
    }

    private static void known(List<String> used, Set<String> known, String what, Invariant invariant, Decoder spec) {
        for (String name : used) {
            if (!known.contains(name)) {
                spec.violation("invariants", "a " + what + " of the steps instead of \"" + name + "\" in \""
                        + invariant.name() + "\"");
            }
        }
    }
}
