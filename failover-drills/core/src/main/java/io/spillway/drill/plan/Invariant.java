package io.spillway.drill.plan;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Something that must hold over a recorded run. An empty list of phases means the whole run. */
public sealed interface Invariant {

    /** Returns its name in the report. */
    String name();

    /** Not one request failed. */
    record NoneFailed(String name, @Nullable String method, @Nullable String service, List<String> phases)
            implements
                Invariant {}

    /** At least {@code percent} of the requests succeeded. */
    record SuccessRate(String name, double percent, List<String> phases) implements Invariant {}

    /** The latency of {@code percentile} percent of the requests was at most {@code most}. */
    record Latency(String name, double percentile, Duration most, List<String> phases) implements Invariant {}

    /** Soon after the event, and from then on, {@code percent} of the requests were served as it expects. */
    record TrafficMoved(String name, String event, double percent, Duration within) implements Invariant {}

    /** Soon after the event, and from then on, {@code percent} of all requests succeeded. */
    record Recovered(String name, String event, double percent, Duration within) implements Invariant {}

    /** At most so many requests were answered by an IDC that had weight 0 at that time. */
    record Misrouted(String name, long most) implements Invariant {}

    /** At most so many requests were refused as loops. */
    record Loops(String name, long most) implements Invariant {}

    /** What these events asked a control plane for was refused, as wrong or by a guard. */
    record Refused(String name, List<String> events) implements Invariant {}

    /** At least {@code percent} of the requests of users were served at their home, of those that succeeded. */
    record StaysHome(String name, double percent, List<String> phases) implements Invariant {}

    /**
     * The load was raised until the latency of the IDC's answers rose steeply, and where that began it was at least so many times
     * the lowest load.
     */
    record Headroom(String name, String idc, double times) implements Invariant {}

    /** At least {@code percent} of the pushes were Acked by clients that stayed connected. */
    record Delivered(String name, double percent) implements Invariant {}

    /** At most so many violations of the protocol were noticed by mock data planes. */
    record Violations(String name, long most) implements Invariant {}

    /** At least {@code percent} of the mock data planes hold in the end what a new one is given by every control node. */
    record Newest(String name, double percent) implements Invariant {}

    /**
     * At least {@code percent} of the changes were written, and all that is stored is what was written last.
     *
     * @param p99
     *            99 % of those that were written were so no later than this after they were due, null when that does not
     *            matter
     */
    record ChangesWritten(String name, double percent, @Nullable Duration p99) implements Invariant {}

    /** Of the heap samples of a mark none is more than {@code percent} above the first; there are at least two. */
    record HeapFlat(String name, String mark, double percent) implements Invariant {}

    /** {@code percentile} percent of the Acks came at most {@code most} after the registry's event. */
    record PushLatency(String name, double percentile, Duration most) implements Invariant {}
}
