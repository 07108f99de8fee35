package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Things by the name that each carries. A place costs one reference, four octets, where a hash map of the JDK has an entry of
 * 32: a control node keeps such a table per client and type with as many names as the IDC has services. Open addressing with
 * linear probing; a removal moves back what came after (Knuth, The Art of Computer Programming 3, section 6.4, algorithm R).
 * Used by one thread.
 *
 * @param <E> what is kept
 */
final class NameTable<E> {

    private static final int SMALLEST = 8;

    private final Function<? super E, String> nameOf;
    /** A power of two of them, at most three quarters of them used. */
    private List<@Nullable E> slots = empty(SMALLEST);
    private int size;

    NameTable(Function<? super E, String> nameOf) {
        this.nameOf = nameOf;
    }

    /** Returns another table of the same things. */
    NameTable<E> copy() {
        NameTable<E> copy = new NameTable<>(nameOf);
        copy.slots = new ArrayList<>(slots);
        copy.size = size;
        return copy;
    }

    int size() {
        return size;
    }

    boolean contains(String name) {
        return slots.get(slot(name)) != null;
    }

    @Nullable
    E get(String name) {
        return slots.get(slot(name));
    }

    /** Puts something in the place of what had its name; returns that, or null. */
    @Nullable
    E put(E thing) {
        int slot = slot(nameOf.apply(thing));
        E before = slots.set(slot, thing);
        if (before == null) {
            size++;
            if (size * 4 > slots.size() * 3) {
                resize(slots.size() * 2);
            }
        }
        return before;
    }

    /** Takes out what has that name; returns it, or null. */
    @Nullable
    E remove(String name) {
        int hole = slot(name);
        E gone = slots.set(hole, null);
        if (gone == null) {
            return null;
        }
        size--;
        int mask = slots.size() - 1;
        for (int next = (hole + 1) & mask;; next = (next + 1) & mask) {
            E moved = slots.get(next);
            if (moved == null) {
                return gone;
            }
            // It may fill the hole unless its own place lies behind that.
            int home = home(nameOf.apply(moved));
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                slots.set(hole, moved);
                slots.set(next, null);
                hole = next;
            }
        }
    }

    /** Makes room for so many more, so that adding them moves nothing. */
    void reserve(int more) {
        int places = slots.size();
        while ((size + more) * 4L > places * 3L) {
            places *= 2;
        }
        resize(places);
    }

    /** Takes out all whose name passes the test. */
    void removeIf(Predicate<String> test) {
        List<@Nullable E> old = slots;
        slots = empty(old.size());
        size = 0;
        for (E thing : old) {
            if (thing != null && !test.test(nameOf.apply(thing))) {
                slots.set(free(nameOf.apply(thing)), thing);
                size++;
            }
        }
    }

    void clear() {
        slots = empty(SMALLEST);
        size = 0;
    }

    /** Calls the action for each, in no particular order; the table must not change meanwhile. */
    void forEach(Consumer<? super E> action) {
        for (E thing : slots) {
            if (thing != null) {
                action.accept(thing);
            }
        }
    }

    /** Returns a copy of the names, in no particular order. */
    List<String> names() {
        List<String> names = new ArrayList<>(size);
        forEach(thing -> names.add(nameOf.apply(thing)));
        return names;
    }

    /** Returns where something of that name is, or could be put. */
    private int slot(String name) {
        int mask = slots.size() - 1;
        for (int slot = home(name);; slot = (slot + 1) & mask) {
            E there = slots.get(slot);
            if (there == null || nameOf.apply(there).equals(name)) {
                return slot;
            }
        }
    }

    private int home(String name) {
        int hash = name.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & (slots.size() - 1);
    }

    private void resize(int places) {
        if (places == slots.size()) {
            return;
        }
        List<@Nullable E> old = slots;
        slots = empty(places);
        for (E thing : old) {
            if (thing != null) {
                slots.set(free(nameOf.apply(thing)), thing);
            }
        }
    }

    /** Returns where something of a name that is not there can be put. */
    private int free(String name) {
        int mask = slots.size() - 1;
        int slot = home(name);
        while (slots.get(slot) != null) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static <E> List<@Nullable E> empty(int places) {
        return new ArrayList<@Nullable E>(Collections.<@Nullable E>nCopies(places, null));
    }
}
