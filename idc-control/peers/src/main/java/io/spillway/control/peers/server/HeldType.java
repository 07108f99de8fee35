package io.spillway.control.peers.server;

import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.envoyproxy.controlplane.cache.SnapshotResources;
import io.envoyproxy.controlplane.cache.VersionedResource;

/**
 * The resources of one type. An unchanged type gives the same {@link SnapshotResources} again, and an unchanged resource
 * the same {@link VersionedResource}: java-control-plane's own way in, {@code Snapshot.create} of messages, hashes every
 * resource for each change, which its users can avoid as is done here.
 */
final class HeldType<T extends Message> {
    private final Parser<T> parser;
    private final Map<String, VersionedResource<T>> resources = new LinkedHashMap<>();
    private SnapshotResources<T> published = SnapshotResources.create(resources.values(), _ -> "0");
    private long changes;
    private long publishedChanges;

    HeldType(Parser<T> parser) {
        this.parser = parser;
    }

    /** Returns the change that puts a resource, which is decoded at once. */
    Runnable put(String name, String version, byte[] bytes) throws InvalidProtocolBufferException {
        VersionedResource<T> resource = VersionedResource.create(parser.parseFrom(bytes), version);
        return () -> {
            resources.put(name, resource);
            changes++;
        };
    }

    void remove(String name) {
        resources.remove(name);
        changes++;
    }

    /** Returns what is held now, under a version of its own when it differs from the last time. */
    SnapshotResources<T> snapshot() {
        if (publishedChanges != changes) {
            String version = Long.toString(changes);
            published = SnapshotResources.create(resources.values(), _ -> version);
            publishedChanges = changes;
        }
        return published;
    }
}
