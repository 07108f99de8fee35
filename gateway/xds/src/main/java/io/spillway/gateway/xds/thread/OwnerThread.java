package io.spillway.gateway.xds.thread;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that may touch what it owns. A task that throws is a bug: it is logged with its stack, and the thread
 * goes on, because what it owns still serves traffic.
 */
public final class OwnerThread implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnerThread.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final ScheduledThreadPoolExecutor executor;

    /** Returns a daemon thread of this name, which ends with {@link #close()}. */
    public OwnerThread(String name) {
        this.name = name;
        this.executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).daemon().factory());
    }

    /** Runs a task as soon as those before it are done; a task that comes after the end is dropped. */
    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    /** Runs a task not before this time has passed; never when the thread is closed before. */
    public void after(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> planned = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            LOG.trace("{}: planned {}", name, planned);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is closed: a task is dropped", name);
        }
    }

    /** Runs this last task and ends the thread; waits for it for some seconds. */
    public void close(Runnable last) {
        execute(last);
        close();
    }

    /** Ends the thread when the tasks that are due are done; waits for them for some seconds. */
    @Override
    public void close() {
        CountDownLatch done = new CountDownLatch(1);
        execute(done::countDown);
        try {
            if (!done.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("{} did not end within {}", name, PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{}: a task failed", name, e);
        }
    }
}
