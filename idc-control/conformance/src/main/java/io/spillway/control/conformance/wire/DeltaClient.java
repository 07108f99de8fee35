package io.spillway.control.conformance.wire;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.spillway.control.conformance.subject.ResourceKind;
import io.spillway.model.time.Ticker;

/** A client of the incremental variant. Requests say what changes, and carry a nonce only when they answer. */
public final class DeltaClient extends XdsClient {

    private final Inbox<DeltaDiscoveryResponse> inbox;
    private final StreamObserver<DeltaDiscoveryRequest> requests;

    /** Opens a stream; nothing is said on it yet. */
    public DeltaClient(String name, Link link, Node node, Timing timing, Ticker ticker, Transcript transcript) {
        super(name, node, timing, transcript);
        this.inbox = new Inbox<>(name, ticker, transcript, Answer::of);
        this.requests = ClientCalls.asyncBidiStreamingCall(
                link.channel().newCall(link.methods().delta(), CallOptions.DEFAULT), inbox);
    }

    @Override
    public void subscribe(ResourceKind kind, List<String> names) {
        raw(kind, request -> request.addAllResourceNamesSubscribe(names));
    }

    @Override
    public void subscribeSilently(ResourceKind kind) {
        raw(kind, _ -> {});
    }

    @Override
    public void unsubscribe(ResourceKind kind, List<String> names) {
        raw(kind, request -> request.addAllResourceNamesUnsubscribe(names));
    }

    @Override
    public void ack(ResourceKind kind, Answer answer, String... more) {
        raw(kind, request -> request.setResponseNonce(answer.nonce()).addAllResourceNamesSubscribe(List.of(more)));
    }

    @Override
    public void nack(ResourceKind kind, Answer answer, String... more) {
        raw(kind,
                request -> request.setResponseNonce(answer.nonce()).addAllResourceNamesSubscribe(List.of(more))
                        .setErrorDetail(Status.newBuilder().setCode(Code.INVALID_ARGUMENT_VALUE)
                                .setMessage("refused by the case")));
    }

    @Override
    public void subscribeUnknown(String typeUrl, String name) {
        send(identified().setTypeUrl(typeUrl).addResourceNamesSubscribe(name).build());
    }

    @Override
    public void subscribeAs(Node claimed, ResourceKind kind, String resource) {
        raw(kind, request -> request.setNode(claimed).addResourceNamesSubscribe(resource));
    }

    /** Subscribes on a new stream, saying which versions are held from the stream before. */
    public void resume(ResourceKind kind, Map<String, String> versions, String... names) {
        raw(kind, request -> request.putAllInitialResourceVersions(versions)
                .addAllResourceNamesSubscribe(List.of(names)));
    }

    /** Sends a request of that type. */
    public void raw(ResourceKind kind, Consumer<DeltaDiscoveryRequest.Builder> change) {
        DeltaDiscoveryRequest.Builder request = identified().setTypeUrl(kind.typeUrl());
        change.accept(request);
        send(request.build());
    }

    @Override
    Inbox<?> inbox() {
        return inbox;
    }

    @Override
    void hangUp() {
        if (requests instanceof ClientCallStreamObserver<DeltaDiscoveryRequest> call) {
            call.cancel("the case is over", null);
        }
    }

    private DeltaDiscoveryRequest.Builder identified() {
        DeltaDiscoveryRequest.Builder request = DeltaDiscoveryRequest.newBuilder();
        Node node = takeNode();
        return node == null ? request : request.setNode(node);
    }

    private void send(DeltaDiscoveryRequest request) {
        int count = request.getResourceNamesSubscribeCount();
        said("%s +%s -%s nonce=%s%s%s%s".formatted(Answer.shortType(request.getTypeUrl()),
                count > 8 ? count + " names" : request.getResourceNamesSubscribeList(),
                request.getResourceNamesUnsubscribeList(), request.getResponseNonce(),
                request.getInitialResourceVersionsCount() == 0
                        ? ""
                        : " holds=" + request.getInitialResourceVersionsMap(),
                request.hasErrorDetail() ? " NACK" : "",
                request.hasNode() ? " node=" + request.getNode().getId() : ""));
        requests.onNext(request);
    }
}
