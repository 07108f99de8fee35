package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.xds.demand.Use;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * One request of a gateway that subscribes on demand: it may wait for its cluster first, and while it lasts its service is
 * not forgotten. Owned by its exchange, on its event loop.
 */
final class Visit {
    private final Exchange exchange;
    private final WaitingRoom room;
    private Routing.@Nullable Await wanted;
    private @Nullable Use use;

    Visit(Exchange exchange, WaitingRoom room) {
        this.exchange = exchange;
        this.room = room;
    }

    Exchange exchange() {
        return exchange;
    }

    Routing.Await wanted() {
        return requireNonNull(wanted, "wanted");
    }

    /** Begins to wait; returns the answer when that is not possible. */
    @Nullable
    OwnAnswer await(Routing.Await what) {
        wanted = what;
        OwnAnswer refusal = room.enter(this);
        if (refusal != null) {
            wanted = null;
        }
        return refusal;
    }

    boolean waiting() {
        return wanted != null;
    }

    /** Returns the answer to a request that has waited for too long. */
    OwnAnswer late() {
        return room.late(this);
    }

    /** The request goes on to that cluster. */
    void begin(String cluster) {
        wanted = null;
        use = room.use(cluster);
    }

    void end(long now) {
        if (wanted != null) {
            room.leave(this);
            wanted = null;
        }
        if (use != null) {
            use.end(now);
            use = null;
        }
    }
}
