package io.spillway.control.conformance.wire;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.spillway.control.conformance.subject.ResourceKind;
import io.spillway.model.time.Ticker;

/** A client of the state-of-the-world variant. Every request names all that is subscribed. */
public final class WorldClient extends XdsClient {

    /** What the client has said and heard of one type. */
    private static final class Talk {

        private final Set<String> names = new LinkedHashSet<>();
        private String accepted = "";
        private String nonce = "";
    }

    private final Map<ResourceKind, Talk> talks = new EnumMap<>(ResourceKind.class);
    private final Inbox<DiscoveryResponse> inbox;
    private final StreamObserver<DiscoveryRequest> requests;

    /** Opens a stream; nothing is said on it yet. */
    public WorldClient(String name, Link link, Node node, Timing timing, Ticker ticker, Transcript transcript) {
        super(name, node, timing, transcript);
        this.inbox = new Inbox<>(name, ticker, transcript, Answer::of);
        this.requests = ClientCalls.asyncBidiStreamingCall(
                link.channel().newCall(link.methods().world(), CallOptions.DEFAULT), inbox);
        for (ResourceKind kind : ResourceKind.values()) {
            talks.put(kind, new Talk());
        }
    }

    @Override
    public void subscribe(ResourceKind kind, List<String> names) {
        talk(kind).names.addAll(names);
        send(kind);
    }

    @Override
    public void subscribeSilently(ResourceKind kind) {
        send(kind);
    }

    @Override
    public void unsubscribe(ResourceKind kind, List<String> names) {
        names.forEach(talk(kind).names::remove);
        send(kind);
    }

    @Override
    public void ack(ResourceKind kind, Answer answer, String... more) {
        Talk talk = talk(kind);
        talk.names.addAll(List.of(more));
        talk.accepted = answer.version();
        send(request(kind).setResponseNonce(answer.nonce()).build());
    }

    @Override
    public void nack(ResourceKind kind, Answer answer, String... more) {
        talk(kind).names.addAll(List.of(more));
        send(request(kind).setResponseNonce(answer.nonce()).setErrorDetail(
                Status.newBuilder().setCode(Code.INVALID_ARGUMENT_VALUE).setMessage("refused by the case")).build());
    }

    @Override
    public void subscribeUnknown(String typeUrl, String name) {
        send(identified().setTypeUrl(typeUrl).addResourceNames(name).build());
    }

    @Override
    public void subscribeAs(Node claimed, ResourceKind kind, String resource) {
        talk(kind).names.add(resource);
        send(request(kind).setNode(claimed).build());
    }

    /** Subscribes on a new stream, saying which version is held from the stream before. */
    public void resume(ResourceKind kind, String version, String... names) {
        Talk talk = talk(kind);
        talk.accepted = version;
        talk.names.addAll(List.of(names));
        send(kind);
    }

    /** Sends a request of that type as it would be sent now, but changed. */
    public void raw(ResourceKind kind, Consumer<DiscoveryRequest.Builder> change) {
        DiscoveryRequest.Builder request = request(kind);
        change.accept(request);
        send(request.build());
    }

    /** Changes the names that later requests say, without a request. */
    public void intend(ResourceKind kind, String... names) {
        talk(kind).names.addAll(List.of(names));
    }

    @Override
    Inbox<?> inbox() {
        return inbox;
    }

    @Override
    void hangUp() {
        if (requests instanceof ClientCallStreamObserver<DiscoveryRequest> call) {
            call.cancel("the case is over", null);
        }
    }

    @Override
    void apply(ResourceKind kind, Answer answer) {
        talk(kind).nonce = answer.nonce();
        held(kind).apply(answer, kind.wholeWorld());
    }

    private void send(ResourceKind kind) {
        send(request(kind).build());
    }

    private DiscoveryRequest.Builder request(ResourceKind kind) {
        Talk talk = talk(kind);
        return identified().setTypeUrl(kind.typeUrl()).addAllResourceNames(talk.names).setVersionInfo(talk.accepted)
                .setResponseNonce(talk.nonce);
    }

    private DiscoveryRequest.Builder identified() {
        DiscoveryRequest.Builder request = DiscoveryRequest.newBuilder();
        Node node = takeNode();
        return node == null ? request : request.setNode(node);
    }

    private void send(DiscoveryRequest request) {
        int count = request.getResourceNamesCount();
        said("%s names=%s version=%s nonce=%s%s%s".formatted(Answer.shortType(request.getTypeUrl()),
                count > 8 ? count + " names" : request.getResourceNamesList(), request.getVersionInfo(),
                request.getResponseNonce(), request.hasErrorDetail() ? " NACK" : "",
                request.hasNode() ? " node=" + request.getNode().getId() : ""));
        requests.onNext(request);
    }

    private Talk talk(ResourceKind kind) {
        Talk talk = talks.get(kind);
        if (talk == null) {
            throw new IllegalStateException("every kind has one: " + kind);
        }
        return talk;
    }
}
