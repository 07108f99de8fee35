package io.spillway.control.switchover.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.SwitchTransition;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.switchover.EventKind;
import io.spillway.model.switchover.MachineResult;
import io.spillway.model.switchover.SwitchWrite;
import io.spillway.model.switchover.Transitions;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a history. All writes of a switch-over are one after the other by its sequence numbers, so a history is
 * linearizable when this order is that of the machine, agrees with the order in time of the calls that were answered, and
 * every call that wrote nothing was right to do so at some moment while it lasted.
 */
public final class HistoryCheck {

    private final List<Commit> log;
    private final List<Call> calls;
    private final long end;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, SwitchOverSpec> records = new HashMap<>();
    private final Map<String, TrafficShiftSpec> shifts = new HashMap<>();
    private final Map<String, String> locks = new HashMap<>();
    private long transitions;

    /**
     * Takes a history.
     *
     * @param log all that was written, in order, from when nothing was
     * @param end when nobody did anything any more
     */
    public HistoryCheck(List<Commit> log, List<Call> calls, long end) {
        this.log = List.copyOf(log);
        this.calls = calls;
        this.end = end;
    }

    /** Returns all that is wrong; nothing for a history that is right. */
    public List<String> faults() {
        log.forEach(commit -> commit.puts().forEach((key, value) -> {
            if (key.startsWith("switchovers/") && value instanceof SwitchOverSpec spec) {
                record(key, spec, commit);
            } else if (key.startsWith("shifts/") && value instanceof TrafficShiftSpec shift) {
                shift(key, shift, commit);
            } else if (key.startsWith("locks/")) {
                lock(key, (String) value);
            }
        }));
        calls.forEach(this::call);
        records.forEach(this::ended);
        return faults;
    }

    /** Returns how many transitions were made. */
    public long transitions() {
        return transitions;
    }

    /** Returns the calls. */
    public List<Call> calls() {
        return calls;
    }

    /** Returns what a switch-over came to. */
    public SwitchOverState state(String id) {
        return status(records.get(Registered.record(id))).state();
    }

    private void record(String key, SwitchOverSpec next, Commit commit) {
        SwitchOverSpec before = records.put(key, next);
        if (before == null) {
            return;
        }
        transitions++;
        SwitchOverStatus was = status(before);
        SwitchOverStatus is = status(next);
        SwitchTransition last = is.history().getLast();
        if (is.sequence() != was.sequence() + 1) {
            faults.add(key + ": " + is.sequence() + " was written over " + was.sequence() + " by " + commit.by());
        }
        EventKind event = EventKind.valueOf(last.event().toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        if (last.from() != was.state() || !Transitions.of(was.state(), event).contains(is.state())) {
            faults.add(key + ": " + event + " from " + was.state() + " to " + is.state() + ", it said " + last);
        }
        if (is.state().moving() && is.plan() != null) {
            is.plan().locks().stream().filter(lock -> !holds(commit, lock, key)).forEach(
                    lock -> faults.add(key + ": " + is.state() + " without holding " + lock));
        }
    }

    private boolean holds(Commit commit, String lock, String key) {
        Object put = commit.puts().get(Registered.lock(lock));
        Object holder = put == null ? locks.get(Registered.lock(lock)) : put;
        return key.equals(Registered.record(String.valueOf(holder)));
    }

    private void shift(String key, TrafficShiftSpec next, Commit commit) {
        TrafficShiftSpec before = shifts.put(key, next);
        long was = before == null ? 0 : counter(before);
        if (counter(next) != was + 1) {
            faults.add(key + ": generation " + next.generation() + " over " + was + " by " + commit.by());
        }
        boolean owned = commit.puts().values().stream().anyMatch(value -> value instanceof SwitchOverSpec spec
                && next.generation() != null
                && next.generation().equals(status(spec).written().get(next.scope().path())));
        if (!owned) {
            faults.add(key + ": generation " + next.generation() + " belongs to no transition");
        }
    }

    private void lock(String key, @Nullable String holder) {
        String before = holder == null ? locks.remove(key) : locks.put(key, holder);
        if (before != null && holder != null && !before.equals(holder)) {
            faults.add(key + " was taken from " + before + " by " + holder);
        }
    }

    private void call(Call call) {
        switch (call.answer()) {
            case DONE -> {
                if (calls.stream().anyMatch(other -> other.id().equals(call.id()) && other.revision() > call.revision()
                        && other.ended() < call.begun())) {
                    faults.add(call + " came before one that had ended when it began");
                }
            }
            case UNCHANGED, REFUSED -> {
                if (versions(call).noneMatch(version -> agrees(call, version))) {
                    faults.add(call + " was never right");
                }
            }
            case CONFLICT, LOST -> {
                // Nothing was promised.
            }
        }
    }

    /** Returns what stood at some moment while a call lasted. */
    private java.util.stream.Stream<SwitchOverSpec> versions(Call call) {
        List<SwitchOverSpec> versions = new ArrayList<>();
        for (Commit commit : log) {
            if (commit.puts().get(Registered.record(call.id())) instanceof SwitchOverSpec spec) {
                if (commit.at() <= call.begun()) {
                    versions.clear();
                }
                if (commit.at() <= call.ended()) {
                    versions.add(spec);
                }
            }
        }
        return versions.stream();
    }

    private static boolean agrees(Call call, SwitchOverSpec version) {
        SwitchWrite.Made made = SwitchWrite.of(new SwitchWrite.Standing(call.id(), version, Map.of(), Map.of()),
                call.event(), Registered.time(call.ended()), "idc-b", "check");
        return call.answer() == Call.Answer.UNCHANGED
                ? made instanceof SwitchWrite.Made.Unchanged
                : made instanceof SwitchWrite.Made.Refused(MachineResult.Reason _, String _);
    }

    /** What a history ends with: whatever is not over stands as it says. */
    private void ended(String key, SwitchOverSpec spec) {
        SwitchOverStatus status = status(spec);
        TrafficShiftSpec shift = shifts.get(Registered.shift(Histories.CORE.path()));
        if (status.state() == SwitchOverState.COMPLETED
                && (shift == null || shift.weightsOf("idc-a").getOrDefault("idc-b", 0) != 100)) {
            faults.add(key + ": COMPLETED, and the shift is " + shift);
        }
        if (status.state().moving() && status.state() != SwitchOverState.PAUSED
                && status.state() != SwitchOverState.ROLLBACK_FAILED) {
            faults.add(key + ": still " + status.state() + " " + status.at() + " at " + end);
        }
        boolean holds = locks.containsValue(key.substring("switchovers/".length()));
        if (holds != (status.state().moving() || status.state().held())) {
            faults.add(key + ": " + status.state() + (holds ? " holds" : " does not hold") + " its traffic");
        }
    }

    private static long counter(TrafficShiftSpec shift) {
        Generation generation = shift.generation();
        return generation == null ? 0 : generation.counter();
    }

    private static SwitchOverStatus status(@Nullable SwitchOverSpec spec) {
        SwitchOverStatus status = spec == null ? null : spec.status();
        if (status == null) {
            throw new AssertionError("no status");
        }
        return status;
    }
}
