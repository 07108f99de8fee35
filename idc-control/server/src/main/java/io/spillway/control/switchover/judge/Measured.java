package io.spillway.control.switchover.judge;

import java.util.List;
import java.util.OptionalDouble;

import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.SwitchTransition;
import io.spillway.model.switchover.EventKind;

/** What the gateways of all IDCs measure together of a switch-over's Services. Pure. */
public final class Measured {

    private Measured() {}

    /** Returns what all IDCs say of traffic, together. */
    public static MeasuredTraffic traffic(List<SwitchOverProgress> said) {
        return said.stream().map(SwitchOverProgress::traffic).reduce(MeasuredTraffic.NONE, MeasuredTraffic::and);
    }

    /**
     * Returns of which IDCs the figures begin before all knew the step: they are not to be judged by yet. Empty when there is
     * none. An IDC that says nothing at all is a matter of its Acks, and one that is given up is not waited for.
     */
    public static String outdated(SwitchOverSpec spec, List<SwitchOverProgress> said) {
        SwitchOverStatus status = spec.status();
        if (status == null) {
            return "";
        }
        long acked = status.history().reversed().stream().filter(each -> each.event().equals(EventKind.ACKED.word()))
                .findFirst()
                .map(SwitchTransition::sequence).orElse(0L);
        String given = spec.mode() == SwitchMode.UNGRACEFUL ? spec.from() : "";
        List<String> old = said.stream()
                .filter(part -> part.measuredAfter() < acked && !part.idc().equals(given))
                .map(SwitchOverProgress::idc).sorted().toList();
        return old.isEmpty()
                ? ""
                : "waits for figures of " + String.join(", ", old) + " that were measured after the Acks of the step";
    }

    /** Whoever does not tell of all Services tells at least of those in scope. */
    private static double carried(List<SwitchOverProgress> said, String to) {
        return said.stream().mapToDouble(part -> Math.max(part.carried().getOrDefault(to, 0.0),
                part.traffic().servedBy().getOrDefault(to, 0.0))).sum();
    }

    /**
     * Returns the figures by which a gate judges.
     *
     * @param to the IDC that receives
     * @param capacity requests per second that it declares to serve, of all Services together; empty when it does not
     */
    public static StepFigures figures(List<SwitchOverProgress> said, String to, OptionalDouble capacity) {
        MeasuredTraffic traffic = traffic(said);
        double requests = traffic.requestsPerSecond();
        double served = traffic.servedBy().getOrDefault(to, 0.0);
        return new StepFigures(requests,
                requests > 0 ? 100 * (1 - traffic.failedPerSecond() / requests) : 100,
                traffic.p99Millis(),
                capacity.isPresent() && capacity.getAsDouble() > 0
                        ? 100 * carried(said, to) / capacity.getAsDouble()
                        : Double.NaN,
                requests > 0 ? 100 * served / requests : Double.NaN,
                traffic.misroutedPerSecond());
    }
}
