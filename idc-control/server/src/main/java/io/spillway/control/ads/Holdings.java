package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import com.google.protobuf.Any;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.PersistentMap;
import io.spillway.wire.xds.WorldDigest;
import org.jspecify.annotations.Nullable;

/**
 * What a client holds of one type, as far as it said so, and what it refused. Owned by the stream's executor.
 *
 * <p>The version of all that is held is a sum over its names and versions, so that a change costs one step however much is
 * held, and equal worlds have equal versions on every stream and replica.
 */
final class Holdings {

    private final NameTable<Versioned> own = new NameTable<>(Versioned::name);
    /** What it holds since it held the same as others, who share most of it; {@code own} is empty then. Null: it never did. */
    private @Nullable PersistentMap<String, Versioned> common;
    private final Map<String, Parked> parked = new HashMap<>();
    private long digest;

    /** A version that was refused, and why. */
    private record Parked(String version, String reason) {}

    boolean has(String name) {
        return get(name) != null;
    }

    int size() {
        PersistentMap<String, Versioned> map = common;
        return map == null ? own.size() : map.size();
    }

    List<String> names() {
        List<String> names = new ArrayList<>(size());
        forEach(resource -> names.add(resource.name()));
        return names;
    }

    /** Returns what is held, with its version, by name. */
    Map<String, String> versions() {
        Map<String, String> versions = HashMap.newHashMap(size());
        forEach(resource -> versions.put(resource.name(), resource.version()));
        return versions;
    }

    private @Nullable Versioned get(String name) {
        PersistentMap<String, Versioned> map = common;
        return map == null ? own.get(name) : map.get(name);
    }

    private void forEach(Consumer<Versioned> action) {
        PersistentMap<String, Versioned> map = common;
        if (map == null) {
            own.forEach(action);
        } else {
            map.forEach((_, resource) -> action.accept(resource));
        }
    }

    /** Returns everything but these, by name. */
    List<Versioned> allBut(Set<String> names) {
        List<Versioned> others = new ArrayList<>();
        forEach(resource -> {
            if (!names.contains(resource.name())) {
                others.add(resource);
            }
        });
        others.sort(Comparator.comparing(Versioned::name));
        return others;
    }

    /** Returns whether the client has of a name exactly this; null: nothing. */
    boolean matches(String name, @Nullable Versioned wanted) {
        Versioned has = get(name);
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
            share(known.resources());
            digest = after;
            response.items().forEach(item -> unpark(item.name()));
            return;
        }
        if (others == null && size() == 0) {
            own.reserve(response.items().size());
        }
        PersistentMap<String, Versioned> map = common;
        if (others != null && map == null) {
            map = PersistentMap.empty();
            for (String name : own.names()) {
                map = map.with(name, Objects.requireNonNull(own.get(name)));
            }
            share(map);
        }
        response.items().forEach(this::take);
        map = common;
        if (others != null && map != null) {
            others.add(new Worlds.World(map, digest));
        }
    }

    private void take(Response.Item item) {
        Versioned content = item.content();
        if (content == null) {
            drop(item.name());
        } else {
            hold(content);
        }
    }

    private void share(PersistentMap<String, Versioned> map) {
        common = map;
        if (own.size() > 0) {
            own.clear();
        }
    }

    void hold(Versioned resource) {
        PersistentMap<String, Versioned> map = common;
        Versioned before = get(resource.name());
        if (map == null) {
            own.put(resource);
        } else {
            common = map.with(resource.name(), resource);
        }
        unpark(resource.name());
        digest ^= resource.digest() ^ (before == null ? 0 : before.digest());
    }

    void drop(String name) {
        PersistentMap<String, Versioned> map = common;
        Versioned before = get(name);
        if (before == null) {
            return;
        }
        if (map == null) {
            own.remove(name);
        } else {
            common = map.without(name);
        }
        digest ^= before.digest();
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
        Versioned has = get(name);
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
            Versioned before = get(item.name());
            after ^= before == null ? 0 : before.digest();
            after ^= item.content() == null ? 0 : item.content().digest();
        }
        return after;
    }

    private int sizeAfter(Response response) {
        Piece piece = response.piece();
        if (piece != null) {
            return size() + piece.present();
        }
        int size = size();
        for (Response.Item item : response.items()) {
            size += (item.content() == null ? 0 : 1) - (has(item.name()) ? 1 : 0);
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
        return WorldDigest.text(digest);
    }
}
