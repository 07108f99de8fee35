package io.spillway.gateway.failover;

/**
 * What a gRPC status says about the endpoint that gave it: the HTTP status that means the same (Envoy,
 * {@code source/common/grpc/status.cc}, {@code grpcToHttpStatus}; google/rpc/code.proto). An answer 200 whose
 * {@code grpc-status} is 14 is as bad as a 503, and is counted so. And the way back, for answers of a gateway's own.
 */
public final class GrpcStatus {
    /** No gRPC status was given. */
    public static final int NONE = -1;
    public static final int CANCELLED = 1;
    public static final int UNKNOWN = 2;
    public static final int DEADLINE_EXCEEDED = 4;
    public static final int PERMISSION_DENIED = 7;
    public static final int RESOURCE_EXHAUSTED = 8;
    public static final int UNIMPLEMENTED = 12;
    public static final int INTERNAL = 13;
    public static final int UNAVAILABLE = 14;
    public static final int UNAUTHENTICATED = 16;

    /** By the number of the gRPC status, 0..16. */
    private static final int[] HTTP = {200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500,
            401};

    private GrpcStatus() {}

    /** Returns the HTTP status that means the same as that gRPC status; 500 for a number that gRPC does not know. */
    public static int toHttp(int grpcStatus) {
        return grpcStatus >= 0 && grpcStatus < HTTP.length ? HTTP[grpcStatus] : 500;
    }

    /**
     * Returns the gRPC status for a gateway's own answer: as gRPC clients themselves read HTTP statuses (gRPC,
     * {@code doc/http-grpc-status-mapping.md}), except where a gateway knows better: 504 and 408 are time that is over, 429
     * and 413 a bound that was reached (Envoy's {@code rate_limited_as_resource_exhausted}).
     */
    public static int ofHttp(int status) {
        return switch (status) {
            case 400 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404, 501 -> UNIMPLEMENTED;
            case 408, 504 -> DEADLINE_EXCEEDED;
            case 413, 429 -> RESOURCE_EXHAUSTED;
            case 499 -> CANCELLED;
            case 500, 508 -> INTERNAL;
            case 502, 503 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }
}
