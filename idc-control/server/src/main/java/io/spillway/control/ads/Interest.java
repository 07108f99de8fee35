package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/** What a client wants of one type: names, everything, or both. Owned by the stream's executor. */
final class Interest {

    /** What stands for everything in a list of names. */
    static final String EVERYTHING = "*";

    private final NameTable<String> names = new NameTable<>(Function.identity());
    private boolean wildcard;
    private boolean named;

    boolean covers(String name) {
        return wildcard || names.contains(name);
    }

    boolean names(String name) {
        return names.contains(name);
    }

    int size() {
        return names.size();
    }

    boolean everything() {
        return wildcard;
    }

    void everything(boolean wanted) {
        wildcard = wanted;
    }

    void add(String name) {
        names.put(name);
    }

    /** Makes room for so many more names. */
    void reserve(int more) {
        names.reserve(more);
    }

    /** Returns whether it was named. */
    boolean remove(String name) {
        return names.remove(name) != null;
    }

    /** Replaces the names; returns those that are new. */
    List<String> replace(Set<String> wanted) {
        List<String> fresh = wanted.stream().filter(name -> !names.contains(name)).toList();
        names.clear();
        names.reserve(wanted.size());
        wanted.forEach(names::put);
        return fresh;
    }

    /**
     * Returns whether a list of a state-of-the-world client means everything. An empty one does until the client has once
     * named something, be it {@code *}; from then on it means nothing.
     */
    boolean isEverything(Collection<String> list, ResourceType type) {
        boolean everything = list.contains(EVERYTHING) || (list.isEmpty() && !named && type.wildcardByDefault());
        named |= !list.isEmpty();
        return everything;
    }

    /** Calls the action for each name of all of it, with what it names now, or null when that does not exist. */
    void forEachWanted(NodeCatalog catalog, ResourceType type, BiConsumer<String, @Nullable Versioned> action) {
        if (wildcard) {
            catalog.forEach(type, resource -> action.accept(resource.name(), resource));
        }
        names.forEach(name -> {
            Versioned now = catalog.get(type, name);
            if (!wildcard || now == null) {
                action.accept(name, now);
            }
        });
    }

    /** Returns all of it that exists. */
    List<Versioned> world(NodeCatalog catalog, ResourceType type) {
        List<Versioned> world = new ArrayList<>();
        forEachWanted(catalog, type, (_, now) -> {
            if (now != null) {
                world.add(now);
            }
        });
        return world;
    }
}
