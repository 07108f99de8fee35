package io.spillway.control.ads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What one client must be sent of one type, and the responses made of it. Owned by the stream's executor.
 *
 * <p>A name becomes <em>dirty</em> when it changed, or is <em>owed</em> because the client asked for it. A response is made
 * from the dirty names at the moment of sending, so whatever happened while the last one was in flight is one response. When
 * a client does not say which resource it refused, the suspects are sent one by one. What a new client wants at first may be
 * thousands of names, for thousands of clients at once that wait for their turn: it is not written down name by name, but
 * found piece by piece ({@link Opening}).
 */
final class Outgoing {

    private final ResourceType type;
    private final NodeCatalog catalog;
    private final Interest interest;
    private final Holdings held;
    private final Pending dirty = new Pending();
    private final OwedItems owed;
    private final ArrayDeque<String> suspects = new ArrayDeque<>();
    private boolean worldOwed;
    /** All that was subscribed at first is owed, but what the client holds as it is; null: it was sent. */
    private @Nullable Opening opening;
    private boolean busy;
    private final List<Push> satisfied = new ArrayList<>();

    Outgoing(ResourceType type, NodeCatalog catalog, Interest interest, Holdings held) {
        this.type = type;
        this.catalog = catalog;
        this.interest = interest;
        this.held = held;
        this.owed = new OwedItems(interest, held, dirty);
    }

    /** All that is subscribed now is owed. */
    void open() {
        opening = new Opening(held.size() == 0);
    }

    /** Something must be said even if there is nothing. */
    void oweWorld() {
        worldOwed = true;
    }

    /** Nothing is owed but these changes. */
    void openedBefore(Collection<Versioned> world) {
        world.forEach(resource -> satisfied.addAll(dirty.take(resource.name())));
        worldOwed = false;
        opening = null;
    }

    /** These may have changed. */
    void touch(Collection<String> names) {
        names.forEach(dirty::touch);
    }

    /** The client asked for this: it is sent even if it is held. */
    void owe(String name) {
        held.unpark(name);
        dirty.owe(name);
    }

    /** The client no longer wants these names. */
    void forget(Predicate<String> unwanted) {
        satisfied.addAll(dirty.removeIf(unwanted));
    }

    /** Nobody waits for this name any more. */
    void forget(String name) {
        satisfied.addAll(dirty.take(name));
    }

    /** A name was answered, in whatever way. */
    void answered(String name) {
        if (!suspects.isEmpty()) {
            suspects.remove(name);
        }
    }

    /** One of these was refused, and nobody knows which: they are sent again one by one, and their pushes go on. */
    void suspect(Response response) {
        for (Response.Item item : response.items()) {
            dirty.add(item.name(), item.pushes());
            if (item.content() == null) {
                dirty.owe(item.name());
            }
            if (!suspects.contains(item.name())) {
                suspects.add(item.name());
            }
        }
    }

    /** A resource changed in the catalog. Returns whether that matters to the client; then the push is kept. */
    boolean changed(String name, Push push) {
        boolean known = busy || dirty.contains(name) || held.has(name) || catalog.get(type, name) != null;
        if (!known || !interest.covers(name)) {
            return false;
        }
        dirty.add(name, push);
        return true;
    }

    /**
     * The client needs this resource again even if it did not change (a re-sent cluster waits for its endpoints). Returns
     * whether it will be sent for that.
     */
    boolean again(String name) {
        boolean sent = !untouched() && interest.covers(name) && catalog.get(type, name) != null
                && !held.refused(catalog.get(type, name));
        if (sent) {
            dirty.owe(name);
        }
        return sent;
    }

    /** Returns whether this was subscribed and is there, but is on its way or waits to be. */
    boolean awaits(String name) {
        return interest.covers(name) && (busy || dirty.contains(name)) && catalog.get(type, name) != null;
    }

    /** Returns whether the client is still being sent what it asked for at first. */
    boolean opening() {
        return opening != null;
    }

    /** Returns whether all of what it asked for at first is still to be sent, and it held nothing. */
    boolean untouched() {
        Opening open = opening;
        return open != null && !open.begun() && open.bare();
    }

    /** Returns whether something waits that may be sent now; {@code removals}: whether taking away is allowed. */
    boolean hasWork(boolean removals) {
        settle();
        if (worldOwed || opening != null) {
            return true;
        }
        return !dirty.isEmpty() && (removals || dirty.any(name -> !isRemoval(name)));
    }

    /** Returns how many resources the next response may have; {@code world}: it repeats what the client holds. */
    int pending(boolean world) {
        return (opening != null ? Backlog.HEAVY : dirty.size())
                + (world && type.wholeWorld() && !dirty.isEmpty() ? held.size() : 0);
    }

