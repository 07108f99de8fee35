package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells many streams the same thing, each on the event loop that owns it. A loop gets one task for all of its streams, not one
 * for each of them, and does some at a time: what these wrote is on its way before the next ones are looked at, and a
 * connection that has something to say is heard in between.
 */
final class Fanout implements Runnable {

    /** How many streams are told in one go: enough to share the cost of a task, little enough to wait for. */
    static final int TURN = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Fanout.class);

    private final Executor loop;
    private final List<ClientStream> streams = new ArrayList<>();
    private final Consumer<ClientStream> what;
    private int told; // by the loop only

    private Fanout(Executor loop, Consumer<ClientStream> what) {
        this.loop = loop;
        this.what = what;
    }

    /** Tells these streams; returns without waiting for them. {@code what} runs on the loop of each. */
    static void tell(Collection<ClientStream> streams, Consumer<ClientStream> what) {
        Map<Executor, Fanout> byLoop = new IdentityHashMap<>();
        streams.forEach(stream -> byLoop.computeIfAbsent(stream.loop(), loop -> new Fanout(loop, what)).streams
                .add(stream));
        byLoop.values().forEach(Fanout::go);
    }

    @Override
    public void run() {
        int end = Math.min(told + TURN, streams.size());
        while (told < end) {
            what.accept(streams.get(told));
            told++;
        }
        if (told < streams.size()) {
            go();
        }
    }

    private void go() {
        try {
            loop.execute(this);
        } catch (RejectedExecutionException over) {
            LOG.debug("streams were to be told something after the end", over);
        }
    }
}
