package io.spillway.control.switchover.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.switchover.SwitchWrite;
import org.jspecify.annotations.Nullable;

/** Switch-overs, shifts and locks under the keys of a simulated registry. */
public final class Registered {

    static final String LEADER = "leader";
    private static final Instant BEGIN = Instant.parse("2026-11-27T03:00:00Z");

    private Registered() {}

    /** Returns the time on the clock. */
    public static Instant time(long now) {
        return BEGIN.plus(Duration.ofMillis(now));
    }

    /** Returns the key of a switch-over. */
    public static String record(String id) {
        return "switchovers/" + id;
    }

    /** Returns the key of a shift. */
    public static String shift(String scopePath) {
        return "shifts/" + scopePath;
    }

    /** Returns the key of a lock. */
    public static String lock(String what) {
        return "locks/" + what;
    }

    /** What was read of the registry, with the revisions to compare. */
    record Seen(SwitchWrite.Standing standing, Map<String, Long> revisions) {}

    /** Reads what a switch-over is judged by; null when there is none of that name. */
    static @Nullable Seen read(SimRegistry registry, String id) {
        SimRegistry.Entry entry = registry.get(record(id));
        if (entry == null) {
            return null;
        }
        SwitchOverSpec spec = (SwitchOverSpec) entry.value();
        Map<String, Long> revisions = new LinkedHashMap<>(Map.of(record(id), entry.revision()));
        Map<ShiftScope, TrafficShiftSpec> shifts = new HashMap<>();
        for (ShiftScope scope : spec.scopes()) {
            SimRegistry.Entry shift = registry.get(shift(scope.path()));
            revisions.put(shift(scope.path()), registry.revisionOf(shift(scope.path())));
            if (shift != null) {
                shifts.put(scope, (TrafficShiftSpec) shift.value());
            }
        }
        Map<String, String> holders = new HashMap<>();
        SwitchOverStatus status = spec.status();
        if (status != null && status.plan() != null) {
            for (String lock : status.plan().locks()) {
                SimRegistry.Entry held = registry.get(lock(lock));
                revisions.put(lock(lock), registry.revisionOf(lock(lock)));
                if (held != null) {
                    holders.put(lock, (String) held.value());
                }
            }
        }
        return new Seen(new SwitchWrite.Standing(id, spec, shifts, holders), revisions);
    }

    /** Returns the puts of a write. */
    static Map<String, @Nullable Object> puts(String id, SwitchWrite write) {
        Map<String, @Nullable Object> puts = new LinkedHashMap<>();
        puts.put(record(id), write.record());
        write.shifts().forEach(shift -> puts.put(shift(shift.scope().path()), shift));
        write.taken().forEach(lock -> puts.put(lock(lock), id));
        write.released().forEach(lock -> puts.put(lock(lock), null));
        return puts;
    }
}
