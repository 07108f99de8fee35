package io.spillway.drill.load;

import java.util.Iterator;

import io.spillway.drill.load.Entrances.Entrance;
import io.spillway.drill.load.Source.Due;
import org.jspecify.annotations.Nullable;

/** One user's request on its way. Owned by the generator's event loop. */
final class Exchange {

    private static final int MOST_REPEATS = 2;

    private final Due due;
    private final Protocol protocol;
    private final Iterator<Entrance> candidates;
    private @Nullable Entrance entrance;
    private io.netty.channel.@Nullable Channel channel;
    private boolean done;
    private int repeats;

    Exchange(Due due, Protocol protocol, Iterator<Entrance> candidates) {
        this.due = due;
        this.protocol = protocol;
        this.candidates = candidates;
    }

    Due due() {
        return due;
    }

    Protocol protocol() {
        return protocol;
    }

    String home() {
        return due.home();
    }

    /** Returns whether it may be sent once more to the entrance that did not look at it. */
    boolean mayRepeat() {
        return repeats++ < MOST_REPEATS;
    }

    /** Returns the next address to try, null when all were tried. */
    @Nullable
    Entrance nextCandidate() {
        entrance = candidates.hasNext() ? candidates.next() : null;
        return entrance;
    }

    /** Returns the address that is being tried or took the request. */
    @Nullable
    Entrance entrance() {
        return entrance;
    }

    void sentOn(io.netty.channel.Channel used) {
        channel = used;
    }

    io.netty.channel.@Nullable Channel channel() {
        return channel;
    }

    boolean isDone() {
        return done;
    }

    /** Returns true for the first caller. */
    boolean finish() {
        boolean first = !done;
        done = true;
        return first;
    }
}
