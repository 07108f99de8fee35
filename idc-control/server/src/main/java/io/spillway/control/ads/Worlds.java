package io.spillway.control.ads;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.PersistentMap;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of a {@link Cohort} hold of one type. They are told the same and answer one after the other, so each of them
 * soon holds what another held a moment ago: that is kept once. Owned by the event loop.
 */
final class Worlds {

    /** As many as a few changes on their way make, or the parts of a first response. */
    private static final int REMEMBERED = 32;

    private final Map<Long, World> known = new LinkedHashMap<>();
    private int clients;

    /** What a client may hold. */
    record World(PersistentMap<String, Versioned> resources, long digest) {}

    void joined() {
        clients++;
    }

    void left() {
        clients--;
        if (clients == 0) {
            known.clear();
        }
    }

    /** Returns whether it pays to keep what one client holds for the others. */
    boolean shared() {
        return clients > 1;
    }

    /** Returns the world of so many names with that digest, or null when nobody was seen to hold it. */
    @Nullable
    World get(long digest, int size) {
        World found = known.get(digest);
        return found != null && found.resources().size() == size ? found : null;
    }

    /** Somebody holds this. */
    void add(World world) {
        known.remove(world.digest());
        known.put(world.digest(), world);
        if (known.size() > REMEMBERED) {
            known.remove(known.keySet().iterator().next());
        }
    }
}
