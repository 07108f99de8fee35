package io.spillway.control.node;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.spillway.control.service.ControlService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a node from loaded to ready: what is to be written first is tried until it stands, on a thread of its own, because
 * it blocks. Started by the state's thread, closed by anybody.
 */
final class FirstWrites implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FirstWrites.class);
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final FirstStart first;
    private final Ready ready;
    private volatile boolean closed;

    FirstWrites(FirstStart first, Ready ready) {
        this.first = first;
        this.ready = ready;
    }

    /** Writes, says that the node is ready, and does what follows from it; nothing of that when it is closed before. */
    void start(ControlService service, Runnable then) {
        ready.waitFor(List.of("the resources of the first start are not written yet"));
        Thread.ofVirtual().name("first-start").start(() -> {
            if (written(service)) {
                ready.waitFor(List.of());
                then.run();
            }
        });
    }

    private boolean written(ControlService service) {
        String said = "";
        for (String failure = first.write(service); !failure.isEmpty(); failure = first.write(service)) {
            if (!failure.equals(said)) {
                LOG.error("not ready: {}", failure);
                said = failure;
            }
            ready.waitFor(List.of(failure));
            // The registry may only have blinked; a bad file stays bad and stays shown.
            LockSupport.parkNanos(RETRY_NANOS);
            if (closed) {
                return false;
            }
        }
        return true;
    }

    /** From now on the node is not ready any more. */
    @Override
    public void close() {
        closed = true;
        ready.waitFor(List.of("shutting down"));
    }
}
