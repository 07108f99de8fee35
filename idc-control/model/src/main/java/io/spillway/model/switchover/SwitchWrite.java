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

    /**
     * Returns what an event makes of what stands. Only the IDC that coordinates a switch-over writes its transitions: so what
     * has one generation and sequence number is the same everywhere.
     *
     * @param ownIdc the IDC that writes
     * @param node the node of it that does
     */
    public static Made of(Standing standing, SwitchOverEvent event, Instant now, String ownIdc, String node) {
        Made.Refused elsewhere = elsewhere(standing, event, ownIdc);
        return elsewhere != null ? elsewhere : switch (Machine.apply(standing.record(), event, now, node)) {
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
        Made.Refused elsewhere = elsewhere(standing, new SwitchOverEvent.Pushed(Map.of(), before), ownIdc);
        if (elsewhere != null) {
            return elsewhere;
        }
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
            shifts.add(shift.committed(next, author).after(present));
        }
        return switch (Machine.apply(standing.record(), new SwitchOverEvent.Pushed(generations, before), now, node)) {
            case MachineResult.Unchanged(String why) -> new Made.Unchanged(why);
            case MachineResult.Refused(MachineResult.Reason reason, String why) -> new Made.Refused(reason, why);
            case MachineResult.Moved(SwitchOverSpec next) -> moved(standing, next, shifts);
        };
    }

    /**
     * Returns what is to be written when another IDC says what became of a switch-over: what is newer, whatever it is, because
     * whoever refuses it stays behind for ever. Null when it is not newer than what stands.
     *
     * @param standing what stands here; its record is not looked at when {@code known} is false
     * @param known whether this IDC has a record of that switch-over
     */
    public static @Nullable SwitchWrite imported(Standing standing, boolean known, SwitchOverSpec told) {
        SwitchOverStatus here = standing.record().status();
        SwitchOverStatus there = told.status();
        if (there == null || (known && here != null && !there.after(here))) {
            return null;
        }
        Locks locks = Locks.of(standing, told);
        return new SwitchWrite(told, List.of(), locks.taken(), locks.released());
    }

    private static Made.@Nullable Refused elsewhere(Standing standing, SwitchOverEvent event, String ownIdc) {
        SwitchOverStatus status = standing.record().status();
        if (status == null || event.kind() == EventKind.TAKE_OVER || status.generation().idc().equals(ownIdc)) {
            return null;
        }
        return new Made.Refused(MachineResult.Reason.ELSEWHERE, standing.id() + " is coordinated by "
                + status.generation().idc() + " (expected: " + event.kind().word() + " there, or a take-over by "
                + ownIdc
                + " first)");
    }

    private static Made moved(Standing standing, SwitchOverSpec next, List<TrafficShiftSpec> shifts) {
        Locks locks = Locks.of(standing, next);
        return locks.heldByAnother() == null
                ? new Made.Write(new SwitchWrite(next, shifts, locks.taken(), locks.released()))
                : new Made.Held(locks.heldByAnother(), String.valueOf(standing.holders().get(locks.heldByAnother())));
    }

    /**
     * Whoever moves traffic holds it from before the first step until nothing of it is left to do.
     *
     * @param heldByAnother the first that another switch-over holds; null for none
     */
    private record Locks(Set<String> taken, Set<String> released, @Nullable String heldByAnother) {

        static Locks of(Standing standing, SwitchOverSpec next) {
            SwitchOverStatus status = next.status();
            Set<String> taken = new TreeSet<>();
            Set<String> released = new TreeSet<>();
            String heldByAnother = null;
            if (status != null && status.plan() != null) {
                boolean wants = status.state().moving() || status.state().held();
                for (String lock : status.plan().locks()) {
                    String holder = standing.holders().get(lock);
                    boolean own = standing.id().equals(holder);
                    if (wants && holder == null) {
                        taken.add(lock);
                    } else if (wants && !own && heldByAnother == null) {
                        heldByAnother = lock;
                    } else if (!wants && own) {
                        released.add(lock);
                    }
                }
            }
            return new Locks(taken, released, heldByAnother);
        }
    }
}
