package io.spillway.gateway.failover;

/**
 * What a gRPC status says about the endpoint that gave it: the HTTP status that means the same (Envoy,
 * {@code source/common/grpc/status.cc}, {@code grpcToHttpStatus}; google/rpc/code.proto). An answer 200 whose
 * {@code grpc-status} is 14 is as bad as a 503, and is counted so.
 */
public final class GrpcStatus {
    /** By the number of the gRPC status, 0..16. */
    private static final int[] HTTP = {200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500,
            401};

    private GrpcStatus() {}

    /** Returns the HTTP status that means the same as that gRPC status; 500 for a number that gRPC does not know. */
    public static int toHttp(int grpcStatus) {
        return grpcStatus >= 0 && grpcStatus < HTTP.length ? HTTP[grpcStatus] : 500;
    }
}
