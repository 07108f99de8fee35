package io.spillway.control.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import io.spillway.registry.AcceptResult;
import io.spillway.registry.CommitResult;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;

/** A real registry behind a connection that a test can lose, and a watch that a test can deafen. */
public final class FlakyRegistry implements Registry {

    private final Registry real;
    private final List<Consumer<ConnectionState>> listeners = new CopyOnWriteArrayList<>();
    private final List<WatchListener> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean lost;
    private volatile boolean deaf;
    private volatile Instant since = Instant.EPOCH;
    private volatile Runnable beforeWatch = () -> {};
    private volatile Runnable afterListing = () -> {};
    private volatile Function<Transaction, Optional<CommitResult>> onCommit = _ -> Optional.empty();
    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicInteger swallowed = new AtomicInteger();
    private final AtomicInteger gets = new AtomicInteger();

    public FlakyRegistry(Registry real) {
        this.real = real;
    }

    public void lose() {
        since = Instant.now();
        lost = true;
        listeners.forEach(listener -> listener.accept(state()));
    }

    public void find() {
        lost = false;
        deaf = false;
        listeners.forEach(listener -> listener.accept(state()));
    }

    /** Does something between a listing and the watch that follows it. */
    public void beforeWatch(Runnable action) {
        beforeWatch = action;
    }

    /** Does something after all was listed, before anybody gets to see it. */
    public void afterListing(Runnable action) {
        afterListing = action;
    }

    /** Does something before each transaction, on the thread of whoever writes, and may answer in its place. */
    public void onCommit(Function<Transaction, Optional<CommitResult>> action) {
        onCommit = action;
    }

    /** Returns how often everything was to be listed. */
    public int listings() {
        return listings.get();
    }

    /** Returns how often single keys were asked for. */
    public int gets() {
        return gets.get();
    }

    public void swallowEvents() {
        deaf = true;
    }

    /** Returns how many batches of events nobody got to hear of. */
    public int swallowed() {
        return swallowed.get();
    }

    public void compacted() {
        deaf = false;
        watchers.forEach(watcher -> watcher.onCompacted(1));
    }

    private void check() {
        if (lost) {
            throw new RegistryUnavailableException(since, "a test lost it");
        }
    }

    @Override
    public RangeResult range(String prefix) {
        if (prefix.equals(RegistryKeys.ROOT)) {
            listings.incrementAndGet();
        }
        check();
        RangeResult result = real.range(prefix);
        if (prefix.equals(RegistryKeys.ROOT)) {
            afterListing.run();
        }
        return result;
    }

    @Override
    public Optional<KeyValue> get(String key) {
        gets.incrementAndGet();
        check();
        return real.get(key);
    }

    @Override
    public CommitResult commit(Transaction transaction) {
        return lost
                ? new CommitResult.Unavailable(since, "a test lost it", false)
                : onCommit.apply(transaction).orElseGet(() -> real.commit(transaction));
    }

    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener listener) {
        check();
        beforeWatch.run();
        watchers.add(listener);
        return real.watch(prefix, fromRevision, new WatchListener() {
            @Override
            public void onBatch(long revision, List<Event> events) {
                if (deaf) {
                    swallowed.incrementAndGet();
                } else {
                    listener.onBatch(revision, events);
                }
            }

            @Override
            public void onCompacted(long compactRevision) {
                listener.onCompacted(compactRevision);
            }
        });
    }

    @Override
    public long grantLease(Duration ttl) {
        check();
        return real.grantLease(ttl);
    }

    @Override
    public boolean keepAlive(long leaseId) {
        check();
        return real.keepAlive(leaseId);
    }

    @Override
    public void revokeLease(long leaseId) {
        check();
        real.revokeLease(leaseId);
    }

    @Override
    public void compact(long revision) {
        real.compact(revision);
    }

    @Override
    public ConnectionState state() {
        ConnectionState state = real.state();
        return lost
                ? new ConnectionState(false, since, state.clusterId(), state.epoch(), null, "a test lost it")
                : state;
    }

    @Override
    public void onState(Consumer<ConnectionState> listener) {
        listeners.add(listener);
    }

    @Override
    public AcceptResult accept(String clusterId) {
        return real.accept(clusterId);
    }

    @Override
    public void close() {
        real.close();
    }
}
