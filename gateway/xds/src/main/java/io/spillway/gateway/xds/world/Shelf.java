package io.spillway.gateway.xds.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All that is held of one type. Used by the owner thread of its {@link World}. */
final class Shelf {

    private final Map<String, HeldResource> held = new HashMap<>();
    private final Set<String> absent = new HashSet<>();
    private final ReferenceCounts references = new ReferenceCounts();
    /** Exclusive or over all (name, version): the same for the same content in whatever order it came. */
    private long digest;
    private boolean answered;

    void put(HeldResource resource) {
        remove(resource.name());
        held.put(resource.name(), resource);
        digest ^= mix(resource);
        absent.remove(resource.name());
    }

    boolean remove(String name) {
        HeldResource before = held.remove(name);
        if (before == null) {
            return false;
        }
        digest ^= mix(before);
        return true;
    }

    Map<String, HeldResource> all() {
        return held;
    }

    Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        held.forEach((name, resource) -> versions.put(name, resource.version()));
        return versions;
    }

    /** What the resources of other shelves ask for on this one. */
    ReferenceCounts references() {
        return references;
    }

    Set<String> missing() {
        Set<String> names = new HashSet<>(references.names());
        names.removeAll(held.keySet());
        names.removeAll(absent);
        return names;
    }

    /** Takes the control plane's word that there is no such resource. */
    void setAbsent(String name) {
        absent.add(name);
    }

    Set<String> absent() {
        return Set.copyOf(absent);
    }

    void forgetAbsent(String name) {
        absent.remove(name);
    }

    String digest() {
        return Long.toHexString(digest);
    }

    boolean answered() {
        return answered;
    }

    void setAnswered() {
        answered = true;
    }

    private static long mix(HeldResource resource) {
        long hash = resource.name().hashCode() * 0x9E3779B97F4A7C15L + resource.version().hashCode();
        hash ^= hash >>> 32;
        hash *= 0xD6E8FEB86659FD93L;
        return hash ^ hash >>> 32;
    }
}
