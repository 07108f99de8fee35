package io.spillway.sync.peer;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that has all state of registry-sync. After its end it takes nothing, silently. */
final class Owner implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Owner.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("sync-owner").factory());

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    void after(Duration wait, Runnable task) {
        try {
            var _ = thread.schedule(guarded(task), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            LOG.debug("ended: a task is not taken");
        }
    }

    void every(Duration interval, Runnable task) {
        var _ = thread.scheduleWithFixedDelay(guarded(task), interval.toNanos(), interval.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a task of the owner thread failed", e);
            }
        };
    }
}
