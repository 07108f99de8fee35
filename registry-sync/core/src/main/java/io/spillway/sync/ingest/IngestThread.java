package io.spillway.sync.ingest;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that works for a source. */
public final class IngestThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IngestThread.class);
    private static final Duration AFTER_A_BUG = Duration.ofSeconds(1);
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Ingest ingest;
    private final Thread thread;

    private IngestThread(String source, Ingest ingest) {
        this.ingest = ingest;
        this.thread = Thread.ofPlatform().daemon().name("source-" + source).unstarted(this::run);
    }

    /** Starts to work, and takes the ingest over: closing this closes it. */
    public static IngestThread start(String source, Ingest ingest) {
        IngestThread started = new IngestThread(source, ingest);
        started.thread.start();
        return started;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            boolean _ = thread.join(LONGEST_END);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (ingest) {
            while (!Thread.currentThread().isInterrupted()) {
                ingest.await(guardedStep());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration guardedStep() {
        try {
            return ingest.step();
        } catch (RuntimeException bug) {
            LOG.error("a step of a source failed", bug);
            return AFTER_A_BUG;
        }
    }
}
