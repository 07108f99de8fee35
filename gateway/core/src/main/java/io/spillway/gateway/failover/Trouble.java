package io.spillway.gateway.failover;

import java.util.List;
import java.util.Set;

import io.spillway.gateway.failover.AttemptOutcome.Answered;
import io.spillway.gateway.failover.AttemptOutcome.ConnectFailed;
import io.spillway.gateway.failover.AttemptOutcome.NotProcessed;
import io.spillway.gateway.failover.AttemptOutcome.ResetBeforeResponse;
import io.spillway.gateway.failover.AttemptOutcome.ResponseBroken;
import io.spillway.gateway.failover.AttemptOutcome.TimedOut;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RetryOn;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an outcome.
 *
 * @param reason a word for logs and metrics
 * @param kinds the retry conditions that it falls under
 * @param unseen whether no service can have begun to work on the request
 * @param free whether a retry costs no budget: nothing was sent, so the next attempt is the only one that adds load anywhere
 * @param status the status answered, or 0
 */
record Trouble(String reason, List<RetryOn> kinds, boolean unseen, boolean free, int status) {
    /** Reasons of {@code x-spillway-refused} that are given when an endpoint had got the request. */
    private static final Set<String> AFTER_SENDING = Set.of("reset", "bad_response", "timeout", "server_error", "ok");
    /** Reasons that are given after failed connects, with 503, and after what an endpoint had got, with 502 or 504. */
    private static final Set<String> EITHER = Set.of("budget", "max_retries");

    private static final Trouble CONNECT = new Trouble("connect_failure", List.of(RetryOn.CONNECT_FAILURE), true, true,
            0);
    private static final Trouble RESET_UNSENT = new Trouble("reset", List.of(RetryOn.REFUSED, RetryOn.RESET), true,
            true, 0);
    private static final Trouble RESET = new Trouble("reset", List.of(RetryOn.RESET), false, false, 0);
    /** The endpoint has too much to do: a retry is one request more for somebody, and costs what it costs. */
    private static final Trouble NOT_PROCESSED = new Trouble("refused_stream",
            List.of(RetryOn.REFUSED, RetryOn.RESET), true, false, 0);
    private static final Trouble BROKEN = new Trouble("broken_response", List.of(RetryOn.RESET), false, false, 0);
    private static final Trouble TIMED_OUT = new Trouble("timeout", List.of(RetryOn.RESET, RetryOn.GATEWAY_ERROR),
            false, false, 0);

    /**
     * Tells whether the other gateway cannot have passed the request on. 502 and 504 are what it answers when an endpoint
     * got it and broke off, or kept silent. A gRPC status does not tell 502 and 503 apart: there the reason must.
     */
    private static boolean unseen(Answered answered) {
        return answered.meaning() == 503 && !AFTER_SENDING.contains(answered.refused())
                && (answered.grpcStatus() == GrpcStatus.NONE || !EITHER.contains(answered.refused()));
    }

    /** Tells whether a route that names the condition says thereby that calls may be repeated, of whatever method. */
    boolean named(RetryConditions conditions) {
        return kinds.size() == 1 && conditions.on().contains(kinds.getFirst()) && switch (kinds.getFirst()) {
            case GRPC_CANCELLED, GRPC_DEADLINE_EXCEEDED, GRPC_INTERNAL, GRPC_RESOURCE_EXHAUSTED, GRPC_UNAVAILABLE ->
                true;
            case CONNECT_FAILURE, REFUSED, RESET, GATEWAY_ERROR, SERVER_ERROR, STATUS -> false;
        };
    }

    /** Returns the trouble, or null when the outcome is an answer that no condition could name. */
    static @Nullable Trouble of(AttemptOutcome outcome, long bytesSent) {
        return switch (outcome) {
            case Answered answered -> ofAnswer(answered);
            case ConnectFailed _ -> CONNECT;
            case ResetBeforeResponse _ -> bytesSent == 0 ? RESET_UNSENT : RESET;
            case NotProcessed _ -> NOT_PROCESSED;
            case ResponseBroken _ -> BROKEN;
            case TimedOut _ -> TIMED_OUT;
        };
    }

    private static @Nullable Trouble ofAnswer(Answered answered) {
        int status = answered.meaning();
        if (status < 400) {
            return null;
        }
        if (answered.refused() != null) {
            if (answered.grpcStatus() > 0 && answered.grpcStatus() != GrpcStatus.UNAVAILABLE) {
                // All that another gateway could do better is told as unavailable.
                return null;
            }
            // 508 is a loop: it would only go round once more. 4xx is the client's own mistake.
            return status < 500 || status == 508
                    ? null
                    : new Trouble("refused", List.of(RetryOn.REFUSED, RetryOn.GATEWAY_ERROR), unseen(answered), false,
                            status);
        }
        if (answered.grpcStatus() > 0) {
            RetryOn condition = RetryOn.ofGrpc(answered.grpcStatus());
            return condition == null
                    ? null
                    : new Trouble("grpc_" + answered.grpcStatus(), List.of(condition), false, false, 0);
        }
        boolean gateway = status >= 502 && status <= 504;
        List<RetryOn> kinds = gateway
                ? List.of(RetryOn.GATEWAY_ERROR, RetryOn.SERVER_ERROR)
                : status >= 500 ? List.of(RetryOn.SERVER_ERROR) : List.of();
        return new Trouble("status_" + status / 100 + "xx", kinds, false, false, status);
    }
}
