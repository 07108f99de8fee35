package io.spillway.gateway.proxy.trace;

import io.spillway.gateway.snapshot.Endpoint;
import org.jspecify.annotations.Nullable;

/** One attempt of a traced request: a span of kind CLIENT. Owned by the event loop until the request has ended. */
public final class AttemptSpan {
    private final TraceParent self;
    private final Endpoint endpoint;
    private final int priority;
    private final long beganNanos;
    private long endedNanos;
    private String outcome = "cancelled";
    private int status;

    AttemptSpan(TraceParent self, Endpoint endpoint, int priority, long beganNanos) {
        this.self = self;
        this.endpoint = endpoint;
        this.priority = priority;
        this.beganNanos = beganNanos;
        this.endedNanos = beganNanos;
    }

    /** Returns the field that tells the endpoint of this span. */
    public String traceparent() {
        return self.toString();
    }

    /** Says how the attempt went: the word that metrics have for it, and the status answered or 0. */
    public void outcome(String word, int answered) {
        outcome = word;
        status = answered;
    }

    /** Ends the span, if there is one. */
    public static void end(@Nullable AttemptSpan span, long nowNanos) {
        if (span != null) {
            span.endedNanos = nowNanos;
        }
    }

    long id() {
        return self.span();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    int priority() {
        return priority;
    }

    long beganNanos() {
        return beganNanos;
    }

    long endedNanos() {
        return endedNanos;
    }

    String outcome() {
        return outcome;
    }

    int status() {
        return status;
    }
}
