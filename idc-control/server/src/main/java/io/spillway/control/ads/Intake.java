package io.spillway.control.ads;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Whose next request is heard now, among the streams of one event loop that are new or have just asked for much. When
 * thousands of clients connect at once each asks for thousands of names; if a loop obeyed all of that in one go, those whom it
 * serves already would wait for seconds behind it. So it hears one of them at a time, and in between reads what others say
 * and does what waits. Owned by the event loop.
 */
final class Intake {

    private final ScheduledExecutorService loop;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean going;

    Intake(ScheduledExecutorService loop) {
        this.loop = loop;
    }

    /** Hears a request when its turn comes. */
    void hear(Runnable request) {
        waiting.add(request);
        if (!going) {
            going = true;
            next();
        }
    }

    private void hearOne() {
        Runnable request = waiting.poll();
        try {
            if (request != null) {
                request.run();
            }
        } finally {
            going = !waiting.isEmpty();
            if (going) {
                next();
            }
        }
    }

    /** A task that is due at once comes after the loop has looked at its connections, one that is executed need not. */
    private void next() {
        var _ = loop.schedule(this::hearOne, 0, TimeUnit.NANOSECONDS);
    }
}
