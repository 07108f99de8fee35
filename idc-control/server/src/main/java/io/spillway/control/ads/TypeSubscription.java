package io.spillway.control.ads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.google.protobuf.Any;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What one client subscribes of one type, what it holds, and what must be sent next. Owned by the stream's executor.
 *
 * <p>A name becomes <em>dirty</em> when it changed, or is <em>owed</em> because the client asked for it. A response is made
 * from the dirty names at the moment of sending, so whatever happened while the last one was in flight is one response.
 * A Nack changes nothing of what the client holds. A refused version is parked: it is not sent again until its content
 * changes. When a client does not say which resource it refused, the suspects are sent one by one.
 */
final class TypeSubscription {

    private final ResourceType type;
    private final NodeCatalog catalog;
    private final Set<String> names = new HashSet<>();
    private final Map<String, Versioned> held = new HashMap<>();
    private final Map<String, String> parked = new HashMap<>();
    private final Map<String, Dirty> dirty = new LinkedHashMap<>();
    private final ArrayDeque<String> suspects = new ArrayDeque<>();
    private boolean wildcard;
    private boolean named;
    private boolean worldOwed;
    private boolean busy;
    private long digest;
    private final List<Push> satisfied = new ArrayList<>();

    TypeSubscription(ResourceType type, NodeCatalog catalog) {
        this.type = type;
        this.catalog = catalog;
    }

    private static final class Dirty {

        private final List<Push> pushes = new ArrayList<>();
        private boolean owed;
    }

    ResourceType type() {
        return type;
    }

    /** What a client that resumes says it holds; comes before the first {@link #subscribe}. */
    void resume(Map<String, String> versions) {
        versions.forEach((name, version) -> hold(new Versioned(name, version, Any.getDefaultInstance())));
    }

    /** Delta: adds and takes away names, {@code *} included. {@code first}: without any names it means everything. */
    void subscribe(boolean first, Collection<String> add, Collection<String> remove) {
        boolean everything = add.contains("*") || (first && add.isEmpty() && type.wildcardByDefault());
        for (String name : add) {
            if (!name.equals("*")) {
                names.add(name);
                Versioned known = first ? held.get(name) : null;
                Versioned now = catalog.get(type, name);
                if (known == null || now == null || !known.version().equals(now.version())) {
                    owe(name);
                }
            }
        }
        if (everything && !wildcard) {
            wildcard = true;
            worldOwed = first;
            catalog.names(type).forEach(this::touch);
        }
        remove.forEach(this::unsubscribe);
        if (first) {
            held.keySet().forEach(this::touch);
            List.copyOf(held.keySet()).stream().filter(name -> !subscribed(name)).forEach(this::forget);
        }
    }

    /** State of the world: replaces the list of names. */
    void replace(Collection<String> list) {
        boolean everything = list.contains("*") || (list.isEmpty() && !named && type.wildcardByDefault());
        named |= !list.isEmpty() && !(list.size() == 1 && list.contains("*"));
        Set<String> wanted = new TreeSet<>(list);
        wanted.remove("*");
        wanted.stream().filter(name -> !names.contains(name)).forEach(this::owe);
        names.clear();
        names.addAll(wanted);
        if (everything && !wildcard) {
            worldOwed = type.wholeWorld() && held.isEmpty();
            catalog.names(type).forEach(this::touch);
        }
        wildcard = everything;
        List.copyOf(held.keySet()).stream().filter(name -> !subscribed(name)).forEach(this::forget);
        dirty.keySet().removeIf(name -> !subscribed(name));
    }

    boolean subscribed(String name) {
        return wildcard || names.contains(name);
    }

    /** A resource changed in the catalog. Returns whether that matters to the client; then the push is kept. */
    boolean changed(String name, @Nullable Push push) {
        if (!subscribed(name)) {
            return false;
        }
        Versioned now = catalog.get(type, name);
        Versioned has = held.get(name);
        if (now == null && has == null && !busy && !dirty.containsKey(name)) {
            return false;
        }
        Dirty entry = dirty.computeIfAbsent(name, _ -> new Dirty());
        if (push != null) {
            entry.pushes.add(push);
        }
        return true;
    }

