package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.GrpcStatus;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.snapshot.Endpoint;

/** Reads from an answer's head how the attempt went. Stateless; used on event loops. */
final class Meaning {
    private Meaning() {}

    /** Returns the outcome; tells the attempt when a gRPC call's is known at the answer's end only. */
    static AttemptOutcome.Answered of(Request request, Attempt attempt, ResponseGate response) {
        int code = response.status();
        boolean refused = attempt.endpoint().role() == Endpoint.Role.GATEWAY
                && response.head().count(Field.X_SPILLWAY_REFUSED) > 0;
        String reason = refused ? response.head().value(response.head().first(Field.X_SPILLWAY_REFUSED)) : null;
        boolean call = code == 200 && request.grpc();
        int grpcStatus = call ? Grpc.status(response.head()) : GrpcStatus.NONE;
        attempt.expectStatus(call && grpcStatus == GrpcStatus.NONE);
        return reason == null && grpcStatus == GrpcStatus.NONE
                ? AttemptOutcome.Answered.of(code)
                : new AttemptOutcome.Answered(code, reason, grpcStatus);
    }
}
