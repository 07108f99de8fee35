package io.spillway.model.switchover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OnGateFailure;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;

/** A switch-over of the DrGroup core from idc-a to idc-b, asked for by ann, and what may be different about it. */
final class SwitchOvers {

    static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");
    static final String NODE = "idc-b/control-1";

    private List<Integer> steps = List.of(100);
    private SwitchMode mode = SwitchMode.GRACEFUL;
    private String fence = SwitchOverSpec.NO_FENCE;
    private OnGateFailure onFailure = OnGateFailure.PAUSE;
    private OnExpiry onExpiry = OnExpiry.ALARM;
    private SwitchOrigin origin = SwitchOrigin.MANUAL;
    private int approvals;
    private boolean exclude;
    private List<TrafficShiftSpec> baseline = List.of();

    static SwitchOvers one() {
        return new SwitchOvers();
    }

    SwitchOvers steps(Integer... percent) {
        this.steps = List.of(percent);
        return this;
    }

    SwitchOvers mode(SwitchMode other) {
        this.mode = other;
        return this;
    }

    SwitchOvers fenced() {
        this.fence = "orders-db";
        return this;
    }

    SwitchOvers rollsBackOnFailure() {
        this.onFailure = OnGateFailure.ROLLBACK;
        return this;
    }

    SwitchOvers goesHomeOnExpiry() {
        this.onExpiry = OnExpiry.CLEAR;
        return this;
    }

    SwitchOvers begunBy(SwitchOrigin other) {
        this.origin = other;
        return this;
    }

    SwitchOvers approvals(int people) {
        this.approvals = people;
        return this;
    }

    SwitchOvers excludes() {
        this.exclude = true;
        return this;
    }

    SwitchOvers baseline(TrafficShiftSpec shift) {
        this.baseline = List.of(shift);
        return this;
    }

    SwitchOverSpec draft() {
        Gates gates = new Gates(0.5, 1.5, 80, 0, onFailure);
        SwitchOverSpec asked = new SwitchOverSpec(List.of(CORE), "idc-a", "idc-b", steps, Duration.ofMinutes(1), gates,
                mode, fence, exclude, Duration.ofDays(3), onExpiry, "cooling of idc-a", null);
        return asked.with(SwitchOverStatus.drafted("idc-b", origin, "ann", NOW));
    }

    SwitchOverPlan plan() {
        return new SwitchOverPlan(baseline, List.of("idc-a", "idc-b"), List.of("drgroup/core"), List.of(), Map.of(),
                Double.NaN, "digest",
                "hash-1", NOW.plus(Duration.ofMinutes(15)), approvals);
    }

    SwitchOverSpec ready() {
        return after(draft(), new SwitchOverEvent.Check("ann"), new SwitchOverEvent.ChecksPassed(plan()));
    }

    SwitchOverSpec started() {
        return after(ready(), new SwitchOverEvent.Start("ann"));
    }

    /** Returns what the events lead to; each must lead somewhere. */
    static SwitchOverSpec after(SwitchOverSpec from, SwitchOverEvent... events) {
        SwitchOverSpec at = from;
        for (SwitchOverEvent event : events) {
            at = switch (Machine.apply(at, event, NOW, NODE)) {
                case MachineResult.Moved(SwitchOverSpec next) -> next;
                case MachineResult.Unchanged(String why) -> throw new AssertionError(event + ": " + why);
                case MachineResult.Refused(var _, String why) -> throw new AssertionError(event + ": " + why);
            };
        }
        return at;
    }

    /** Both sides of a step are written and known. */
    static SwitchOverSpec acked(SwitchOverSpec shifting, long generation) {
        return after(shifting, pushed(generation), known(), pushed(generation + 1), known());
    }

    /** A step is done. */
    static SwitchOverSpec stepped(SwitchOverSpec shifting, long generation) {
        return after(acked(shifting, generation), new SwitchOverEvent.Observed(), new SwitchOverEvent.GatePassed(""));
    }

    static SwitchOverEvent pushed(long generation) {
        return new SwitchOverEvent.Pushed(Map.of(CORE.path(), new Generation(generation, "idc-b")), null);
    }

    static SwitchOverEvent known() {
        return new SwitchOverEvent.Acked(List.of(), "all");
    }

    static SwitchOverStatus status(SwitchOverSpec spec) {
        SwitchOverStatus status = spec.status();
        if (status == null) {
            throw new AssertionError("no status");
        }
        return status;
    }

    static SwitchOverState state(SwitchOverSpec spec) {
        return status(spec).state();
    }

    /** Returns all states that it was in, in order, each once in a row. */
    static List<SwitchOverState> path(SwitchOverSpec spec) {
        List<SwitchOverState> path = new ArrayList<>();
        status(spec).history().forEach(each -> {
            if (path.isEmpty() || path.getLast() != each.to()) {
                path.add(each.to());
            }
        });
        return path;
    }
}
