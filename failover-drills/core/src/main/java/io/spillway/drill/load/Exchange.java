package io.spillway.drill.load;

import java.util.Iterator;

import io.spillway.drill.load.Entrances.Entrance;
import io.spillway.drill.load.Schedule.Due;
import org.jspecify.annotations.Nullable;

/** One user's request on its way. Owned by the generator's event loop. */
final class Exchange {

    private final Due due;
    private final String home;
    private final String host;
    private final Iterator<Entrance> candidates;
    private @Nullable Entrance entrance;
    private io.netty.channel.@Nullable Channel channel;
    private boolean done;

    Exchange(Due due, String home, String host, Iterator<Entrance> candidates) {
        this.due = due;
        this.home = home;
        this.host = host;
        this.candidates = candidates;
    }

    Due due() {
        return due;
    }

    String home() {
        return home;
    }

    String host() {
        return host;
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
