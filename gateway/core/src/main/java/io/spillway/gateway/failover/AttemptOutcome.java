package io.spillway.gateway.failover;

import org.jspecify.annotations.Nullable;

/** How an attempt ended, as far as it matters for what comes next. */
public sealed interface AttemptOutcome {

    /**
     * A response head arrived; of a gRPC call, what its status turned out to be.
     *
     * @param status its HTTP status
     * @param refused the reason of {@code x-spillway-refused}: a gateway answered and no service saw the request; else null
     * @param grpcStatus the gRPC status, {@link GrpcStatus#NONE} where none was given
     */
    record Answered(int status, @Nullable String refused, int grpcStatus) implements AttemptOutcome {
        /** The usual case. */
        public static final Answered OK = new Answered(200, null, GrpcStatus.NONE);

        public Answered(int status, @Nullable String refused) {
            this(status, refused, GrpcStatus.NONE);
        }

        /** Returns an answer of a service. */
        public static Answered of(int status) {
            return status == 200 ? OK : new Answered(status, null, GrpcStatus.NONE);
        }

        /** Returns the HTTP status that says the same: that of the gRPC status where there is one. */
        public int meaning() {
            return grpcStatus == GrpcStatus.NONE || status != 200 ? status : GrpcStatus.toHttp(grpcStatus);
        }
    }

    /**
     * No connection came about.
     *
     * @param cause {@code refused}, {@code timed_out}, {@code unreachable}, ...
     */
    record ConnectFailed(String cause) implements AttemptOutcome {}

    /**
     * The connection ended before the first byte of a response.
     *
     * @param reused whether the connection had served an earlier request: it may just have been too old
     */
    record ResetBeforeResponse(boolean reused) implements AttemptOutcome {}

    /** The endpoint says that it has not looked at the request (HTTP/2's REFUSED_STREAM, RFC 9113 section 8.7). */
    record NotProcessed() implements AttemptOutcome {}

    /** The response was broken off, or was not HTTP. */
    record ResponseBroken() implements AttemptOutcome {}

    /** No response in the time of one attempt. */
    record TimedOut() implements AttemptOutcome {}
}
