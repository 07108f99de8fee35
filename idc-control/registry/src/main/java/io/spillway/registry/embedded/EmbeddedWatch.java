package io.spillway.registry.embedded;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

import io.spillway.registry.Event;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cursor into the {@link History}, moved by a virtual thread of its own. There is no queue: a slow listener reads later
 * from the history, and is told when the history has moved on without it.
 */
final class EmbeddedWatch implements Watch {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedWatch.class);
    private static final int READ_AT_ONCE = 100;

    private final String prefix;
    private final WatchListener listener;
    private final Source source;
    private volatile boolean closed;

    // Owned by the watch's thread.
    private long next;
    private long told;

    EmbeddedWatch(String prefix, long fromRevision, WatchListener listener, Source source) {
        this.prefix = prefix;
        this.next = Math.max(1, fromRevision);
        this.listener = listener;
        this.source = source;
    }

    void start() {
        Thread.ofVirtual().name("registry-watch " + prefix).start(this::run);
    }

    @Override
    public void close() {
        closed = true;
        source.lock().lock();
        try {
            source.changed().signalAll();
        } finally {
            source.lock().unlock();
        }
    }

    private void run() {
        try {
            while (!closed) {
                Read read = read();
                if (read.compacted() > 0) {
                    closed = true;
                    listener.onCompacted(read.compacted());
                    return;
                }
                deliver(read);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                // The listener's view is unknown from here on: make it list again.
                LOG.error("watch of {} ended: its listener failed at revision {}", prefix, next, e);
                closed = true;
                listener.onCompacted(0);
            }
        }
    }

    private void deliver(Read read) {
        for (Batch batch : read.batches()) {
            List<Event> events = batch.events().stream().filter(event -> event.key().startsWith(prefix)).toList();
            if (closed) {
                return;
            }
            if (!events.isEmpty()) {
                listener.onBatch(batch.revision(), events);
            }
            next = batch.revision() + 1;
        }
        if (!closed && read.batches().isEmpty() && read.revision() >= next - 1) {
            told = read.revision();
            next = read.revision() + 1;
            listener.onProgress(told);
        }
    }

    /** Waits for something to read, or a second, or (when progress is not told yet) not at all. */
    private Read read() throws InterruptedException {
        source.lock().lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(1);
            while (left > 0 && nothingToRead()) {
                left = source.changed().awaitNanos(left);
            }
            if (source.compacted() >= next) {
                return new Read(source.compacted(), source.revision(), List.of());
            }
            return new Read(0, source.revision(), source.from(next, READ_AT_ONCE));
        } finally {
            source.lock().unlock();
        }
    }

    private boolean nothingToRead() {
        return !closed && source.compacted() < next && source.revision() < next && told == source.revision();
    }

    private record Read(long compacted, long revision, List<Batch> batches) {}

    /** What the registry shows its watches; all but the lock is read under the lock. */
    interface Source {

        Lock lock();

        Condition changed();

        long revision();

        long compacted();

        List<Batch> from(long revision, int limit);
    }
}
