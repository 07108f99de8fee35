package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
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

    private NameTable<Versioned> held = new NameTable<>(Versioned::name);
    /** Others hold the same table, which is not changed then. */
    private boolean shared;
    private final Map<String, Parked> parked = new HashMap<>();
    private long digest;

    /** A version that was refused, and why. */
    private record Parked(String version, String reason) {}

    boolean has(String name) {
        return held.contains(name);
    }

    int size() {
        return held.size();
    }

    List<String> names() {
        return held.names();
    }

    /** Returns everything but these, by name. */
    List<Versioned> allBut(Set<String> names) {
        List<Versioned> others = new ArrayList<>();
        held.forEach(resource -> {
            if (!names.contains(resource.name())) {
                others.add(resource);
            }
        });
        others.sort(Comparator.comparing(Versioned::name));
        return others;
    }

    /** Returns whether the client has of a name exactly this; null: nothing. */
    boolean matches(String name, @Nullable Versioned wanted) {
        Versioned has = held.get(name);
        return wanted == null
                ? has == null
                : has != null && has.digest() == wanted.digest()
                        && has.version().equals(wanted.version());
    }

    /** The client said that it holds this version, which is that of {@code now} or one whose bytes are not known. */
    void claim(String name, String version, @Nullable Versioned now) {
        hold(now != null && now.version().equals(version)
                ? now
                : new Versioned(name, version, Any.getDefaultInstance()));
    }

    /** Makes room for so many more. */
    void reserve(int more) {
        own().reserve(more);
    }

    /**
     * The client uses all of a response.
     *
     * @param worlds what others hold who are told the same; null: nobody is
     */
    void take(Response response, @Nullable Worlds worlds) {
        long after = digestAfter(response);
        int size = sizeAfter(response);
        Worlds others = size < Backlog.HEAVY ? null : worlds;
        Worlds.World known = others == null ? null : others.get(after, size);
        if (known != null) {
            held = known.table();
            shared = true;
            digest = after;
            response.items().forEach(item -> unpark(item.name()));
            return;
        }
        reserve(held.size() == 0 ? response.items().size() : 0);
        for (Response.Item item : response.items()) {
            Versioned content = item.content();
            if (content == null) {
                drop(item.name());
            } else {
                hold(content);
            }
        }
        if (others != null) {
            others.add(new Worlds.World(held, digest));
            shared = true;
        }
    }

    private NameTable<Versioned> own() {
        if (shared) {
            held = held.copy();
            shared = false;
        }
        return held;
    }

    void hold(Versioned resource) {
        Versioned before = own().put(resource);
        unpark(resource.name());
        digest ^= resource.digest() ^ (before == null ? 0 : before.digest());
    }

    void drop(String name) {
        if (!held.contains(name)) {
            return;
        }
        Versioned before = own().remove(name);
        digest ^= before == null ? 0 : before.digest();
    }

    void forget(String name) {
        drop(name);
        unpark(name);
    }

    void park(Versioned resource, String reason) {
        parked.put(resource.name(), new Parked(resource.version(), reason));
    }

    void unpark(String name) {
        if (!parked.isEmpty()) {
            parked.remove(name);
        }
    }

    boolean hasParked() {
        return !parked.isEmpty();
    }

    Collection<String> parkedNames() {
        return parked.keySet();
    }

    /** Returns whether the client refused exactly this. */
    boolean refused(@Nullable Versioned resource) {
        return resource != null && refusal(resource) != null;
    }

    /** Returns why the client refused exactly this, or null when it did not. */
    @Nullable
    String refusal(Versioned resource) {
        Parked version = parked.isEmpty() ? null : parked.get(resource.name());
        return version != null && version.version().equals(resource.version()) ? version.reason() : null;
    }

    /** Returns the version that the client has of a name, or null. */
    @Nullable
    String version(String name) {
        Versioned has = held.get(name);
        return has == null ? null : has.version();
    }

    /** Returns what identifies all that is held; {@link #text} makes a version of it. */
    long digest() {
        return digest;
    }

    /** Returns the version that the client will have after that response. */
    String versionAfter(Response response) {
        return text(digestAfter(response));
    }

    /** A piece goes to clients that hold nothing of it. */
    private long digestAfter(Response response) {
        Piece piece = response.piece();
        if (piece != null) {
            return digest ^ piece.digest();
        }
        long after = digest;
        for (Response.Item item : response.items()) {
            Versioned before = held.size() == 0 ? null : held.get(item.name());
            after ^= before == null ? 0 : before.digest();
            after ^= item.content() == null ? 0 : item.content().digest();
        }
        return after;
    }

    private int sizeAfter(Response response) {
        Piece piece = response.piece();
        if (piece != null) {
            return held.size() + piece.present();
        }
        int size = held.size();
        for (Response.Item item : response.items()) {
            size += (item.content() == null ? 0 : 1) - (held.contains(item.name()) ? 1 : 0);
        }
        return size;
    }

    /** Returns the version of a world. */
    static String versionOf(Collection<Versioned> world) {
        long digest = 0;
        for (Versioned resource : world) {
            digest ^= resource.digest();
        }
        return text(digest);
    }

    /** Returns the version of what has that digest: 16 hex digits. */
    static String text(long digest) {
        return HexFormat.of().toHexDigits(digest);
    }
}
