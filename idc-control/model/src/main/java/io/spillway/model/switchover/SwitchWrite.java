package io.spillway.model.switchover;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * All that one transition of a switch-over writes, in one transaction: its record, the shifts of a step, and who may move the
 * traffic of its scopes. Everything that it was made from is compared in that transaction: therefore no step takes effect
 * twice in a registry, and none that is older than what stands. Pure.
 *
 * @param record what the switch-over is then
 * @param shifts what is written of shifts then, with their generations
 * @param taken whose traffic nobody else may move from then on ({@link Standing#holders})
 * @param released whose traffic others may move again
 */
public record SwitchWrite(SwitchOverSpec record, List<TrafficShiftSpec> shifts, Set<String> taken,
        Set<String> released) {

    public SwitchWrite {
        shifts = List.copyOf(shifts);
        taken = Set.copyOf(taken);
        released = Set.copyOf(released);
    }

    /**
     * What stands in the registry.
     *
     * @param id name of the switch-over
     * @param record the switch-over
     * @param shifts of its scopes, by scope; a scope that never had one is absent
     * @param holders who may move the traffic of what the plan locks: the name of a switch-over by what it locks; absent for
     *        nobody in particular
     */
    public record Standing(String id, SwitchOverSpec record, Map<ShiftScope, TrafficShiftSpec> shifts,
            Map<String, String> holders) {

        public Standing {
            shifts = Map.copyOf(shifts);
            holders = Map.copyOf(holders);
        }
    }

    /** What is to be written, or why nothing is. */
    public sealed interface Made {

        /** This is to be written, if all that stands still does. */
        record Write(SwitchWrite write) implements Made {}

        /** It was done already. */
        record Unchanged(String why) implements Made {}

        /** It may not be done. */
        record Refused(MachineResult.Reason reason, String why) implements Made {}

        /** Another switch-over moves that traffic. */
        record Held(String what, String by) implements Made {}
    }

    /** Returns what an event makes of what stands. */
    public static Made of(Standing standing, SwitchOverEvent event, Instant now, String node) {
        return switch (Machine.apply(standing.record(), event, now, node)) {
            case MachineResult.Unchanged(String why) -> new Made.Unchanged(why);
            case MachineResult.Refused(MachineResult.Reason reason, String why) -> new Made.Refused(reason, why);
            case MachineResult.Moved(SwitchOverSpec next) -> moved(standing, next, List.of());
        };
    }

    /**
     * Returns the write of the step's shifts, for {@link Work.WriteShifts}.
     *
     * @param ownIdc the IDC that writes, which the generations name
     * @param before what was measured before; null when not known
     */
    public static Made shifts(Standing standing, @Nullable StepFigures before, Instant now, String ownIdc,
            String node) {
        List<TrafficShiftSpec> shifts = new ArrayList<>();
        Map<String, Generation> generations = new LinkedHashMap<>();
        SwitchOverStatus status = standing.record().status();
        String author = status == null ? "" : status.author();
        for (TrafficShiftSpec shift : StepShifts.of(standing.record(), standing.shifts()::get)) {
            TrafficShiftSpec present = standing.shifts().get(shift.scope());
            Generation next = present == null || present.generation() == null
                    ? new Generation(1, ownIdc)
                    : present.generation().next(ownIdc);
            generations.put(shift.scope().path(), next);
            shifts.add(shift.committed(next, author));
        }
        return switch (Machine.apply(standing.record(), new SwitchOverEvent.Pushed(generations, before), now, node)) {
            case MachineResult.Unchanged(String why) -> new Made.Unchanged(why);
            case MachineResult.Refused(MachineResult.Reason reason, String why) -> new Made.Refused(reason, why);
            case MachineResult.Moved(SwitchOverSpec next) -> moved(standing, next, shifts);
        };
    }

    /** Whoever moves traffic holds it from before the first step until nothing of it is left to do. */
    private static Made moved(Standing standing, SwitchOverSpec next, List<TrafficShiftSpec> shifts) {
        SwitchOverStatus status = next.status();
        Set<String> locks = status == null || status.plan() == null ? Set.of() : Set.copyOf(status.plan().locks());
        Set<String> taken = new TreeSet<>();
        Set<String> released = new TreeSet<>();
        for (String lock : locks) {
            String holder = standing.holders().get(lock);
            boolean wants = status.state().moving() || status.state().held();
            if (wants && holder != null && !holder.equals(standing.id())) {
                return new Made.Held(lock, holder);
            }
            if (wants && holder == null) {
                taken.add(lock);
            } else if (!wants && standing.id().equals(holder)) {
                released.add(lock);
            }
        }
        return new Made.Write(new SwitchWrite(next, shifts, taken, released));
    }
}
