package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.List;

import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/** Makes items of the pieces of what a client asked for at first. Owned by the stream's executor. */
final class OwedItems {

    private final Interest interest;
    private final Holdings held;
    private final Pending dirty;

    OwedItems(Interest interest, Holdings held, Pending dirty) {
        this.interest = interest;
        this.held = held;
        this.dirty = dirty;
    }

    /** Returns those of a piece; {@code common}: it goes to clients that hold nothing, and all of it is theirs. */
    List<Response.Item> of(Piece piece, boolean common, boolean removals) {
        List<Response.Item> items = new ArrayList<>();
        for (Response.Item item : piece.items()) {
            if (common) {
                items.add(new Response.Item(item.name(), item.content(), dirty.take(item.name())));
            } else if (interest.covers(item.name())) {
                takeOwed(item.name(), item.content(), removals, items);
            }
        }
        return items;
    }

    /** Adds what a client that asks for the first time does not have; what may not be taken away yet stays dirty. */
    private void takeOwed(String name, @Nullable Versioned now, boolean removals, List<Response.Item> items) {
        if (now != null && held.matches(name, now)) {
            return;
        }
        if (now == null && !removals && held.has(name)) {
            dirty.touch(name);
        } else {
            items.add(new Response.Item(name, now, dirty.take(name)));
        }
    }
}
