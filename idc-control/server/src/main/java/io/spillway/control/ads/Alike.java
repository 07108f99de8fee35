package io.spillway.control.ads;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.PersistentMap;

/**
 * What the clients of one event loop have in common. The gateways of an IDC subscribe the same names and get the same first
 * responses; when a thousand of them come at once it is worked out for the first of them. Owned by the event loop.
 */
final class Alike {

    private static final int MOST_COHORTS = 64;
    /** Those of a few types for one cohort. */
    private static final int MOST_PIECES = 32;
    private static final int FORGET_MILLIS = 1_000;

    private final ScheduledExecutorService loop;
    private final Deque<Cohort> cohorts = new ArrayDeque<>();
    private final Cohort everything = new Cohort(List.of());
    private final Map<ResourceType, World> worlds = new EnumMap<>(ResourceType.class);
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private boolean used;
    private boolean forgetting;

    /** The names of everything of a type, as of a version of it. */
    private record World(Object basis, List<String> names) {}

    Alike(ScheduledExecutorService loop) {
        this.loop = loop;
    }

    /** Returns those who subscribe everything and no names. */
    Cohort everything() {
        return everything;
    }

    /** Returns those who subscribe these names, which are at least one; {@code shared} says a name as the catalog does. */
    Cohort of(List<String> names, Function<String, String> shared) {
        for (Iterator<Cohort> all = cohorts.iterator(); all.hasNext();) {
            Cohort known = all.next();
            if (known.isOf(names)) {
                return known;
            }
            if (known.isEmpty()) {
                all.remove();
            }
        }
        Cohort fresh = new Cohort(Cohort.distinct(names, shared));
        if (cohorts.size() == MOST_COHORTS) {
            cohorts.removeFirst();
        }
        cohorts.add(fresh);
        return fresh;
    }

    /** Returns the names of everything of a type, the same list while nothing of it changes. */
    @SuppressWarnings("ReferenceEquality") // to look at what is in it would cost as much as the list
    List<String> namesOf(ResourceType type, PersistentMap<String, Versioned> basis) {
        World known = worlds.get(type);
        if (known == null || known.basis() != basis) {
            known = new World(basis, List.copyOf(basis.sortedKeys()));
            worlds.put(type, known);
        }
        using();
        return known.names();
    }

    /** Returns the piece of these names from there on, as the basis has them now. */
    Piece piece(List<String> names, int from, PersistentMap<String, Versioned> basis) {
        using();
        for (Piece known : pieces) {
            if (known.is(names, from, basis)) {
                return known;
            }
        }
        if (pieces.size() == MOST_PIECES) {
            pieces.removeFirst();
        }
        Piece fresh = Piece.of(names, from, basis, basis::get);
        pieces.add(fresh);
        return fresh;
    }

    /** What was not used for a while is of no use: nobody comes. */
    private void using() {
        used = true;
        if (!forgetting) {
            forgetting = true;
            later();
        }
    }

    private void later() {
        var _ = loop.schedule(this::forget, FORGET_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void forget() {
        if (used) {
            used = false;
            later();
            return;
        }
        forgetting = false;
        pieces.clear();
        worlds.clear();
        cohorts.removeIf(Cohort::isEmpty);
    }
}
