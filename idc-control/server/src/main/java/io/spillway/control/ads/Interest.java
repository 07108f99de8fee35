package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.PersistentMap;
import org.jspecify.annotations.Nullable;

/** What a client wants of one type: names, everything, or both. Owned by the stream's executor. */
final class Interest {

    /** What stands for everything in a list of names. */
    static final String EVERYTHING = "*";

    private final ResourceType type;
    private NameTable<String> own = new NameTable<>(Function.identity());
    /** Those who subscribe just this too; the names are theirs then, and {@code own} is empty. */
    private @Nullable Cohort cohort;
    private @Nullable Worlds worlds;
    private boolean wildcard;
    private boolean named;

    Interest(ResourceType type) {
        this.type = type;
    }

    boolean covers(String name) {
        return wildcard || names(name);
    }

    boolean names(String name) {
        Cohort with = cohort;
        return with == null ? own.contains(name) : with.has(name);
    }

    int size() {
        Cohort with = cohort;
        return with == null ? own.size() : with.names().size();
    }

    boolean everything() {
        return wildcard;
    }

    void everything(boolean wanted) {
        if (wildcard == wanted) {
            return;
        }
        alone();
        wildcard = wanted;
        if (wanted && own.size() == 0) {
            join(EventLoops.alike().everything());
        }
    }

    void add(String name) {
        alone();
        own.put(name);
    }

    /** Makes room for so many more names. */
    void reserve(int more) {
        own.reserve(more);
    }

    /** Returns whether it was named. */
    boolean remove(String name) {
        if (!names(name)) {
            return false;
        }
        alone();
        own.remove(name);
        return true;
    }

    /** Replaces the names; returns those that are new. */
    List<String> replace(Set<String> wanted) {
        List<String> fresh = wanted.stream().filter(name -> !names(name)).toList();
        if (!fresh.isEmpty() || wanted.size() != size()) {
            alone();
            own.clear();
            own.reserve(wanted.size());
            wanted.forEach(own::put);
        }
        return fresh;
    }

    /** From now on the names are those of these clients; before there were none. */
    void join(Cohort others) {
        alone();
        cohort = others;
        worlds = others.join(type);
    }

    /** Returns who subscribes just this, or null when nobody was looked for. */
    @Nullable
    Cohort cohort() {
        return cohort;
    }

    /** Returns what others who subscribe just this hold, or null when there are none. */
    @Nullable
    Worlds worlds() {
        Worlds theirs = worlds;
        return theirs != null && theirs.shared() ? theirs : null;
    }

    /** It goes its own way, or away. */
    void alone() {
        Cohort with = cohort;
        Worlds theirs = worlds;
        if (with != null && theirs != null) {
            own = with.copy();
            with.leave(theirs);
            cohort = null;
            worlds = null;
        }
    }

    /**
     * Returns whether a list of a state-of-the-world client means everything. An empty one does until the client has once
     * named something, be it {@code *}; from then on it means nothing.
     */
    boolean isEverything(Collection<String> list) {
        boolean everything = list.contains(EVERYTHING) || (list.isEmpty() && !named && type.wildcardByDefault());
        named |= !list.isEmpty();
        return everything;
    }

    /** Returns all names that are wanted now, those of nothing included; the same list for all who want the same. */
    List<String> list(NodeCatalog catalog) {
        Cohort with = cohort;
        PersistentMap<String, Versioned> basis = catalog.basis(type);
        if (with != null && !wildcard) {
            return with.names();
        }
        if (wildcard && size() == 0 && basis != null) {
            return EventLoops.alike().namesOf(type, basis);
        }
        List<String> list = new ArrayList<>();
        forEachWanted(catalog, (name, _) -> list.add(name));
        return list;
    }

    /** Calls the action for each name of all of it, with what it names now, or null when that does not exist. */
    void forEachWanted(NodeCatalog catalog, BiConsumer<String, @Nullable Versioned> action) {
        if (wildcard) {
            catalog.forEach(type, resource -> action.accept(resource.name(), resource));
        }
        Consumer<String> one = name -> {
            Versioned now = catalog.get(type, name);
            if (!wildcard || now == null) {
                action.accept(name, now);
            }
        };
        Cohort with = cohort;
        if (with == null) {
            own.forEach(one);
        } else {
            with.names().forEach(one);
        }
    }

    /** Returns all of it that exists. */
    List<Versioned> world(NodeCatalog catalog) {
        List<Versioned> world = new ArrayList<>();
        forEachWanted(catalog, (_, now) -> {
            if (now != null) {
                world.add(now);
            }
        });
        return world;
    }
}
