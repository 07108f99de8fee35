package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The names that wait to be sent, in the order in which they came, each with the pushes behind it. A name is <em>owed</em>
 * when it must be sent even if the client holds it already. Owned by the stream's executor.
 */
final class Pending {

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private static final class Entry {

        private final List<Push> pushes = new ArrayList<>(1);
        private boolean owed;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    boolean contains(String name) {
        return !entries.isEmpty() && entries.containsKey(name);
    }

    List<String> names() {
        return List.copyOf(entries.keySet());
    }

    boolean any(Predicate<String> test) {
        for (String name : entries.keySet()) {
            if (test.test(name)) {
                return true;
            }
        }
        return false;
    }

    void touch(String name) {
        entry(name);
    }

    void owe(String name) {
        entry(name).owed = true;
    }

    /** Returns whether it must be sent whatever the client holds. */
    boolean owed(String name) {
        Entry entry = entries.get(name);
        return entry != null && entry.owed;
    }

    void add(String name, Push push) {
        entry(name).pushes.add(push);
    }

    void add(String name, List<Push> pushes) {
        entry(name).pushes.addAll(pushes);
    }

    /** Takes a name out and returns its pushes. */
    List<Push> take(String name) {
        Entry entry = entries.isEmpty() ? null : entries.remove(name);
        return entry == null ? List.of() : entry.pushes;
    }

    /** Takes out these names and returns their pushes. */
    List<Push> removeIf(Predicate<String> test) {
        List<Push> removed = new ArrayList<>();
        entries.entrySet().removeIf(entry -> {
            boolean gone = test.test(entry.getKey());
            if (gone) {
                removed.addAll(entry.getValue().pushes);
            }
            return gone;
        });
        return removed;
    }

    /** Takes out the names that nobody is owed and that the test finds needless; returns their pushes. */
    List<Push> settle(Predicate<String> needless) {
        List<Push> settled = new ArrayList<>();
        entries.entrySet().removeIf(entry -> {
            boolean done = !entry.getValue().owed && needless.test(entry.getKey());
            if (done) {
                settled.addAll(entry.getValue().pushes);
            }
            return done;
        });
        return settled;
    }

    List<Push> pushes() {
        return entries.values().stream().flatMap(entry -> entry.pushes.stream()).toList();
    }

    private Entry entry(String name) {
        Entry known = entries.get(name);
        if (known == null) {
            known = new Entry();
            entries.put(name, known);
        }
        return known;
    }
}
