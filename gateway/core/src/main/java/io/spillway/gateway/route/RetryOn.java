package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

/** What may be tried again. */
public enum RetryOn {
    /** No connection came about: nothing was sent. */
    CONNECT_FAILURE,
    /** The connection ended before the request was sent, or a gateway refused the request without passing it on. */
    REFUSED,
    /** The connection ended, or time did, after the request was sent and before an answer came; idempotent requests only. */
    RESET,
    /** 502, 503 or 504 was answered; idempotent requests only. */
    GATEWAY_ERROR,
    /** 500..599 was answered; idempotent requests only. */
    SERVER_ERROR,
    /** One of the listed statuses was answered; idempotent requests only. */
    STATUS,
    /** A gRPC call was answered with that status and nothing else; calls of every kind, as their route says that it is safe. */
    GRPC_CANCELLED, GRPC_DEADLINE_EXCEEDED, GRPC_INTERNAL, GRPC_RESOURCE_EXHAUSTED, GRPC_UNAVAILABLE;

    /** Returns the condition that names a gRPC status, or null when none does. */
    public static @Nullable RetryOn ofGrpc(int status) {
        return switch (status) {
            case 1 -> GRPC_CANCELLED;
            case 4 -> GRPC_DEADLINE_EXCEEDED;
            case 8 -> GRPC_RESOURCE_EXHAUSTED;
            case 13 -> GRPC_INTERNAL;
            case 14 -> GRPC_UNAVAILABLE;
            default -> null;
        };
    }
}
