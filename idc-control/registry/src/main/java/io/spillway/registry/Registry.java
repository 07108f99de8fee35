package io.spillway.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A revisioned key-value store with transactions, watches and leases: the truth of one IDC.
 *
 * <p>Every commit that changes something gets the next revision, one for all its operations. Reads are linearizable.
 * All methods may be called from any thread and block (call them from virtual threads), each for a bounded time. Reads,
 * leases and compaction throw {@link RegistryUnavailableException} when the store does not answer in time or is refused
 * because it is not the one that was known ({@link ConnectionState#changed()}); a commit answers
 * {@link CommitResult.Unavailable} instead.
 */
public interface Registry extends AutoCloseable {

    /** Returns all keys that begin with {@code prefix}, in key order, as of one revision. */
    RangeResult range(String prefix);

    /** Returns what stands under {@code key} now. */
    Optional<KeyValue> get(String key);

    /** Applies all operations in one revision if every comparison holds, else nothing. */
    CommitResult commit(Transaction transaction);

    /**
     * Delivers everything that is committed under {@code prefix} in revision {@code fromRevision} (inclusive) and later:
     * in order, without gaps or repeats, all events of one revision in one batch. Survives loss of the connection. Ends
     * with {@link WatchListener#onCompacted} when the history it needs is gone. A caller ranges first and then watches
     * from the range's revision + 1.
     */
    Watch watch(String prefix, long fromRevision, WatchListener listener);

    /** Creates a lease: keys put with its id are deleted when it is not kept alive for {@code ttl} (whole seconds, at least 1). */
    long grantLease(Duration ttl);

    /** Starts the lease's time anew. Returns false when there is no such lease (any more): its keys are gone. */
    boolean keepAlive(long leaseId);

    /** Ends a lease now and deletes its keys; nothing happens when it does not exist. */
    void revokeLease(long leaseId);

    /**
     * Gives up the history up to and including {@code revision}: watches from an older or equal revision get
     * {@code onCompacted}. Current values stay. A revision that is already compacted is fine.
     */
    void compact(long revision);

    /** Returns whether the store answers, since when, and which store it is. Never blocks. */
    ConnectionState state();

    /** Calls {@code listener} after every change of {@link #state()}, one call at a time; it must not block for long. */
    void onState(Consumer<ConnectionState> listener);

    /**
     * The operator's word that the store that answers now, {@code found} in {@link ConnectionState#changed()}, is to be
     * believed although it is not the one that was known. The epoch grows, and every open watch ends with
     * {@code onCompacted} so that its owner lists again.
     */
    AcceptResult accept(String clusterId);

    /** Ends all watches and releases the store. Leases are left to run out. */
    @Override
    void close();
}
