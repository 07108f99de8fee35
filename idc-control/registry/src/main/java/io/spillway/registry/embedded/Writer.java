package io.spillway.registry.embedded;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one thread that writes to the disk. A caller's own thread must not: when it is interrupted in the middle of a
 * write, Java closes the file for everybody and for ever.
 */
final class Writer implements AutoCloseable {

    private static final long LONGEST_WRITE_SECONDS = 10;

    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("registry-writer").factory());

    /**
     * Runs the write on the writer's thread and waits for it.
     *
     * @throws Unfinished when the caller was interrupted or waited too long: the write may still happen
     */
    <T> T run(Callable<T> write) throws Unfinished {
        Future<T> running;
        try {
            running = thread.submit(write);
        } catch (RejectedExecutionException e) {
            throw new Unfinished("closed", false, e);
        }
        try {
            return running.get(LONGEST_WRITE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unfinished("interrupted while waiting for the disk", true, e);
        } catch (TimeoutException e) {
            throw new Unfinished("the disk took more than " + LONGEST_WRITE_SECONDS + " s", true, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Runs something again and again on the writer's thread. */
    void every(long millis, Runnable task) {
        var _ = thread.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for the write that runs, takes no more; never interrupts it. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            boolean _ = thread.awaitTermination(LONGEST_WRITE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody knows (yet) what became of a write. */
    static final class Unfinished extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean maybeDone;

        Unfinished(String message, boolean maybeDone, Throwable cause) {
            super(message, cause);
            this.maybeDone = maybeDone;
        }

        /** False when the write surely did not begin. */
        boolean maybeDone() {
            return maybeDone;
        }
    }
}
