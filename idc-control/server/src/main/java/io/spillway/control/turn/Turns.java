package io.spillway.control.turn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Which writes of this node go on at the same time: those of which none changes what the other changes or leans on. The others
 * take turns in the order in which they came. Each waits for those before it that it must not meet, never for one that came
 * later, so nobody waits in a circle and nobody is overtaken for ever. Safe for use by any thread.
 */
public final class Turns {

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@code lock}; what nobody changes or leans on has no entry. */
    private final Map<String, Place> places = new HashMap<>();

    /** One who changes something, the newest who came; and those who came after it and lean on that. */
    private static final class Place {

        private @Nullable Turn changing;
        private final Set<Turn> leaning = new HashSet<>();
    }

    /** A write from when it came until it is over. Closed by the one who took it, once. */
    public final class Turn implements AutoCloseable {

        private final Set<String> changes;
        private final Set<String> leansOn;
        /** Filled once, when it comes. */
        private final List<CompletableFuture<@Nullable Void>> before = new ArrayList<>();
        private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

        private Turn(Set<String> changes, Set<String> leansOn) {
            this.changes = Set.copyOf(changes);
            this.leansOn = Set.copyOf(leansOn);
        }

        /** Returns whether all are over that it must not meet. */
        boolean mayGo() {
            return before.stream().allMatch(CompletableFuture::isDone);
        }

        /** Lets those go on who wait for it. */
        @Override
        public void close() {
            lock.lock();
            try {
                changes.forEach(this::leave);
                leansOn.forEach(this::leave);
            } finally {
                lock.unlock();
            }
            over.complete(null);
        }

        private void leave(String what) {
            Place place = places.get(what);
            if (place != null) {
                place.leaning.remove(this);
                if (place.changing == this) {
                    place.changing = null;
                }
                if (place.changing == null && place.leaning.isEmpty()) {
                    places.remove(what);
                }
            }
        }
    }

    /** Waits until a write may go on that changes these things, whatever they are, and leans on those. */
    public Turn take(Set<String> changes, Set<String> leansOn) {
        Turn turn = enter(changes, leansOn);
        turn.before.forEach(CompletableFuture::join);
        return turn;
    }

    /** Lets a write in, which must not go on before {@link Turn#mayGo()}; it is closed by its caller, too. */
    Turn enter(Set<String> changes, Set<String> leansOn) {
        Turn turn = new Turn(changes, leansOn);
        lock.lock();
        try {
            turn.changes.forEach(what -> change(turn, what));
            turn.leansOn.forEach(what -> lean(turn, what));
        } finally {
            lock.unlock();
        }
        return turn;
    }

    /** Returns how many things are changed or leant on at the moment. */
    int places() {
        lock.lock();
        try {
            return places.size();
        } finally {
            lock.unlock();
        }
    }

    private void change(Turn turn, String what) {
        Place place = places.computeIfAbsent(what, _ -> new Place());
        if (place.changing != null) {
            turn.before.add(place.changing.over);
        }
        place.leaning.forEach(other -> turn.before.add(other.over));
        // Who comes next waits for this one, which is not over before those are.
        place.leaning.clear();
        place.changing = turn;
    }

    private void lean(Turn turn, String what) {
        Place place = places.computeIfAbsent(what, _ -> new Place());
        if (place.changing != null) {
            turn.before.add(place.changing.over);
        }
        place.leaning.add(turn);
    }
}