    /** Returns whether taking away waits for its turn. */
    boolean hasRemovals() {
        return dirty.any(this::isRemoval);
    }

    /** Takes the next response, or null. Delta: exactly what is new. */
    @Nullable
    Response next(boolean removals) {
        settle();
        Opening open = opening;
        if (open == null) {
            return dirty.isEmpty() && !worldOwed ? null : changes(removals, name -> true, List.of());
        }
        // What it got and what changed since comes first: then a piece has nothing that it holds.
        boolean changed = open.bare() && dirty.any(name -> held.has(name) && (removals || !isRemoval(name)));
        if (changed || !suspects.isEmpty()) {
            return changes(removals, held::has, List.of());
        }
        Response part = null;
        while (part == null && opening != null) {
            part = piece(open, removals);
        }
        return part != null ? part : changes(removals, name -> true, List.of());
    }

    /** Takes what changed, of these names only, behind these items; or null. */
    private @Nullable Response changes(boolean removals, Predicate<String> which, List<Response.Item> before) {
        List<Response.Item> items = new ArrayList<>(before);
        String suspect = suspects.peek();
        for (String name : dirty.names()) {
            boolean now = suspect == null ? which.test(name) : suspect.equals(name);
            // Looked up once: the catalog goes on changing, also back to what the client holds.
            Versioned content = now ? catalog.get(type, name) : null;
            if (now && !dirty.owed(name) && isNeedless(name, content)) {
                satisfied.addAll(dirty.take(name));
            } else if (now && (removals || content != null || !held.has(name))) {
                items.add(new Response.Item(name, content, dirty.take(name)));
            }
        }
        if (items.isEmpty() && !worldOwed) {
            return null;
        }
        worldOwed = false;
        return new Response(type, items, List.of());
    }

    /** Takes the next piece of what is owed since the beginning; null: there is nothing in it. */
    private @Nullable Response piece(Opening open, boolean removals) {
        Piece piece = take(open);
        boolean common = open.bare() && interest.cohort() != null;
        if (!open.bare()) {
            return changes(removals, name -> true, owed.of(piece, common, removals));
        }
        List<Response.Item> items = common && dirty.isEmpty() ? piece.items() : owed.of(piece, common, removals);
        if (items.isEmpty() && !(worldOwed && opening == null)) {
            return null;
        }
        worldOwed = false;
        return new Response(type, items, List.of(), common ? piece : null);
    }

    private Piece take(Opening open) {
        Piece piece = open.next(interest, catalog, type);
        opening = open.isOver() ? null : open;
        return piece;
    }

    /** Takes all that is owed since the beginning and all that changed, in one; or null. */
    private @Nullable Response whole(boolean removals) {
        settle();
        List<Response.Item> items = new ArrayList<>();
        Opening open = opening;
        while (open != null && suspects.isEmpty() && opening != null) {
            items.addAll(owed.of(take(open), false, removals));
        }
        return changes(removals, name -> true, items);
    }

    /** Takes the next response, or null. State of the world: for clusters and listeners, with everything else. */
    @Nullable
    Response nextWorld(boolean removals) {
        if (type.wholeWorld()) {
            Response all = whole(removals);
            if (all == null) {
                return null;
            }
            Set<String> fresh = new HashSet<>();
            all.items().forEach(item -> fresh.add(item.name()));
            return new Response(type, all.items(), held.allBut(fresh));
        }
        Response next = next(removals);
        while (next != null) {
            List<Response.Item> present = next.items().stream().filter(item -> item.content() != null).toList();
            next.items().stream().filter(item -> item.content() == null).forEach(item -> {
                held.forget(item.name());
                satisfied.addAll(item.pushes());
            });
            if (!present.isEmpty()) {
                return new Response(type, present, List.of(), next.piece());
            }
            next = opening == null ? null : next(removals);
        }
        return null;
    }

    /** Says whether a response is in flight: until it is answered nobody knows what the client holds. */
    void busy(boolean inFlight) {
        busy = inFlight;
    }

    boolean busy() {
        return busy;
    }

    /** Returns the pushes that wait, for a stream that ends. */
    List<Push> waiting() {
        List<Push> waiting = new ArrayList<>(dirty.pushes());
        waiting.addAll(satisfied);
        return waiting;
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
        if (busy || (dirty.isEmpty() && suspects.isEmpty())) {
            return;
        }
        satisfied.addAll(dirty.settle(name -> isNeedless(name, catalog.get(type, name))));
        suspects.removeIf(name -> !dirty.contains(name));
    }

    private boolean isNeedless(String name, @Nullable Versioned now) {
        return held.matches(name, now) || held.refused(now);
    }

    private boolean isRemoval(String name) {
        return held.has(name) && catalog.get(type, name) == null;
    }
}
