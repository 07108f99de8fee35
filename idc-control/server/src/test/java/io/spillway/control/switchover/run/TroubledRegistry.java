package io.spillway.control.switchover.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.spillway.registry.AcceptResult;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;

/**
 * A registry as a node in trouble has it: before a write the node may stand still, while others go on; answers are lost, on the
 * way there or back; and the node may die at a write, before it or after it. Calm, it is the registry itself.
 */
final class TroubledRegistry implements Registry {

    /** The node was killed at a write. */
    static final class Died extends RuntimeException {

        private static final long serialVersionUID = 1;

        Died() {
            super("killed", null, false, false);
        }
    }

    private static final int LONGEST_PAUSE_MILLIS = 40;

    private final Registry registry;
    private final Random random; // guarded by itself
    /** Who compares nothing has this bug; the checkers must find it. */
    private final boolean comparesNothing;
    private volatile boolean calm;

    TroubledRegistry(Registry registry, long seed, boolean comparesNothing) {
        this.registry = registry;
        this.random = new Random(seed);
        this.comparesNothing = comparesNothing;
    }

    void calm() {
        calm = true;
    }

    /** Returns whether a chance of one in so many came true. */
    boolean chance(int oneIn) {
        synchronized (random) {
            return !calm && random.nextInt(oneIn) == 0;
        }
    }

    @Override
    public CommitResult commit(Transaction wanted) {
        Transaction transaction = comparesNothing ? uncompared(wanted) : wanted;
        if (chance(4)) {
            standStill();
        }
        if (chance(40)) {
            throw new Died();
        }
        if (chance(30)) {
            return lost();
        }
        CommitResult result = registry.commit(transaction);
        if (chance(40)) {
            throw new Died();
        }
        return chance(30) ? lost() : result;
    }

    private static CommitResult lost() {
        return new CommitResult.Unavailable(Instant.EPOCH, "no answer", true);
    }

    /** What the audit compares stays: it retries until its own place is free. */
    private static Transaction uncompared(Transaction wanted) {
        List<Compare> left = wanted.compares().stream().filter(each -> each.key().startsWith(RegistryKeys.AUDIT)
                || each.key().equals(RegistryKeys.AUDIT_HEAD)).toList();
        return new Transaction(left, wanted.operations());
    }

    /** Nothing wakes it but its time. */
    private void standStill() {
        int millis;
        synchronized (random) {
            millis = 1 + random.nextInt(LONGEST_PAUSE_MILLIS);
        }
        try {
            boolean _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public RangeResult range(String prefix) {
        return registry.range(prefix);
    }

    @Override
    public Optional<KeyValue> get(String key) {
        return registry.get(key);
    }

    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener listener) {
        return registry.watch(prefix, fromRevision, listener);
    }

    @Override
    public long grantLease(Duration ttl) {
        return registry.grantLease(ttl);
    }

    @Override
    public boolean keepAlive(long leaseId) {
        return registry.keepAlive(leaseId);
    }

    @Override
    public void revokeLease(long leaseId) {
        registry.revokeLease(leaseId);
    }

    @Override
    public void compact(long revision) {
        registry.compact(revision);
    }

    @Override
    public ConnectionState state() {
        return registry.state();
    }

    @Override
    public void onState(Consumer<ConnectionState> listener) {
        registry.onState(listener);
    }

    @Override
    public AcceptResult accept(String clusterId) {
        return registry.accept(clusterId);
    }

    @Override
    public void close() {
        // Whoever opened the registry closes it.
    }
}
