package io.spillway.control.ads;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * The gRPC side of a stream, whatever the protocol: what gRPC's threads call goes on to the stream's executor.
 *
 * @param <Q> requests
 */
abstract class DiscoveryStream<Q> extends ClientStream implements StreamObserver<Q> {

    private final AdsContext context;
    private final StreamObserver<Encoded> client;

    DiscoveryStream(AdsContext context, StreamObserver<Encoded> client) {
        super(context);
        this.context = context;
        this.client = client;
    }

    /** Obeys a request, which came at that time; runs on the stream's executor. */
    abstract void handle(Q request, long nanos);

    /** Returns how many names a request has. */
    abstract int names(Q request);

    /** Makes the message of a response. */
    abstract Encoded message(Response response, TypeSubscription subscription, String nonce);

    /** Says who answers. */
    final ControlPlane controlPlane() {
        return context.self();
    }

    @Override
    public final void onNext(Q request) {
        long nanos = context.ticker().nanos();
        runHere(() -> {
            handle(request, nanos);
            if (names(request) < Backlog.HEAVY) {
                wantNext();
            } else {
                wantNextInTurn();
            }
        });
    }

    /** Asks for the next message of a client that is new or asks for much: when the turn comes to it. */
    final void wantNextInTurn() {
        EventLoops.intake().hear(this::wantNext);
    }

    /** Asks for the client's next message: one that talks faster than it is served waits, and takes no memory here. */
    private void wantNext() {
        if (client instanceof ServerCallStreamObserver<Encoded> call && !call.isCancelled()) {
            call.request(1);
        }
    }

    @Override
    public final void onError(Throwable cause) {
        onEnd(Status.fromThrowable(cause).getCode().name());
    }

    @Override
    public final void onCompleted() {
        run(client::onCompleted);
        onEnd("closed by the client");
    }

    @Override
    final void write(Response response, TypeSubscription subscription, String nonce) {
        client.onNext(message(response, subscription, nonce));
    }

    @Override
    final boolean drained() {
        return !(client instanceof ServerCallStreamObserver<Encoded> call) || call.isReady();
    }

    @Override
    final void fail(Status status) {
        client.onError(status.asRuntimeException());
    }
}
