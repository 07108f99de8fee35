package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;

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

    /** Returns whether it was named. */
    boolean remove(String name) {
        return names.remove(name) != null;
    }

    /** Replaces the names; returns those that are new. */
    List<String> replace(Set<String> wanted) {
        List<String> fresh = wanted.stream().filter(name -> !names.contains(name)).toList();
        names.clear();
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

    /** Returns the names of all of it, those that do not exist included. */
    Collection<String> wanted(NodeCatalog catalog, ResourceType type) {
        if (!wildcard) {
            return names.names();
        }
        Set<String> all = catalog.names(type);
        all.addAll(names.names());
        return all;
    }

    /** Returns all of it that exists. */
    List<Versioned> world(NodeCatalog catalog, ResourceType type) {
        List<Versioned> world = new ArrayList<>();
        for (String name : wanted(catalog, type)) {
            Versioned now = catalog.get(type, name);
            if (now != null) {
                world.add(now);
            }
        }
        return world;
    }
}
