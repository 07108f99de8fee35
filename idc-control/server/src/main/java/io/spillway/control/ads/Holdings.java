package io.spillway.control.ads;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.Any;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What a client holds of one type, as far as it said so, and what it refused. Owned by the stream's executor.
 *
 * <p>The version of all that is held is a sum over its names and versions, so that a change costs one step however much is
 * held, and equal worlds have equal versions on every stream and replica.
 */
final class Holdings {

    private final Map<String, Versioned> held = new HashMap<>();
    private final Map<String, String> parked = new HashMap<>();
    private long digest;

    boolean has(String name) {
        return held.containsKey(name);
    }

    int size() {
        return held.size();
    }

    List<String> names() {
        return List.copyOf(held.keySet());
    }

    /** Returns everything but these, by name. */
    List<Versioned> allBut(Set<String> names) {
        return held.values().stream().filter(resource -> !names.contains(resource.name()))
                .sorted(Comparator.comparing(Versioned::name)).toList();
    }

    /** Returns whether the client has of a name exactly this; null: nothing. */
    boolean matches(String name, @Nullable Versioned wanted) {
        Versioned has = held.get(name);
        return wanted == null ? has == null : has != null && has.version().equals(wanted.version());
    }

    /** The client said that it holds this version; its bytes are not known. */
    void claim(String name, String version) {
        hold(new Versioned(name, version, Any.getDefaultInstance()));
    }

    void hold(Versioned resource) {
        drop(resource.name());
        held.put(resource.name(), resource);
        parked.remove(resource.name());
        digest ^= mix(resource);
    }

    void drop(String name) {
        Versioned before = held.remove(name);
        digest ^= before == null ? 0 : mix(before);
    }

    void forget(String name) {
        drop(name);
        parked.remove(name);
    }

    void park(Versioned resource) {
        parked.put(resource.name(), resource.version());
    }

    void unpark(String name) {
        parked.remove(name);
    }

    Collection<String> parkedNames() {
        return parked.keySet();
    }

    /** Returns whether the client refused exactly this. */
    boolean refused(@Nullable Versioned resource) {
        return resource != null && resource.version().equals(parked.get(resource.name()));
    }

    String version() {
        return text(digest);
    }

    /** Returns the version that the client will have after that response. */
    String versionAfter(Response response) {
        long after = digest;
        for (Response.Item item : response.items()) {
            Versioned before = held.get(item.name());
            after ^= before == null ? 0 : mix(before);
            after ^= item.content() == null ? 0 : mix(item.content());
        }
        return text(after);
    }

    /** Returns the version of a world. */
    static String versionOf(Collection<Versioned> world) {
        long digest = 0;
        for (Versioned resource : world) {
            digest ^= mix(resource);
        }
        return text(digest);
    }

    private static String text(long digest) {
        return String.format("%016x", digest);
    }

    private static long mix(Versioned resource) {
        long hash = 1_125_899_906_842_597L;
        String text = resource.name() + "\n" + resource.version();
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        hash *= 0x9E3779B97F4A7C15L;
        return hash ^ (hash >>> 29);
    }
}
