package io.spillway.control.ads;

import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.document.Shown;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Who the client of a stream is: what it says in its first request, held against its certificate. Written by the stream's
 * executor only; who it is may be asked by any thread.
 */
final class Introduction {

    private final AdsContext context;
    private final Instant connectedSince;
    private final Caller caller = Caller.current();
    private volatile @Nullable NodeIdentity node;
    private @Nullable NodeCatalog catalog; // read by the executor only

    /** Creates one of a stream that begins now, on the thread that takes the call. */
    Introduction(AdsContext context, Instant connectedSince) {
        this.context = context;
        this.connectedSince = connectedSince;
    }

    /** What comes of a first request. */
    sealed interface Heard {}

    /** It is known. */
    record Known(NodeIdentity who) implements Heard {}

    /** It is not served. */
    record Refused(Status status, String why) implements Heard {}

    /** Hears who it is; {@code letsEnd}: whether such a client lets a resource end when its TTL is over. */
    Heard hear(Node xdsNode, Predicate<NodeIdentity> letsEnd) {
        NodeIdentity identity = NodeIdentity.of(xdsNode);
        String refusal = identity.refusal(context.ownIdc());
        if (!refusal.isEmpty()) {
            return new Refused(Status.INVALID_ARGUMENT.withDescription(refusal), refusal);
        }
        String mismatch = caller.mismatch(identity, context.ownIdc());
        if (!mismatch.isEmpty()) {
            context.observer().refused("identity");
            return new Refused(Status.PERMISSION_DENIED.withDescription(mismatch), mismatch);
        }
        node = identity;
        catalog = new NodeCatalog(context.newest(), identity, letsEnd.test(identity),
                context.grpc().toldTo(identity));
        return new Known(identity);
    }

    /** Returns who it is; null before it said it. */
    @Nullable
    NodeIdentity who() {
        return node;
    }

    /** Returns its name; empty before it said it. */
    String name() {
        NodeIdentity who = node;
        return who == null ? "" : who.id();
    }

    /** Returns what it sees of the catalog; it must have said who it is. */
    NodeCatalog catalog() {
        NodeCatalog visible = catalog;
        if (visible == null) {
            throw new IllegalStateException("identify comes first");
        }
        return visible;
    }

    /** Returns what it held that says this digest of it; null when nobody knows. */
    @Nullable
    Map<String, String> world(ResourceType type, String digest) {
        NodeIdentity who = node;
        NodeCatalog visible = catalog;
        return who == null || visible == null ? null : context.farewells().world(who, type, digest, visible);
    }

    /** Returns why such a digest says nothing: the client is to say all versions on its next stream. */
    String unknownWorld(ResourceType type, String digest) {
        NodeIdentity who = node;
        return "node.metadata." + XdsNames.NODE_WORLD + ": " + Shown.text(digest) + " of " + type.shortName()
                + " (expected: what a registry-sync of " + (who == null ? "?" : who.idc())
                + " held when it left this node, or what it may have now, else initial_resource_versions)";
    }

    /** Returns its certificate once it said who it is; null in the clear. */
    @Nullable
    PresentedCertificate presented() {
        return node == null ? null : caller.presented(connectedSince);
    }
}