    /** The client needs this resource again even if it did not change (a re-sent cluster waits for its endpoints). */
    void again(String name) {
        if (subscribed(name) && catalog.get(type, name) != null && !parkedNow(name)) {
            dirty.computeIfAbsent(name, _ -> new Dirty()).owed = true;
        }
    }

    /** Returns whether something waits that may be sent now; {@code removals}: whether taking away is allowed. */
    boolean hasWork(boolean removals) {
        settle();
        if (worldOwed) {
            return true;
        }
        if (dirty.isEmpty()) {
            return false;
        }
        return removals || dirty.keySet().stream().anyMatch(name -> !isRemoval(name));
    }

    /** Returns whether taking away waits for its turn. */
    boolean hasRemovals() {
        return dirty.keySet().stream().anyMatch(this::isRemoval);
    }

    /** Takes the next response, or null. Delta: exactly what is new. */
    @Nullable
    Response next(boolean removals) {
        settle();
        List<Response.Item> items = new ArrayList<>();
        String suspect = nextSuspect();
        for (String name : List.copyOf(dirty.keySet())) {
            if ((suspect != null && !suspect.equals(name)) || (!removals && isRemoval(name))) {
                continue;
            }
            Dirty entry = dirty.remove(name);
            items.add(new Response.Item(name, catalog.get(type, name), entry == null ? List.of() : entry.pushes));
        }
        if (items.isEmpty() && !worldOwed) {
            return null;
        }
        worldOwed = false;
        return new Response(type, items, List.of());
    }

    /** Takes the next response, or null. State of the world: for clusters and listeners, with everything else. */
    @Nullable
    Response nextWorld(boolean removals) {
        Response delta = next(removals);
        if (delta == null) {
            return null;
        }
        List<Response.Item> items = delta.items();
        if (!type.wholeWorld()) {
            List<Response.Item> present = items.stream().filter(item -> item.content() != null).toList();
            items.stream().filter(item -> item.content() == null).forEach(item -> {
                forget(item.name());
                satisfied.addAll(item.pushes());
            });
            return present.isEmpty() ? null : new Response(type, present, List.of());
        }
        Set<String> fresh = new HashSet<>();
        items.forEach(item -> fresh.add(item.name()));
        List<Versioned> others = held.values().stream().filter(resource -> !fresh.contains(resource.name()))
                .sorted((one, other) -> one.name().compareTo(other.name())).toList();
        return new Response(type, items, others);
    }

    /** The client uses the response; with {@code rejected}, all of it but these. */
    void accepted(Response response, Map<String, String> rejected) {
        for (Response.Item item : response.items()) {
            Versioned content = item.content();
            if (rejected.containsKey(item.name())) {
                park(item);
            } else if (!subscribed(item.name())) {
                forget(item.name());
            } else if (content == null) {
                drop(item.name());
            } else {
                parked.remove(item.name());
                hold(content);
            }
        }
    }

    /**
     * The client refused the response without saying what. Returns whether it is known what: then that is parked. Else
     * the resources are sent again one by one, and their pushes go on.
     */
    boolean refused(Response response) {
        if (response.items().size() <= 1) {
            response.items().forEach(this::park);
            return true;
        }
        for (Response.Item item : response.items()) {
            Dirty entry = dirty.computeIfAbsent(item.name(), _ -> new Dirty());
            entry.pushes.addAll(item.pushes());
            entry.owed |= item.content() == null;
            if (!suspects.contains(item.name())) {
                suspects.add(item.name());
            }
        }
        return false;
    }

    /** Says whether a response is in flight: until it is answered nobody knows what the client holds. */
    void busy(boolean inFlight) {
        busy = inFlight;
    }

    boolean busy() {
        return busy;
    }

