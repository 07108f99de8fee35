package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.TraceRecord;
import io.spillway.wire.record.TraceRecord.Declared;
import io.spillway.wire.record.TraceRecord.Gone;

/**
 * What guards remember of a service, so that a fall in small steps is seen as one, and so that what was removed does not come
 * back by a late message. Pure; {@code now} is the control node's wall clock.
 */
final class Memory {

    /** So long a fall in steps is one fall. */
    static final Duration WINDOW = Duration.ofHours(1);
    /** So long a removal is remembered. */
    static final Duration TOMBSTONE = Duration.ofHours(24);
    /** So many removals of one peer are remembered; the oldest are forgotten first. */
    static final int TOMBSTONES = 10_000;
    /** The most peaks that are kept; the two oldest become one when there are more. */
    static final int PEAKS = 16;

    private Memory() {}

    /** Returns the beginning of the window. */
    static Instant since(Instant now) {
        return now.minus(WINDOW);
    }

    /** Returns how many instances an entry declares. */
    static int declared(ServiceEntrySpec entry) {
        return (int) Math.min(Integer.MAX_VALUE, entry.groups().stream().mapToLong(GroupCapacity::declared).sum());
    }

    /** Returns the most instances that were declared within the window, with what is in use now. */
    static int baseline(ServiceEntrySpec inUse, TraceRecord trace, Instant now) {
        return trace.peaks().stream().filter(peak -> peak.until().isAfter(since(now))).mapToInt(Declared::instances)
                .reduce(declared(inUse), Math::max);
    }

    /** Returns what is remembered after {@code after} has replaced {@code before}. */
    static TraceRecord replaced(TraceRecord trace, ServiceEntrySpec before, ServiceEntrySpec after, Instant now) {
        List<Declared> peaks = new ArrayList<>(trace.peaks());
        int had = declared(before);
        if (declared(after) < had) {
            peaks.removeIf(peak -> peak.instances() <= had);
            peaks.add(new Declared(Instant.ofEpochMilli(now.toEpochMilli()), had));
        }
        List<Declared> kept = new ArrayList<>(peaks.stream().filter(peak -> peak.until().isAfter(since(now))).toList());
        while (kept.size() > PEAKS) {
            // What falls in so many steps within an hour is measured by the highest.
            Declared oldest = kept.removeFirst();
            Declared next = kept.removeFirst();
            kept.addFirst(new Declared(next.until(), Math.max(oldest.instances(), next.instances())));
        }
        return new TraceRecord(kept, null, trace.flaps());
    }

    /** Returns what is remembered of a service that was removed. */
    static TraceRecord removed(OriginVersion version, boolean released, Instant now) {
        return new TraceRecord(List.of(), new Gone(version, Instant.ofEpochMilli(now.toEpochMilli()), released));
    }

    /** Returns when it was removed; the beginning of time when it was not. */
    static Instant goneAt(TraceRecord trace) {
        Gone gone = trace.gone();
        return gone == null ? Instant.EPOCH : gone.at();
    }

    /** Returns whether a removal need not be remembered any more. */
    static boolean over(TraceRecord trace, Instant now) {
        Gone gone = trace.gone();
        return gone != null && gone.at().isBefore(now.minus(TOMBSTONE));
    }
}
