package io.spillway.control.conformance.subject;

import java.io.IOException;
import java.util.Set;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.Node;

/**
 * A control plane under test: where it listens, and how to change what it serves. Every change is in force when the call
 * returns, or soon after; changes take effect in the order in which they are made. Used by one case at a time.
 */
public interface SubjectServer extends AutoCloseable {

    /** Returns where it listens, {@code host:port}. */
    String address();

    /**
     * Adds a resource, or replaces the one of that type and name.
     *
     * @param resource type URL and bytes
     * @param version  a name of this content, never used for another content of this resource; a server that makes its own
     *                 versions may ignore it
     * @throws IOException when the server could not be told
     */
    void put(Any resource, String name, String version) throws IOException;

    /**
     * Adds a resource that clients let end when they hear nothing for a while, or replaces the one of that type and name;
     * {@link #put} takes that away again. How long that while is, is the server's to say.
     */
    default void putEnding(Any resource, String name, String version) throws IOException {
        throw new IOException("resources that end (expected: a server that says that it serves them)");
    }

    /** Returns whether the server serves resources with a TTL. */
    default boolean servesEnding() {
        return false;
    }

    /** Returns whether each type is asked for from its own service, as in CDS, and not on an aggregated stream. */
    default boolean separateStreams() {
        return false;
    }

    /** Removes a resource; nothing happens when there is none. */
    void remove(String typeUrl, String name) throws IOException;

    /** Returns the kinds of resources that {@link #put} takes. */
    default Set<ResourceKind> kinds() {
        return Set.of(ResourceKind.values());
    }

    /** Returns the variants of the protocol that are served. */
    default Set<Variant> variants() {
        return Set.of(Variant.values());
    }

    /** Returns how a client with that name presents itself; called after the resources that exist from the start are put. */
    default Node node(String id) throws IOException {
        return Node.newBuilder().setId(id).setCluster("conformance").build();
    }

    @Override
    void close() throws IOException;
}
