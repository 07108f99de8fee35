package io.spillway.gateway.proxy.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what the event loops put into their rings, every {@value #PERIOD_MILLIS} ms, and writes it as JSON lines. The
 * loops never wait for it and never wake it.
 */
public final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int PERIOD_MILLIS = 50;
    private static final int RING = 8192;

    /** Where it goes to: null for nowhere. Changed by the writer only. */
    private volatile @Nullable OutputStream out;
    /** The file that {@link #out} is, null for a stream of others. Owned by the writer. */
    private @Nullable Path file;
    private final List<LoopRing<AccessEntry>> rings = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService writer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("access-log").factory());
    /** Owned by the writer. */
    private final LogLines lines = new LogLines();
    /** Owned by the writer. */
    private boolean failing;

    private AccessLog(@Nullable OutputStream out, @Nullable Path file) {
        this.out = out;
        this.file = file;
        if (out != null) {
            var _ = writer.scheduleWithFixedDelay(this::write, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Returns a log to that stream; the stream is flushed but not closed by it. */
    public static AccessLog to(OutputStream out) {
        return new AccessLog(out, null);
    }

    /** Returns a log that appends to a file, which is created with its folder. */
    public static AccessLog to(Path file) {
        try {
            return new AccessLog(append(file), file);
        } catch (IOException e) {
            throw new UncheckedIOException("accessLog: " + file + " (expected: a file that can be appended to)", e);
        }
    }

    private static OutputStream append(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * Writes what is there to the file in use, and goes on in that one, which may be the same name: the old file may have been
     * renamed. When it cannot be opened the one in use stays. A log that does not go to a file stays as it is. Waits for the
     * writer.
     *
     * @return what happened, for people
     */
    public String reopen(Path next) throws InterruptedException {
        try {
            return writer.submit(() -> goOnIn(next)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("access log not opened again: " + e.getCause(), e);
        }
    }

    private String goOnIn(Path next) {
        Path before = file;
        OutputStream old = out;
        if (before == null || old == null) {
            return "does not go to a file";
        }
        write();
        try {
            out = append(next);
        } catch (IOException e) {
            return next + " cannot be appended to (" + e + "), " + before + " stays in use";
        }
        file = next;
        try {
            old.close();
        } catch (IOException e) {
            LOG.warn("Access log: the end of {} may be lost", before, e);
        }
        return before + " -> " + next + ", opened again";
    }

    /** Returns a log that writes nothing. */
    public static AccessLog off() {
        return new AccessLog(null, null);
    }

    /** Returns whether entries are wanted. */
    public boolean enabled() {
        return out != null;
    }

    /** Returns a new ring, for one event loop. */
    public LoopRing<AccessEntry> ring() {
        LoopRing<AccessEntry> ring = new LoopRing<>(RING);
        rings.add(ring);
        return ring;
    }

    /** Returns how many entries were lost so far. */
    public long dropped() {
        long sum = 0;
        for (LoopRing<AccessEntry> ring : rings) {
            sum += ring.dropped();
        }
        return sum;
    }

    private void write() {
        for (LoopRing<AccessEntry> ring : rings) {
            ring.drain(entry -> entry.appendTo(lines));
        }
        OutputStream to = out;
        if (lines.isEmpty() || to == null) {
            return;
        }
        try {
            lines.writeTo(to);
            failing(false, null);
        } catch (IOException e) {
            failing(true, e);
        }
    }

    private void failing(boolean now, @Nullable IOException cause) {
        if (now != failing) {
            LOG.warn("Access log: {} -> {}", failing ? "failing" : "writing", now ? "failing" : "writing", cause);
            failing = now;
        }
    }

    /** Writes what is there and stops. */
    @Override
    public void close() {
        if (out != null) {
            writer.execute(this::write);
        }
        writer.shutdown();
        try {
            if (!writer.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("Access log: the last entries could not be written within 2 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