    /** Returns whether a version that stands now was refused. */
    boolean hasParked() {
        return parked.keySet().stream().anyMatch(this::parkedNow);
    }

    int size() {
        return held.size();
    }

    /** Returns a digest over names and versions held: equal for equal worlds, on every stream and replica. */
    String version() {
        return String.format("%016x", digest);
    }

    /** Returns the version that the client will have after that response. */
    String versionAfter(Response response) {
        long after = digest;
        for (Response.Item item : response.items()) {
            Versioned before = held.get(item.name());
            after ^= before == null ? 0 : mix(before);
            after ^= item.content() == null ? 0 : mix(item.content());
        }
        return String.format("%016x", after);
    }

    /** Returns the version of the whole subscribed world as it stands now. */
    String versionOfWorld() {
        long world = 0;
        for (String name : wildcard ? catalog.names(type) : names) {
            Versioned now = catalog.get(type, name);
            world ^= now == null ? 0 : mix(now);
        }
        return String.format("%016x", world);
    }

    /** The client of a new stream proved by its version that it holds the world: nothing is owed. */
    void holdsWorld() {
        for (String name : wildcard ? catalog.names(type) : Set.copyOf(names)) {
            Versioned now = catalog.get(type, name);
            if (now != null) {
                hold(now);
                dirty.remove(name);
            }
        }
        worldOwed = false;
    }

    /** Returns the pushes that wait, for a stream that ends. */
    List<Push> waiting() {
        return dirty.values().stream().flatMap(entry -> entry.pushes.stream()).toList();
    }

    /** Returns the pushes that turned out to need nothing, and forgets them: the client has that state already. */
    List<Push> settled() {
        settle();
        List<Push> done = List.copyOf(satisfied);
        satisfied.clear();
        return done;
    }

    /** Drops from the dirty names what needs no sending: what the client holds already, and what it refused. */
    private void settle() {
        if (busy) {
            return;
        }
        dirty.entrySet().removeIf(entry -> {
            String name = entry.getKey();
            Dirty why = entry.getValue();
            Versioned now = catalog.get(type, name);
            Versioned has = held.get(name);
            boolean same = now == null ? has == null : has != null && has.version().equals(now.version());
            if (why.owed || (!same && !parkedNow(name))) {
                return false;
            }
            satisfied.addAll(why.pushes);
            return true;
        });
        suspects.removeIf(name -> !dirty.containsKey(name));
    }

    private @Nullable String nextSuspect() {
        return suspects.peek();
    }

    private boolean isRemoval(String name) {
        return held.containsKey(name) && catalog.get(type, name) == null;
    }

    private boolean parkedNow(String name) {
        Versioned now = catalog.get(type, name);
        String refused = parked.get(name);
        return now != null && refused != null && refused.equals(now.version());
    }

    private void park(Response.Item item) {
        if (item.content() != null) {
            parked.put(item.name(), item.content().version());
        }
        suspects.remove(item.name());
    }

    private void owe(String name) {
        parked.remove(name);
        dirty.computeIfAbsent(name, _ -> new Dirty()).owed = true;
    }

    private void touch(String name) {
        dirty.computeIfAbsent(name, _ -> new Dirty());
    }

    private void unsubscribe(String name) {
        if (name.equals("*")) {
            wildcard = false;
            List.copyOf(held.keySet()).stream().filter(other -> !names.contains(other)).forEach(this::forget);
            dirty.keySet().removeIf(other -> !names.contains(other));
        } else if (names.remove(name)) {
            if (wildcard) {
                owe(name);
            } else {
                forget(name);
                dirty.remove(name);
            }
        }
    }

    private void hold(Versioned resource) {
        drop(resource.name());
        held.put(resource.name(), resource);
        digest ^= mix(resource);
        suspects.remove(resource.name());
    }

    private void drop(String name) {
        Versioned before = held.remove(name);
        digest ^= before == null ? 0 : mix(before);
    }

    private void forget(String name) {
        drop(name);
        parked.remove(name);
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
