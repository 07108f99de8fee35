package io.spillway.control.ads;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import io.spillway.control.service.DeliveryReport.PushState;
import io.spillway.control.service.DeliveryReport.PushView;
import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * One change of one type on its way to one client, be it of many names: it is Acked when all of them are, and refused or
 * given up with the first. The first outcome stands. Ended by the stream's executor, seen by any thread.
 */
final class Push {

    private final long revision;
    private final long receivedNanos;
    private final Instant eventAt;
    private final ResourceType type;
    private final Due due;
    private int names; // that are not Acked yet; owned by the stream's executor
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

    Push(Cause cause, ResourceType type, Due due) {
        this.revision = cause.revision();
        this.receivedNanos = cause.receivedNanos();
        this.eventAt = cause.receivedAt();
        this.type = type;
        this.due = due;
    }

    /** The registry event behind a change. */
    record Cause(long revision, long receivedNanos, Instant receivedAt) {}

    private record Outcome(PushState state, long nanos, @Nullable String detail) {}

    long receivedNanos() {
        return receivedNanos;
    }

    long revision() {
        return revision;
    }

    ResourceType type() {
        return type;
    }

    /** It goes with one more name. */
    void carry() {
        names++;
    }

    /** One of its names ended so. Returns whether that is the outcome of the whole, and the first. */
    boolean end(PushState state, long nanos, @Nullable String detail) {
        names--;
        if (state == PushState.ACKED && names > 0) {
            return false;
        }
        return outcome.compareAndSet(null, new Outcome(state, nanos, detail));
    }

    /** Says what the client owes of this revision. */
    Due due() {
        return due;
    }

    PushView view() {
        Outcome ended = outcome.get();
        PushState state = ended == null ? PushState.PENDING : ended.state;
        boolean answered = state == PushState.ACKED || state == PushState.NACKED;
        Double millis = ended == null || !answered
                ? null
                : Double.valueOf((ended.nanos - receivedNanos) / 1_000_000.0);
        return new PushView(revision, eventAt, type.shortName(), due.node(), millis,
                due.connectedSince(), state, ended == null ? null : ended.detail);
    }
}
