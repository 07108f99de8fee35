package io.spillway.sync.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import io.spillway.wire.v1.Generation;
import io.spillway.wire.v1.GroupCapacity;
import io.spillway.wire.v1.OriginVersion;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.SwitchOver;
import io.spillway.wire.v1.SwitchOverProgress;
import io.spillway.wire.v1.ToldHead;
import io.spillway.wire.v1.TrafficShift;
import io.spillway.wire.xds.WorldDigest;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** The control plane of another IDC: delta ADS for all types. Keeps its port over restarts. Guarded by itself. */
final class FakePeer extends RestartableServer {

    private final Map<String, Map<String, Resource>> world = new HashMap<>();
    private final List<Stream> streams = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private final List<DeltaDiscoveryRequest> first = new CopyOnWriteArrayList<>();
    private final List<DeltaDiscoveryRequest> nacks = new CopyOnWriteArrayList<>();
    private final List<DeltaDiscoveryResponse> sent = new CopyOnWriteArrayList<>();
    private boolean digests;
    private boolean countingOtherwise;
    private boolean forgetful;
    private int nonce;
    private int answered;

    FakePeer() {
        this(null);
    }

    /** Serves with TLS. */
    FakePeer(@Nullable SslContext tls) {
        super(tls);
        start();
    }

    @Override
    BindableService service() {
        return new Ads();
    }

    @Override
    void forget() {
        streams.clear();
    }

    void entry(String idc, String service, long revision, int declared) {
        put(XdsNames.TYPE_SERVICE_ENTRY, service, "v" + revision,
                Any.pack(ServiceEntry.newBuilder().setSchema(1).setIdc(idc).setService(service)
                        .setVersion(OriginVersion.newBuilder().setEpoch(1).setRevision(revision))
                        .addGroups(GroupCapacity.newBuilder().setGroup("default").setDeclared(declared)
                                .setHealthy(declared))
                        .build(), "type.googleapis.com"));
    }

    void shift(String scope, long counter) {
        put(XdsNames.TYPE_TRAFFIC_SHIFT, scope, "g" + counter,
                Any.pack(TrafficShift.newBuilder().setSchema(1).setScope(scope).putWeights("idc-b", 100).build(),
                        "type.googleapis.com"));
    }

    /** A switch-over that an IDC coordinates. */
    void switchOver(String idc, String name, long counter) {
        put(XdsNames.TYPE_SWITCH_OVER, name, "g" + counter,
                Any.pack(SwitchOver.newBuilder().setSchema(1).setName(name)
                        .setGeneration(Generation.newBuilder().setCounter(counter).setIdc(idc)).build(),
                        "type.googleapis.com"));
    }

    /** What an IDC says of its part of one. */
    void progress(String idc, String name, int acked) {
        put(XdsNames.TYPE_SWITCH_OVER_PROGRESS, name, "a" + acked,
                Any.pack(SwitchOverProgress.newBuilder().setSchema(1).setIdc(idc).setSwitchOver(name).setFleet(50)
                        .setAcked(acked).build(), "type.googleapis.com"));
    }

    /** Where the audit of an IDC ends. */
    void head(String idc, long sequence) {
        put(XdsNames.TYPE_AUDIT_HEAD, "chain", "h" + sequence, Any.pack(
                ToldHead.newBuilder().setSchema(1).setIdc(idc).setSequence(sequence).build(), "type.googleapis.com"));
    }

    synchronized void put(String type, String name, String version, Any content) {
        Resource resource = Resource.newBuilder().setName(name).setVersion(version).setResource(content).build();
        of(type).put(name, resource);
        send(type, DeltaDiscoveryResponse.newBuilder().addResources(resource));
    }

    /** Its responses have digests from now on, like those of a real control plane. */
    synchronized void saysDigests() {
        digests = true;
    }

    /** Its digests are nobody's. */
    synchronized void countsOtherwise() {
        countingOtherwise = true;
    }

    /** It does not know what anybody held. */
    synchronized void isForgetful() {
        forgetful = true;
    }

    /** A change of which nobody hears. */
    synchronized void loses(Runnable change) {
        List<Stream> told = List.copyOf(streams);
        streams.clear();
        change.run();
        streams.addAll(told);
    }

    private String digest(String type) {
        long digest = 0;
        for (Resource resource : of(type).values()) {
            digest ^= WorldDigest.of(resource.getName(), resource.getVersion());
        }
        return !digests ? "" : WorldDigest.text(countingOtherwise ? digest + 1 : digest);
    }

