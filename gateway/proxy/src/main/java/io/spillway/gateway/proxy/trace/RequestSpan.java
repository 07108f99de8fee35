package io.spillway.gateway.proxy.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.Endpoint;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * A traced request: a span of kind SERVER and those of its attempts. Owned by the event loop until it is ended; read by the
 * exporter afterwards.
 */
public final class RequestSpan {
    private final TraceParent self;
    private final long parent;
    private final RandomGenerator random;
    private final long beganNanos;
    private final List<AttemptSpan> attempts = new ArrayList<>(2);
    private @Nullable Ended ended;

    RequestSpan(TraceParent self, long parent, RandomGenerator random, long beganNanos) {
        this.self = self;
        this.parent = parent;
        this.random = random;
        this.beganNanos = beganNanos;
    }

    /**
     * What is known of a request when it has ended.
     *
     * @param epochMillis when that was
     * @param nanos when that was, on the clock of durations
     * @param http2 whether the client spoke HTTP/2
     * @param status what was answered, 0 for nothing
     * @param reason why, as in the metrics
     * @param route the paths that the route takes, null when they are not told apart
     */
    public record Ended(long epochMillis, long nanos, String listener, String method, String scheme, String authority,
            String path, String client, boolean http2, int status, String service, String reason,
            @Nullable String route) {}

    /** Begins the span of an attempt. */
    public AttemptSpan attempt(Endpoint endpoint, int priority, long nowNanos) {
        AttemptSpan attempt = new AttemptSpan(
                new TraceParent(self.high(), self.low(), Tracer.id(random), true), endpoint, priority, nowNanos);
        attempts.add(attempt);
        return attempt;
    }

    void end(Ended facts) {
        ended = facts;
    }

    TraceParent self() {
        return self;
    }

    /** Returns the span that made the request, 0 when the trace begins here. */
    long parent() {
        return parent;
    }

    List<AttemptSpan> attempts() {
        return attempts;
    }

    Ended ended() {
        return requireNonNull(ended, "ended");
    }

    /** Returns an instant of the durations' clock in nanoseconds since the epoch. */
    long epochNanos(long nanos) {
        Ended end = ended();
        return end.epochMillis() * 1_000_000 + (nanos - end.nanos());
    }

    long beganNanos() {
        return beganNanos;
    }
}
