package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What registry-syncs held when their streams ended. One that comes back, or another one of its IDC that holds the same, says a
 * digest instead of as many versions as there are resources: what a cut costs follows what has changed. Safe for all threads.
 */
final class Farewells {

    /** So many worlds are remembered: of four peers two processes with two types of any size. */
    static final int REMEMBERED = 16;
    /** A smaller world is not worth it: its versions are soon said. */
    static final int FEW = 16;

    private final Map<Key, Map<String, String>> worlds = new LinkedHashMap<>();

    private record Key(String idc, ResourceType type, String digest) {}

    /** A client that may come back has gone. */
    void gone(NodeIdentity who, TypeSubscription subscription) {
        Holdings held = subscription.held();
        if (who.isSync() && held.size() >= FEW) {
            Map<String, String> versions = Map.copyOf(held.versions());
            synchronized (worlds) {
                Key key = new Key(who.idc(), subscription.type(), Holdings.text(held.digest()));
                worlds.remove(key);
                worlds.put(key, versions);
                if (worlds.size() > REMEMBERED) {
                    worlds.remove(worlds.keySet().iterator().next());
                }
            }
        }
    }

    /**
     * Returns the versions of what has that digest, by name: of what a registry-sync of that IDC left this node with, or of what
     * stands now, which every node knows; null for neither.
     */
    @Nullable
    Map<String, String> world(NodeIdentity who, ResourceType type, String digest, NodeCatalog now) {
        Map<String, String> left;
        synchronized (worlds) {
            left = worlds.get(new Key(who.idc(), type, digest));
        }
        return left == null ? standing(type, digest, now) : left;
    }

    private static @Nullable Map<String, String> standing(ResourceType type, String digest, NodeCatalog now) {
        List<Versioned> world = new ArrayList<>();
        for (String name : now.names(type)) {
            Versioned resource = now.get(type, name);
            if (resource != null) {
                world.add(resource);
            }
        }
        return Holdings.versionOf(world).equals(digest)
                ? world.stream().collect(Collectors.toMap(Versioned::name, Versioned::version))
                : null;
    }
}
