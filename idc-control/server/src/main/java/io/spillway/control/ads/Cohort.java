package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.spillway.control.snapshot.ResourceType;

/**
 * The clients of one event loop that subscribe the same names, as the gateways of an IDC do. What they subscribe is kept once
 * for all of them, and what they hold too as long as they hold the same. Owned by the event loop.
 */
final class Cohort {

    private final List<String> names;
    private final NameTable<String> table = new NameTable<>(Function.identity());
    private final Map<ResourceType, Worlds> worlds = new EnumMap<>(ResourceType.class);
    private int subscriptions;

    /** Creates one of nobody. The names are distinct, in the order in which they were asked for. */
    Cohort(List<String> names) {
        this.names = List.copyOf(names);
        table.reserve(this.names.size());
        this.names.forEach(table::put);
    }

    /** Returns the names, always the same list. */
    List<String> names() {
        return names;
    }

    boolean has(String name) {
        return table.contains(name);
    }

    /** Returns a table of the names that the caller may change. */
    NameTable<String> copy() {
        return table.copy();
    }

    /** One more client subscribes these names of that type. Returns what such clients hold. */
    Worlds join(ResourceType type) {
        subscriptions++;
        Worlds ofType = worlds.computeIfAbsent(type, _ -> new Worlds());
        ofType.joined();
        return ofType;
    }

    /** One client less does. */
    void leave(Worlds ofType) {
        subscriptions--;
        ofType.left();
    }

    /** Returns whether nobody subscribes them. */
    boolean isEmpty() {
        return subscriptions == 0;
    }

    /** Returns whether these are the names, in the same order. */
    boolean isOf(List<String> asked) {
        int size = asked.size();
        if (size == 0 || size != names.size() || !names.getFirst().equals(asked.getFirst())
                || !names.getLast().equals(asked.getLast())) {
            return false;
        }
        return names.equals(asked);
    }

    /** Returns the distinct names of a list, each as {@code shared} says it. */
    static List<String> distinct(List<String> asked, Function<String, String> shared) {
        NameTable<String> seen = new NameTable<>(Function.identity());
        seen.reserve(asked.size());
        List<String> distinct = new ArrayList<>(asked.size());
        for (String name : asked) {
            String one = shared.apply(name);
            if (seen.put(one) == null) {
                distinct.add(one);
            }
        }
        return distinct;
    }
}