    void remove(String service) {
        remove(XdsNames.TYPE_SERVICE_ENTRY, service);
    }

    synchronized void remove(String type, String name) {
        of(type).remove(name);
        send(type, DeltaDiscoveryResponse.newBuilder().addRemovedResources(name));
    }

    /** First requests of streams, per type, in order. */
    List<DeltaDiscoveryRequest> firstRequests(String type) {
        return first.stream().filter(request -> request.getTypeUrl().equals(type)).toList();
    }

    /** Lives, and answers nothing that is asked for by name. */
    void doesNotAnswer() {
        silent = true;
    }

    /** What was asked for by name. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    List<String> nacks() {
        return nacks.stream().map(request -> request.getErrorDetail().getMessage()).toList();
    }

    /** Whether every response was acked or nacked. */
    synchronized boolean allAnswered() {
        return answered == sent.size();
    }

    List<DeltaDiscoveryResponse> sent() {
        return List.copyOf(sent);
    }

    private Map<String, Resource> of(String type) {
        return world.computeIfAbsent(type, absent -> new TreeMap<>());
    }

    private void send(String type, DeltaDiscoveryResponse.Builder response) {
        for (Stream stream : List.copyOf(streams)) {
            if (stream.types.contains(type)) {
                stream.send(type, response);
            }
        }
    }

    private final class Ads extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {

        @Override
        public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
                StreamObserver<DeltaDiscoveryResponse> client) {
            Stream stream = new Stream(client);
            synchronized (FakePeer.this) {
                streams.add(stream);
            }
            return stream;
        }
    }

    private final class Stream implements StreamObserver<DeltaDiscoveryRequest> {

        private final StreamObserver<DeltaDiscoveryResponse> client;
        private final List<String> types = new ArrayList<>();

        Stream(StreamObserver<DeltaDiscoveryResponse> client) {
            this.client = client;
        }

        @Override
        public void onNext(DeltaDiscoveryRequest request) {
            synchronized (FakePeer.this) {
                if (request.hasErrorDetail()) {
                    nacks.add(request);
                }
                if (!request.getResponseNonce().isEmpty()) {
                    answered++;
                }
                if (types.contains(request.getTypeUrl())) {
                    again(request);
                    return;
                }
                types.add(request.getTypeUrl());
                first.add(request);
                if (forgetful && request.getNode().getMetadata().containsFields(XdsNames.NODE_WORLD)) {
                    streams.remove(this);
                    client.onError(Status.FAILED_PRECONDITION.withDescription("unknown").asRuntimeException());
                    return;
                }
                subscribe(request);
            }
        }

        /** What is asked for by name is sent, also what the client has. */
        private void again(DeltaDiscoveryRequest request) {
            if (request.getResourceNamesSubscribeCount() > 0) {
                asked.addAll(request.getResourceNamesSubscribeList());
                if (silent) {
                    return;
                }
                DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder();
                for (String name : request.getResourceNamesSubscribeList()) {
                    Resource now = of(request.getTypeUrl()).get(name);
                    if (now == null) {
                        response.addRemovedResources(name);
                    } else {
                        response.addResources(now);
                    }
                }
                send(request.getTypeUrl(), response);
            }
        }

        private void subscribe(DeltaDiscoveryRequest request) {
            Map<String, Resource> now = of(request.getTypeUrl());
            Map<String, String> known = request.getInitialResourceVersionsMap();
            DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder();
            now.values().stream().filter(resource -> !resource.getVersion().equals(known.get(resource.getName())))
                    .forEach(response::addResources);
            known.keySet().stream().filter(name -> !now.containsKey(name)).forEach(response::addRemovedResources);
            boolean news = response.getResourcesCount() + response.getRemovedResourcesCount() > 0;
            if (news || known.isEmpty()) {
                send(request.getTypeUrl(), response);
            }
        }

        private void send(String type, DeltaDiscoveryResponse.Builder response) {
            DeltaDiscoveryResponse message = response.clone().setTypeUrl(type).setNonce("" + ++nonce)
                    .setSystemVersionInfo(digest(type)).build();
            sent.add(message);
            client.onNext(message);
        }

        @Override
        public void onError(Throwable cause) {
            synchronized (FakePeer.this) {
                streams.remove(this);
            }
        }

        @Override
        public void onCompleted() {
            client.onCompleted();
        }
    }
}
