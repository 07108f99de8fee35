package io.spillway.control.conformance.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.spillway.control.conformance.subject.ResourceKind;
import io.spillway.control.conformance.subject.SubjectServer;
import io.spillway.control.conformance.subject.Variant;
import io.spillway.control.conformance.wire.DeltaClient;
import io.spillway.control.conformance.wire.Link;
import io.spillway.control.conformance.wire.Methods;
import io.spillway.control.conformance.wire.Timing;
import io.spillway.control.conformance.wire.Transcript;
import io.spillway.control.conformance.wire.Unmet;
import io.spillway.control.conformance.wire.WorldClient;
import io.spillway.control.conformance.wire.XdsClient;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What a case plays on: the server, names of its own, and clients. What it put is removed and its clients end when it is
 * closed. Used by the thread of the case only.
 */
public final class Stage implements AutoCloseable {

    private static final int MAX_MESSAGE = 64 * 1024 * 1024;

    private record Key(String typeUrl, String name) {}

    private final ConformanceCase owner;
    private final SubjectServer subject;
    private final Timing timing;
    private final Ticker ticker;
    private final Transcript transcript;
    private final ManagedChannel channel;
    private final List<XdsClient> clients = new ArrayList<>();
    private final Set<Key> served = new LinkedHashSet<>();

    Stage(ConformanceCase owner, SubjectServer subject, Timing timing, Ticker ticker, Transcript transcript) {
        this.owner = owner;
        this.subject = subject;
        this.timing = timing;
        this.ticker = ticker;
        this.transcript = transcript;
        this.channel = Grpc.newChannelBuilder(subject.address(), InsecureChannelCredentials.create())
                .maxInboundMessageSize(MAX_MESSAGE).build();
    }

    /** Returns a name that no other case uses. */
    public String name(String plain) {
        return owner.id() + "." + plain;
    }

    /** Returns so many names. */
    public List<String> names(String plain, int count) {
        return IntStream.range(0, count).mapToObj(i -> name(plain + i)).toList();
    }

    /** Lets the server serve a resource of that name and content. */
    public void put(ResourceKind kind, String name, String label) throws IOException {
        put(kind, name, label, kind.make(name, label));
    }

    /** Lets the server serve a route configuration or listener that sends everything to a cluster. */
    public void put(ResourceKind kind, String name, String label, String cluster) throws IOException {
        put(kind, name, label, kind.make(name, label, cluster));
    }

    /** Lets the server serve all of these with one content. */
    public void put(ResourceKind kind, List<String> names, String label) throws IOException {
        for (String name : names) {
            put(kind, name, label);
        }
    }

    /** Lets the server serve a resource of that name and content that clients let end when they hear nothing. */
    public void putEnding(ResourceKind kind, String name, String label) throws IOException {
        transcript.add("put " + kind + " " + name + "=" + label + ", with a TTL");
        served.add(new Key(kind.typeUrl(), name));
        subject.putEnding(kind.make(name, label), name, label);
    }

    private Link link() {
        return new Link(channel, subject.separateStreams()
                ? Methods.of(owner.needs().iterator().next())
                : Methods.AGGREGATED);
    }

    /** Takes a resource from the server. */
    public void remove(ResourceKind kind, String name) throws IOException {
        transcript.add("remove " + kind + " " + name);
        subject.remove(kind.typeUrl(), name);
        served.remove(new Key(kind.typeUrl(), name));
    }

    /** Opens a client of the case's variant. */
    public XdsClient client() throws IOException {
        return client(node());
    }

    /** Opens a client of the case's variant that presents itself so. */
    public XdsClient client(Node node) {
        return owner.variant() == Variant.SOTW ? world(node) : delta(node);
    }

    /** Opens a state-of-the-world client. */
    public WorldClient world() throws IOException {
        return world(node());
    }

    private WorldClient world(Node node) {
        String name = next();
        return opened(new WorldClient(name, link(), node, timing, ticker, transcript));
    }

    /** Opens an incremental client. */
    public DeltaClient delta() throws IOException {
        return delta(node());
    }

    private DeltaClient delta(Node node) {
        String name = next();
        return opened(new DeltaClient(name, link(), node, timing, ticker, transcript));
    }

    /** Returns how a client of this case presents itself. */
    public Node node() throws IOException {
        return subject.node("conformance-" + owner.id());
    }

    /** Expects something that is known at once. */
    public void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new Unmet(otherwise);
        }
    }

    /** Returns a value that must be there. */
    public <T> T present(@Nullable T value, String otherwise) {
        if (value == null) {
            throw new Unmet(otherwise);
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        clients.forEach(XdsClient::close);
        channel.shutdownNow();
        try {
            channel.awaitTermination(timing.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Key key : served) {
            subject.remove(key.typeUrl(), key.name());
        }
    }

    private void put(ResourceKind kind, String name, String label, Any resource) throws IOException {
        transcript.add("put " + kind + " " + name + "=" + label);
        served.add(new Key(kind.typeUrl(), name));
        subject.put(resource, name, label);
    }

    private String next() {
        return "client" + (clients.size() + 1);
    }

    private <C extends XdsClient> C opened(C client) {
        clients.add(client);
        return client;
    }
}
