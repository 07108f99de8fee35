package io.spillway.it.harness;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Users who keep coming, whatever happened to those before them: a GET at fixed times, each on a thread and a connection
 * of its own. Thread-safe.
 */
public final class Users implements AutoCloseable {

    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService each = Executors.newVirtualThreadPerTaskExecutor();

    private Users(User user, int perSecond) {
        var _ = clock.scheduleAtFixedRate(() -> each.execute(() -> seen.add(user.get("/"))), 0,
                TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
    }

    /** Begins. */
    public static Users come(User user, int perSecond) {
        return new Users(user, perSecond);
    }

    /** Returns what was seen of the requests that were sent from then on and have ended. */
    public List<Seen> since(long nanos) {
        return seen.stream().filter(one -> one.sentNanos() - nanos >= 0).toList();
    }

    /** Returns everything that has ended. */
    public List<Seen> all() {
        return List.copyOf(seen);
    }

    /** Returns what failed of everything that has ended. */
    public List<Seen> failed() {
        return seen.stream().filter(one -> !one.ok()).toList();
    }

    /** Sends no more and waits for what is on its way. */
    @Override
    public void close() {
        clock.shutdownNow();
        clock.close();
        each.close();
    }
}
