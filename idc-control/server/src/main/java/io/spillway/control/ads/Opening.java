package io.spillway.control.ads;

import java.util.List;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.PersistentMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a client is that asked for much at first. It gets that piece by piece, each when it has Acked the one before: so it
 * never has more than one of them in memory here, and those who are served already come in between. Which names there are is
 * settled when the first piece is made, what they say when each is. Owned by the stream's executor.
 */
final class Opening {

    private final boolean bare;
    private @Nullable List<String> names;
    private int next;

    /** Begins one; {@code bare}: the client holds nothing, so that nobody needs to look what of it may stay. */
    Opening(boolean bare) {
        this.bare = bare;
    }

    boolean bare() {
        return bare;
    }

    /** Returns whether a piece was made. */
    boolean begun() {
        return names != null;
    }

    /** Returns whether every piece was made. */
    boolean isOver() {
        List<String> all = names;
        return all != null && next >= all.size();
    }

    /** Makes the next piece; it is empty when nothing is subscribed. */
    Piece next(Interest interest, NodeCatalog catalog, ResourceType type) {
        List<String> all = names;
        if (all == null) {
            all = interest.list(catalog);
            names = all;
        }
        PersistentMap<String, Versioned> basis = interest.cohort() == null ? null : catalog.basis(type);
        Piece piece = basis == null
                ? Piece.of(all, next, null, name -> catalog.get(type, name))
                : EventLoops.alike().piece(all, next, basis);
        next = piece.to();
        return piece;
    }
}
