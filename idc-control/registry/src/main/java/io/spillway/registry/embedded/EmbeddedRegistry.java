package io.spillway.registry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.spillway.model.time.Ticker;
import io.spillway.registry.AcceptResult;
import io.spillway.registry.CommitResult;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryStartException;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Registry} in this process, for one node. What was acknowledged survives {@code kill -9}; damaged files stop the
 * start; a second process on the same files does not start. Current values and history are held in memory (what a
 * control plane keeps anyway) and written through.
 */
public final class EmbeddedRegistry implements Registry {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
    private static final long LEASE_CHECK_MILLIS = 100;

    private final Path directory;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ProcessLock processLock;
    private final Writer writer = new Writer();
    private final List<Consumer<ConnectionState>> stateListeners = new CopyOnWriteArrayList<>();
    private final Set<EmbeddedWatch> watches = ConcurrentHashMap.newKeySet();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final EmbeddedWatch.Source source = new WatchSource();
    private volatile ConnectionState state;

    // Guarded by `lock`.
    private final World world;
    private boolean closed;

    private EmbeddedRegistry(EmbeddedSettings settings, InstantSource clock, Ticker ticker, RandomGenerator random,
            ProcessLock processLock) {
        this.directory = settings.directory();
        this.clock = clock;
        this.random = random;
        this.processLock = processLock;
        DurableStore store = DurableStore.open(directory, random.nextLong(1, Long.MAX_VALUE));
        this.world = new World(store, settings, ticker);
        this.state = new ConnectionState(true, clock.instant(), Long.toHexString(store.clusterId()), 1, null, "");
    }

    /** Opens the files of {@code settings}, or creates them at a first start. Throws {@link RegistryStartException}. */
    public static EmbeddedRegistry open(EmbeddedSettings settings, InstantSource clock, Ticker ticker,
            RandomGenerator random) {
        try {
            Files.createDirectories(settings.directory());
        } catch (IOException e) {
            throw new RegistryStartException("registry: folder " + settings.directory() + " cannot be created: " + e,
                    e);
        }
        ProcessLock processLock = ProcessLock.take(settings.directory().resolve("registry.lock"),
                "process " + ProcessHandle.current().pid() + " (" + settings.owner() + ", since " + clock.instant()
                        + ")");
        try {
            EmbeddedRegistry registry = new EmbeddedRegistry(settings, clock, ticker, random, processLock);
            registry.writer.every(LEASE_CHECK_MILLIS, () -> registry.endLeases(() -> registry.world.leases().ended()));
            LOG.info("registry {} open at revision {}, {} keys", settings.directory(), registry.world.revision(),
                    registry.world.size());
            return registry;
        } catch (RuntimeException e) {
            processLock.close();
            throw e;
        }
    }

    @Override
    public RangeResult range(String prefix) {
        return locked(() -> world.range(prefix));
    }

    @Override
    public Optional<KeyValue> get(String key) {
        return locked(() -> world.get(key));
    }

    @Override
    public CommitResult commit(Transaction transaction) {
        try {
            return writer.run(() -> commitNow(transaction));
        } catch (Writer.Unfinished e) {
            return new CommitResult.Unavailable(state.since(), String.valueOf(e.getMessage()), e.maybeDone());
        }
    }

    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener listener) {
        EmbeddedWatch watch = new EmbeddedWatch(prefix, fromRevision, listener, source);
        watches.add(watch);
        watch.start();
        return () -> {
            watch.close();
            watches.remove(watch);
        };
    }

    @Override
    public long grantLease(Duration ttl) {
        if (ttl.toSeconds() < 1) {
            throw new IllegalArgumentException("ttl: " + ttl + " (expected: at least 1s)");
        }
        return written(() -> {
            long id = random.nextLong(1, Long.MAX_VALUE);
            world.addLease(id, ttl.toMillis());
            return id;
        });
    }

    @Override
    public boolean keepAlive(long leaseId) {
        return locked(() -> world.leases().renew(leaseId));
    }

    @Override
    public void revokeLease(long leaseId) {
        boolean _ = written(() -> {
            endLeases(() -> List.of(leaseId));
            return true;
        });
    }

    @Override
    public void compact(long upTo) {
        long current = locked(world::revision);
        if (upTo > current) {
            throw new IllegalArgumentException("revision: " + upTo + " (expected: at most " + current + ")");
        }
        boolean _ = written(() -> {
            world.compact(upTo);
            changed.signalAll();
            return true;
        });
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public void onState(Consumer<ConnectionState> listener) {
        stateListeners.add(listener);
    }

    @Override
    public AcceptResult accept(String clusterId) {
        return new AcceptResult.NothingToAccept(state.clusterId());
    }

    @Override
    public void close() {
        writer.close();
        watches.forEach(EmbeddedWatch::close);
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                world.close();
                processLock.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private CommitResult commitNow(Transaction transaction) {
        lock.lock();
        try {
            if (closed || !state.connected()) {
                return new CommitResult.Unavailable(state.since(), closed ? "closed" : state.detail(), false);
            }
            if (!world.holds(transaction)) {
                return new CommitResult.Conflict(world.compared(transaction));
            }
            long revision = world.write(transaction.operations());
            changed.signalAll();
            return new CommitResult.Committed(revision);
        } catch (IOException | RuntimeException e) {
            fail(e);
            return new CommitResult.Unavailable(state.since(), state.detail(), true);
        } finally {
            lock.unlock();
        }
    }

    private void endLeases(Supplier<List<Long>> which) {
        lock.lock();
        try {
            if (!closed && state.connected()) {
                for (long id : which.get()) {
                    world.endLease(id);
                    changed.signalAll();
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        } finally {
            lock.unlock();
        }
    }

    /** A disk that refused a write is not trusted again: reads go on from memory, writes need a restart. */
    private void fail(Exception cause) {
        if (state.connected()) {
            LOG.error("registry {} was writable, is read-only now: restart the process after mending the disk",
                    directory,
                    cause);
            state = new ConnectionState(false, clock.instant(), state.clusterId(), state.epoch(), null,
                    "registry " + directory + " cannot be written: " + cause.getMessage());
            stateListeners.forEach(listener -> listener.accept(state));
        }
    }

    /** Runs on the writer's thread and under the lock; a failure of the disk makes the registry read-only. */
    private <T> T written(Supplier<T> body) {
        try {
            return writer.run(() -> locked(() -> {
                try {
                    return body.get();
                } catch (RuntimeException e) {
                    fail(e);
                    throw new RegistryUnavailableException(state.since(), state.detail());
                }
            }));
        } catch (Writer.Unfinished e) {
            throw new RegistryUnavailableException(state.since(), String.valueOf(e.getMessage()));
        }
    }

    private <T> T locked(Supplier<T> body) {
        lock.lock();
        try {
            if (closed) {
                throw new RegistryUnavailableException(state.since(), "closed");
            }
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    private final class WatchSource implements EmbeddedWatch.Source {

        @Override
        public Lock lock() {
            return lock;
        }

        @Override
        public Condition changed() {
            return changed;
        }

        @Override
        public long revision() {
            return world.revision();
        }

        @Override
        public long compacted() {
            return world.history().compacted();
        }

        @Override
        public List<Batch> from(long from, int limit) {
            return world.history().from(from, limit);
        }
    }
}
