package io.spillway.process.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be ended, in the reverse order of its start, when the process is told to end. Safe for use by any thread.
 */
public final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    /** Guarded by this. */
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Reloads reloads = new Reloads();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Adds a part that was started; {@code end} may take a while to drain, and must be bounded. */
    public synchronized void add(String name, AutoCloseable end) {
        parts.push(new Part(name, end));
    }

    /**
     * Adds something that is read again when the process gets SIGHUP.
     *
     * @param name for messages
     * @param keys top-level keys of the configuration file whose change takes effect thereby
     */
    public void onReload(String name, Collection<String> keys, Reload reload) {
        reloads.add(name, keys, reload);
    }

    Reloads reloads() {
        return reloads;
    }

    /** Asks for the end; returns at once. What waits in {@link #awaitEnd} does the work. */
    public void stop() {
        asked.countDown();
    }

    /** Waits until the end is asked for, ends all parts, last started first, and returns. */
    public void awaitEnd() throws InterruptedException {
        asked.await();
        endAll();
    }

    /** Ends all parts, last started first. A part that fails does not keep the others from ending. */
    public void endAll() {
        for (Part part = next(); part != null; part = next()) {
            LOG.debug("ending {}", part.name);
            try {
                part.end.close();
            } catch (Exception failed) {
                LOG.warn("ending {} failed", part.name, failed);
            }
        }
        ended.countDown();
    }

    /** Waits until all parts have ended; returns false when that took longer. */
    public boolean awaitEnded(Duration longest) throws InterruptedException {
        return ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized @Nullable Part next() {
        return parts.poll();
    }

    private record Part(String name, AutoCloseable end) {}
}
