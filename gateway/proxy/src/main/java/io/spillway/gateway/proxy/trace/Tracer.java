package io.spillway.gateway.proxy.trace;

import java.util.random.RandomGenerator;

import io.spillway.gateway.proxy.log.LoopRing;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of an event loop's requests are traced: one that belongs to a trace as its parent was, and of the others a
 * part by chance, as OpenTelemetry's samplers ParentBased and TraceIdRatioBased do. Owned by that event loop; nothing here
 * waits for the exporter.
 */
public final class Tracer {
    private final LoopRing<RequestSpan> ring;
    private final RandomGenerator random;
    /** A trace is recorded when the last 63 bits of its id are below this; all are when it is negative. */
    private final long bound;

    Tracer(LoopRing<RequestSpan> ring, RandomGenerator random, double ratio) {
        this.ring = ring;
        this.random = random;
        this.bound = ratio >= 1 ? -1 : (long) (ratio * Long.MAX_VALUE);
    }

    /**
     * Returns the span of a request, or null when it is not recorded.
     *
     * @param traceparent what the client said, or null
     */
    public @Nullable RequestSpan begin(@Nullable String traceparent, long nowNanos) {
        TraceParent parent = TraceParent.parse(traceparent);
        if (parent != null) {
            return parent.sampled()
                    ? new RequestSpan(new TraceParent(parent.high(), parent.low(), id(random), true), parent.span(),
                            random,
                            nowNanos)
                    : null;
        }
        long low = id(random);
        return bound < 0 || (low & Long.MAX_VALUE) < bound
                ? new RequestSpan(new TraceParent(id(random), low, id(random), true), 0, random, nowNanos)
                : null;
    }

    /** Hands an ended request over; when the exporter is behind it is dropped and counted. */
    public void end(RequestSpan span, RequestSpan.Ended facts) {
        span.end(facts);
        ring.offer(span);
    }

    static long id(RandomGenerator random) {
        long id = random.nextLong();
        return id == 0 ? 1 : id;
    }
}
