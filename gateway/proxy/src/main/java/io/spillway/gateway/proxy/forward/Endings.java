package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.proxy.upstream.UpstreamFailure;

/** What it means for an attempt that its stream ended before the answer was complete. Stateless. */
final class Endings {
    private Endings() {}

    /**
     * Returns how the attempt ended.
     *
     * @param answering whether octets of an answer had come
     * @param reused whether the connection had served an earlier request
     */
    static AttemptOutcome of(UpstreamFailure failure, boolean answering, boolean reused) {
        return switch (failure) {
            case CLOSED -> broken(answering, reused);
            case RESET -> broken(answering, false);
            case NOT_PROCESSED -> new AttemptOutcome.NotProcessed();
            case RETIRED -> new AttemptOutcome.ResetBeforeResponse(true);
            case PROTOCOL -> new AttemptOutcome.ResponseBroken();
        };
    }

    private static AttemptOutcome broken(boolean answering, boolean reused) {
        return answering ? new AttemptOutcome.ResponseBroken() : new AttemptOutcome.ResetBeforeResponse(reused);
    }
}
