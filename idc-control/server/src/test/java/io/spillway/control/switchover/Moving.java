package io.spillway.control.switchover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.switchover.Machine;
import io.spillway.model.switchover.MachineResult;
import io.spillway.model.switchover.SwitchOverEvent;

/** A switch-over of the DrGroup core from idc-a to idc-b that idc-a coordinates, and what IDCs may say of it. */
public final class Moving {

    public static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    public static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");

    private Moving() {}

    /** Returns one that is asked for. */
    public static SwitchOverSpec asked(SwitchMode mode, Integer... steps) {
        return new SwitchOverSpec(List.of(CORE), "idc-a", "idc-b", List.of(steps), Duration.ZERO, Gates.DEFAULT, mode,
                SwitchOverSpec.NO_FENCE, false, SwitchOverSpec.EXPIRES, OnExpiry.ALARM, "cooling of idc-a", null);
    }

    /** Returns a plan for it. */
    public static SwitchOverPlan plan() {
        return new SwitchOverPlan(List.of(), List.of("idc-a", "idc-b"), List.of("drgroup/core"), List.of(), Map.of(),
                Double.NaN, "digest", "hash", NOW.plus(Duration.ofMinutes(15)), 0);
    }

    /** Returns one that waits until the receiver knows the first step, written in generation 1. */
    public static SwitchOverSpec preparing(SwitchMode mode, Integer... steps) {
        SwitchOverSpec drafted = asked(mode, steps)
                .with(SwitchOverStatus.drafted("idc-a", SwitchOrigin.MANUAL, "ann", NOW));
        return after(drafted, new SwitchOverEvent.Check("ann"), new SwitchOverEvent.ChecksPassed(plan()),
                new SwitchOverEvent.Start("ann"), pushed(1));
    }

    /** Returns one that waits until everybody knows the first step, written in generation 2. */
    public static SwitchOverSpec telling(SwitchMode mode, Integer... steps) {
        return after(preparing(mode, steps), new SwitchOverEvent.Acked(List.of(), ""), pushed(2));
    }

    /** Returns what events make of it; each must lead somewhere. */
    public static SwitchOverSpec after(SwitchOverSpec from, SwitchOverEvent... events) {
        SwitchOverSpec at = from;
        for (SwitchOverEvent event : events) {
            if (!(Machine.apply(at, event, NOW, "idc-a/control-1") instanceof MachineResult.Moved(var next))) {
                throw new AssertionError(event + " led nowhere from " + at.status());
            }
            at = next;
        }
        return at;
    }

    /** The shift was written with that generation. */
    public static SwitchOverEvent pushed(long generation) {
        return new SwitchOverEvent.Pushed(Map.of(CORE.path(), new Generation(generation, "idc-a")), null);
    }

    /** Returns the status. */
    public static SwitchOverStatus status(SwitchOverSpec spec) {
        SwitchOverStatus status = spec.status();
        if (status == null) {
            throw new AssertionError("no status");
        }
        return status;
    }

    /** An IDC says that so many of so many know the shift of that generation. */
    public static SwitchOverProgress says(String idc, long generation, int acked, int fleet, String... late) {
        return new SwitchOverProgress("move", idc, new Generation(1, "idc-a"), 4,
                Map.of(CORE.path(), new Generation(generation, "idc-a")), fleet, acked, List.of(late),
                MeasuredTraffic.NONE, NOW);
    }
}
