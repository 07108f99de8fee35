package io.spillway.control.ads;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, in order, on the event loop that has the stream's connection: the owner of one stream's state.
 * Yields after some tasks, so that others of that loop come to their turn; drops them when the loop has ended.
 */
final class SerialExecutor implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);
    private static final int TURN = 64;

    private final Executor loop;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    SerialExecutor(Executor loop) {
        this.loop = loop;
    }

    /** Returns the event loop on which everything runs. */
    Executor loop() {
        return loop;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            turn();
        }
    }

    /** Runs a task at once if this thread is the owner's and nothing else waits to be run; else in its turn. */
    void executeHere(Runnable task) {
        if (!EventLoops.isCurrent(loop) || !pending.compareAndSet(0, 1)) {
            execute(task);
            return;
        }
        try {
            run(task);
        } finally {
            if (pending.decrementAndGet() > 0) {
                turn();
            }
        }
    }

    private void drain() {
        for (int done = 0; done < TURN; done++) {
            Runnable task = tasks.poll();
            boolean last;
            try {
                if (task != null) {
                    run(task);
                }
            } finally {
                last = pending.decrementAndGet() == 0;
            }
            if (last) {
                return;
            }
        }
        turn();
    }

    private void turn() {
        try {
            loop.execute(this::drain);
        } catch (RejectedExecutionException over) {
            // The node shuts down: gRPC still reports the ends of streams, and nobody waits for what they would do.
            LOG.debug("a stream's task came after the end", over);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("a task of a stream failed", bug);
        }
    }
}
