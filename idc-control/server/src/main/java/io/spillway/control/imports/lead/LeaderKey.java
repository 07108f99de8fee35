package io.spillway.control.imports.lead;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of the leader in the registry, and the lease under which this node wrote it. Owned by one thread; every method
 * may throw RegistryUnavailableException, and may be called again when the key was {@link #seen} anew.
 */
final class LeaderKey {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderKey.class);

    private final Registry registry;
    private final String control;
    private @Nullable Standing standing;
    private @Nullable Claimant holder;
    private long lease;

    LeaderKey(Registry registry, String control) {
        this.registry = registry;
        this.control = control;
    }

    /** Returns what stood there when it was last looked at or written; null: nothing. */
    @Nullable
    Standing standing() {
        return standing;
    }

    /** Returns for whom this node holds the key; null: for nobody. */
    @Nullable
    Claimant holder() {
        return holder;
    }

    long lease() {
        return lease;
    }

    /** Takes what was listed. A key that this node wrote and that is another's now is another's. */
    void seen(List<KeyValue> listed) {
        Optional<KeyValue> entry = listed.stream().filter(each -> each.key().equals(RegistryKeys.SYNC_LEADER))
                .findFirst();
        standing = entry.map(Standing::of).orElse(null);
        if (lease != 0 && (standing == null || standing.leaseId() != lease)) {
            forget();
        }
    }

    /** Makes the process the leader, if the key still has that revision. */
    void claim(Claimant claimant, long expected, Instant now) {
        forget();
        lease = registry.grantLease(claimant.ttl());
        holder = claimant;
        byte[] value = Standing.encode(claimant, control, now);
        switch (registry.commit(new Transaction(List.of(new Compare(RegistryKeys.SYNC_LEADER, expected)),
                List.of(Operation.put(RegistryKeys.SYNC_LEADER, value, lease))))) {
            case CommitResult.Committed(long revision) -> standing = new Standing(claimant.node(), claimant.instance(),
                    control, now, lease, revision);
            case CommitResult.Conflict(List<KeyValue> current) -> seen(current);
            // Perhaps it is written: the lease stays, by which the next look knows it again.
            case CommitResult.Unavailable(Instant since, String reason, boolean _) ->
                throw new RegistryUnavailableException(since, reason);
        }
    }

    /** Gives the lease its whole time again. A lease that is lost took the key with it. */
    void renew() {
        if (lease != 0 && !registry.keepAlive(lease)) {
            lease = 0;
            holder = null;
            standing = null;
        }
    }

    /** Gives the key up, so that another may lead at once. */
    void letGo() {
        if (lease != 0) {
            long ended = lease;
            lease = 0;
            holder = null;
            standing = null;
            registry.revokeLease(ended);
        }
    }

    /** The lease is of no use: it ends now, or by itself. */
    private void forget() {
        long useless = lease;
        lease = 0;
        holder = null;
        if (useless != 0) {
            try {
                registry.revokeLease(useless);
            } catch (RegistryUnavailableException away) {
                LOG.debug("the lease runs out by itself: {}", away.getMessage());
            }
        }
    }
}
