package io.spillway.drill.mock.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.message.Request;
import io.spillway.drill.mock.message.ResponseView;
import io.spillway.drill.mock.message.ResponseWalker;
import io.spillway.drill.mock.message.XdsType;

import static org.assertj.core.api.Assertions.assertThat;

/** A session between a test that plays the server and a record of what comes out; with a clock that the test moves. */
final class Played implements SessionOutput {

    static final SessionLimits LIMITS = new SessionLimits(Duration.ofSeconds(10), Duration.ofSeconds(1), false);

    final List<Request> requests = new ArrayList<>();
    final List<ViolationKind> violations = new ArrayList<>();
    final List<String> details = new ArrayList<>();
    final List<String> received = new ArrayList<>();
    final List<String> answers = new ArrayList<>();
    final Session session;
    private final Protocol protocol;
    private final ResponseWalker walker = new ResponseWalker();
    private long now = -1_000_000_000L;
    private int nonce;

    private Played(Protocol protocol, SharedTypes types, SessionLimits limits) {
        this.protocol = protocol;
        this.session = Session.of(protocol, types, limits, new Scratch(), this);
    }

    static Played delta() {
        return new Played(Protocol.DELTA, new SharedTypes(), LIMITS);
    }

    static Played world() {
        return new Played(Protocol.WORLD, new SharedTypes(), LIMITS);
    }

    static Played of(Protocol protocol, SharedTypes types, SessionLimits limits) {
        return new Played(protocol, types, limits);
    }

    long now() {
        return now;
    }

    Played open() {
        session.open(false, now);
        return this;
    }

    Played subscribe(XdsType type, String... names) {
        session.subscribe(type, NameSet.of(names), now);
        return this;
    }

    void unsubscribe(XdsType type, String... names) {
        session.unsubscribe(type, NameSet.of(names), now);
    }

    void pass(Duration time) {
        now += time.toNanos();
        session.tick(now);
    }

    String nextNonce() {
        nonce++;
        return "nonce-" + nonce;
    }

    /** Sends resources written {@code name=version}, and removals written {@code -name}. */
    void sends(XdsType type, String... resources) {
        sendsAs(nextNonce(), type, resources);
    }

    void sendsAs(String itsNonce, XdsType type, String... resources) {
        DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder().setTypeUrl(type.typeUrl())
                .setNonce(itsNonce);
        for (String each : resources) {
            if (each.startsWith("-")) {
                response.addRemovedResources(each.substring(1));
            } else {
                String[] parts = each.split("=", -1);
                response.addResources(Resource.newBuilder().setName(parts[0]).setVersion(parts[1])
                        .setResource(any(type, parts[0], parts[1])));
            }
        }
        sends(response.build());
    }

    /** Sends a state of the world with resources written {@code name=content}. */
    void sendsWorld(XdsType type, String version, String... resources) {
        DiscoveryResponse.Builder response = DiscoveryResponse.newBuilder().setTypeUrl(type.typeUrl())
                .setNonce(nextNonce()).setVersionInfo(version);
        for (String each : resources) {
            String[] parts = each.split("=", -1);
            response.addResources(any(type, parts[0], parts[1]));
        }
        sends(response.build());
    }

    void sends(MessageLite message) {
        byte[] octets = message.toByteArray();
        assertThat(walker.walk(octets, octets.length, protocol)).isNull();
        session.receive(walker.view(), now);
    }

    /** Returns the last request, which must be of that form. */
    <T extends Request> T last(Class<T> form) {
        return form.cast(requests.getLast());
    }

    /** The name is in field 1, as in every resource. */
    static Any any(XdsType type, String name, String content) {
        return Any.newBuilder().setTypeUrl(type.typeUrl()).setValue(body(name, content)).build();
    }

    private static ByteString body(String name, String content) {
        return Cluster.newBuilder().setName(name).setAltStatName(content).build().toByteString();
    }

    @Override
    public void send(Request request) {
        requests.add(request);
    }

    @Override
    public void violation(ViolationKind kind, String type, String detail, int count) {
        violations.add(kind);
        details.add(type + ": " + detail);
    }

    @Override
    public void response(XdsType type, ResponseView view) {
        // the resources say it
    }

    @Override
    public void resource(SharedType type, ResponseView view, int resource, int number, long version,
            boolean changed) {
        received.add(type.names().name(number));
    }

    @Override
    public void removed(SharedType type, int number) {
        received.add("-" + type.names().name(number));
    }

    @Override
    public void answered(XdsType type, String itsNonce, String error) {
        answers.add(error.isEmpty() ? "ack" : error);
    }

    @Override
    public void settled(XdsType type, long nanos) {
        received.add("settled " + type.name());
    }
}
