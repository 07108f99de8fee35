package io.spillway.control.nodes;

import java.time.Duration;
import java.util.List;

import io.spillway.registry.CommitResult;
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
 * The record of this node in the registry and its lease. Owned by the keeper's thread; every method may throw
 * RegistryUnavailableException, and may then be called again.
 */
final class Presence {

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private final Registry registry;
    private final String key;
    private final Duration ttl;
    private long lease;
    private long writtenRevision;
    private boolean rival;
    private @Nullable NodeRecord written;

    Presence(Registry registry, String node, Duration ttl) {
        this.registry = registry;
        this.key = RegistryKeys.control(node);
        this.ttl = ttl;
    }

    String key() {
        return key;
    }

    /** Returns whether this node was ever one of the live ones. */
    boolean began() {
        return writtenRevision > 0;
    }

    /** Returns whether the record stands, or another process of this name keeps it from standing. */
    boolean held() {
        return lease != 0 || rival;
    }

    /** Gives a sign of life, or takes a new lease. What an earlier process of this name left is replaced. */
    void renew(NodeRecord record) {
        if (rival) {
            return;
        }
        if (lease != 0 && !registry.keepAlive(lease)) {
            LOG.warn("control node: lease {} -> lost, it is taken anew", Long.toHexString(lease));
            lost();
        }
        if (lease == 0) {
            write(record);
        }
    }

    /** Writes the record if it says something else than what stands there. */
    void say(NodeRecord record) {
        if (lease != 0 && !record.equals(written)) {
            write(record);
        }
    }

    /**
     * Somebody saw what stands under the key now; null: nothing. A later record under another lease is that of another
     * process with this name: it stays, for two that replaced each other's records all the time would tell nothing.
     */
    void seen(@Nullable KeyValue standing, long revision) {
        if (!began() || revision < writtenRevision) {
            return;
        }
        boolean now = standing != null && standing.leaseId() != lease && standing.modRevision() > writtenRevision;
        if (now && !rival) {
            LOG.error(
                    "control node: {} is the name of another process too, which has taken its place (expected: a name "
                            + "that is unique in the IDC)",
                    key);
        }
        rival = now;
        if (now || standing == null) {
            lost();
        }
    }

    /** Ends the lease, if the registry answers. */
    void leave() {
        if (lease != 0) {
            try {
                registry.revokeLease(lease);
            } catch (RegistryUnavailableException away) {
                LOG.debug("the lease runs out by itself: {}", away.getMessage());
            }
            lost();
        }
    }

    private void lost() {
        lease = 0;
        written = null;
    }

    private void write(NodeRecord record) {
        if (lease == 0) {
            lease = registry.grantLease(ttl);
        }
        switch (registry.commit(
                new Transaction(List.of(), List.of(Operation.put(key, record.encode(), lease))))) {
            case CommitResult.Committed(long revision) -> {
                written = record;
                writtenRevision = revision;
            }
            // Nothing is compared, so it is the lease that is not there any more.
            case CommitResult.Conflict _ -> lost();
            case CommitResult.Unavailable(var since, String reason, boolean _) ->
                throw new RegistryUnavailableException(since, reason);
        }
    }
}
