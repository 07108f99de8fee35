package io.spillway.gateway.proxy.downstream;

import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.time.Deadline;

/**
 * How long a connection waits for a request: long while nothing of it has come, not for long when its head has begun. Used
 * on the connection's event loop only.
 */
final class HeadWait {
    private final Worker worker;
    private final Deadline deadline;
    private final DownstreamSettings settings;
    private boolean timed;

    HeadWait(Worker worker, Deadline deadline, DownstreamSettings settings) {
        this.worker = worker;
        this.deadline = deadline;
        this.settings = settings;
    }

    /** Nothing is under way: the next request may take its time, less of it when the gateway has too many connections. */
    void begin() {
        timed = false;
        double scale = worker.overload().idleScale();
        long idle = settings.idleTimeout().toNanos();
        deadline.set(worker.now() + (scale < 1 ? (long) (idle * scale) : idle));
    }

    /** The head is not complete; {@code started} says whether any of it has come. */
    void more(boolean started) {
        if (!timed && started) {
            timed = true;
            deadline.set(worker.now() + settings.headerTimeout().toNanos());
        }
    }

    /** The head is complete. */
    void end() {
        timed = false;
        deadline.clear();
    }
}
