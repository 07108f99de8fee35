package io.spillway.drill.bench.index;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.spillway.registry.AcceptResult;
import io.spillway.registry.CommitResult;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * A registry that lists what it was given, and then holds nothing in this process, as etcd does: what changes it is told by
 * {@link #put}. Writes are taken and forgotten. Safe for use by any thread.
 */
public final class FedRegistry implements Registry {
    private static final ConnectionState CONNECTED = new ConnectionState(true, Instant.EPOCH, "bench", 1, null, "");

    private final AtomicLong revision = new AtomicLong(1);
    private volatile List<KeyValue> listing;
    private volatile @Nullable WatchListener listener;

    /** Creates one that lists that, as of revision 1. */
    public FedRegistry(List<KeyValue> listing) {
        this.listing = listing;
    }

    /** Everything has been listed, and will not be again. */
    void forget() {
        listing = List.of();
    }

    /** Delivers a change, as of its revision, on the caller's thread. */
    void put(KeyValue entry) {
        WatchListener watching = listener;
        if (watching == null) {
            throw new IllegalStateException("nobody watches yet");
        }
        watching.onBatch(entry.modRevision(), List.of(new Event(Event.Type.PUT, entry)));
    }

    @Override
    public RangeResult range(String prefix) {
        return new RangeResult(1, listing.stream().filter(entry -> entry.key().startsWith(prefix)).toList());
    }

    @Override
    public Optional<KeyValue> get(String key) {
        return listing.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener watching) {
        listener = watching;
        return () -> listener = null;
    }

    @Override
    public CommitResult commit(Transaction transaction) {
        return new CommitResult.Committed(revision.incrementAndGet());
    }

    @Override
    public long grantLease(Duration ttl) {
        throw new RegistryUnavailableException(Instant.EPOCH, "this registry has no leases");
    }

    @Override
    public boolean keepAlive(long leaseId) {
        return false;
    }

    @Override
    public void revokeLease(long leaseId) {}

    @Override
    public void compact(long revision) {}

    @Override
    public ConnectionState state() {
        return CONNECTED;
    }

    @Override
    public void onState(Consumer<ConnectionState> connection) {
        connection.accept(CONNECTED);
    }

    @Override
    public AcceptResult accept(String clusterId) {
        return new AcceptResult.NothingToAccept(clusterId);
    }

    @Override
    public void close() {
        listener = null;
    }
}
