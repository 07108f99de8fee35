package io.spillway.drill.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.spillway.model.document.Decoder;

/** What must fit together inside a drill file. */
final class PlanChecks {

    private static final double ROUNDING = 0.01;

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
        if (plan.load().isEmpty() != (plan.steady() == null)) {
            spec.violation("steadyState",
                    plan.load().isEmpty() ? "nothing, because there are no users" : "what must be so at first");
        }
        checkSwitchOvers(plan.steps(), spec);
        checkFaults(plan, spec);
        for (Invariant invariant : plan.invariants()) {
            check(invariant, phases, events, spec);
            if (plan.load().isEmpty() && overRequests(invariant)) {
                spec.violation("load", "users, because of \"" + invariant.name() + "\"");
            }
            if (invariant instanceof Invariant.HeapFlat flat && samples(plan, flat.mark()) < 2) {
                spec.violation("invariants", "a mark of at least two sampleHeap steps instead of \"" + flat.mark()
                        + "\" in \"" + flat.name() + "\"");
            }
        }
    }

    private static void checkFaults(DrillPlan plan, Decoder spec) {
        Set<String> begun = new HashSet<>();
        for (Step step : plan.steps()) {
            if (step instanceof Step.Break broken && !begun.add(broken.event())) {
                spec.violation("steps", "another event than \"" + broken.event() + "\", which a fault has already");
            }
            if (step instanceof Step.Strike strike) {
                begun.add(strike.event());
            }
            if (step instanceof Step.End end && !begun.contains(end.fault())) {
                spec.violation("steps", "a fault with the event \"" + end.fault() + "\" before \"" + end.event()
                        + "\" ends it");
            }
        }
        double touched = TouchedShare.of(plan);
        if (touched > plan.safety().sharePercent() + ROUNDING) {
            spec.violation("share", "at least " + Math.ceil(touched * 10) / 10
                    + ", which is the percentage of the traffic that the steps touch");
        }
    }

    private static void checkSwitchOvers(List<Step> steps, Decoder spec) {
        Set<String> made = new HashSet<>();
        for (Step step : steps) {
            if (step instanceof Step.SwitchOver move && !made.add(move.idc() + "/" + move.name())) {
                spec.violation("steps", "another name than \"" + move.name() + "\", which a switch-over has already");
            }
            if (step instanceof Step.AwaitSwitchOver await && !made.contains(await.idc() + "/" + await.name())) {
                spec.violation("steps", "a switchOver with idc " + await.idc() + " and name " + await.name()
                        + " before it is awaited");
            }
            if (step instanceof Step.RollBack back && !made.contains(back.idc() + "/" + back.name())) {
                spec.violation("steps", "a switchOver with idc " + back.idc() + " and name " + back.name()
                        + " before the rollBack of \"" + back.event() + "\"");
            }
        }
    }

    private static boolean overRequests(Invariant invariant) {
        return switch (invariant) {
            case Invariant.NoneFailed _,Invariant.SuccessRate _,Invariant.Latency _,Invariant.TrafficMoved _,Invariant.Recovered _,Invariant.Misrouted _,Invariant.Loops _,Invariant.StaysHome _,Invariant.Headroom _ ->
                true;
            case Invariant.Delivered _,Invariant.PushLatency _,Invariant.Violations _,Invariant.Newest _,Invariant.ChangesWritten _,Invariant.HeapFlat _,Invariant.Refused _ ->
                false;
        };
    }

    private static long samples(DrillPlan plan, String mark) {
        return plan.steps().stream()
                .filter(step -> step instanceof Step.SampleHeap sample && sample.mark().equals(mark)).count();
    }

    private static void check(Invariant invariant, Set<String> phases, Set<String> events, Decoder spec) {
        switch (invariant) {
            case Invariant.NoneFailed it -> known(it.phases(), phases, "phase", invariant, spec);
            case Invariant.SuccessRate it -> known(it.phases(), phases, "phase", invariant, spec);
            case Invariant.Latency it -> known(it.phases(), phases, "phase", invariant, spec);
            case Invariant.TrafficMoved it -> known(List.of(it.event()), events, "event", invariant, spec);
            case Invariant.Recovered it -> known(List.of(it.event()), events, "event", invariant, spec);
            case Invariant.Refused it -> known(it.events(), events, "event", invariant, spec);
            case Invariant.StaysHome it -> known(it.phases(), phases, "phase", invariant, spec);
            case Invariant.Misrouted _,Invariant.Loops _,Invariant.Headroom _,Invariant.Delivered _,Invariant.PushLatency _,Invariant.Violations _,Invariant.Newest _,Invariant.ChangesWritten _,Invariant.HeapFlat _ ->
                {
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
