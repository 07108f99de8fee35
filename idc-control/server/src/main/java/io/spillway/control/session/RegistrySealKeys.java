package io.spillway.control.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

import io.spillway.registry.CommitResult;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The keys in the registry of the IDC, so that every node has the same ones. Whoever needs a key first makes it, by
 * compare-and-set, and so with the next one a day later. While the registry is away, the keys that are known stay good.
 */
final class RegistrySealKeys implements SealKeys {

    /** What is known for so long is asked for anew. */
    static final Duration FRESH = Duration.ofMinutes(5);
    /** Whoever shows texts of unknown keys makes nobody ask more often. */
    static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 3;

    private final Registry registry;
    private final InstantSource clock;
    private final RandomGenerator random;
    /** One question at a time. What is below belongs to who holds it. */
    private final ReentrantLock lock = new ReentrantLock();
    private SealKeyRing known = SealKeyRing.EMPTY;
    private @Nullable Instant asked;

    /** Creates one; {@code random} must be one that nobody can foretell. */
    RegistrySealKeys(Registry registry, InstantSource clock, RandomGenerator random) {
        this.registry = registry;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public SealKeyRing current() {
        lock.lock();
        try {
            Instant now = clock.instant();
            boolean fresh = asked != null && now.isBefore(asked.plus(FRESH));
            return !known.keys().isEmpty() && fresh && !known.due(now) ? known : read(now);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public SealKeyRing asked() {
        lock.lock();
        try {
            Instant now = clock.instant();
            return asked != null && now.isBefore(asked.plus(PAUSE)) ? known : read(now);
        } finally {
            lock.unlock();
        }
    }

    private SealKeyRing read(Instant now) {
        boolean nothing = known.keys().isEmpty();
        try {
            for (int tried = 0; tried < TRIES; tried++) {
                KeyValue stands = registry.get(RegistryKeys.SEAL_KEYS).orElse(null);
                SealKeyRing ring = stands == null ? SealKeyRing.EMPTY : SealKeyRing.decode(stands.value());
                if (!ring.due(now)) {
                    return learned(ring, now);
                }
                SealKeyRing next = ring.with(SealKey.make(now, random), now);
                CommitResult made = registry.commit(Transaction.put(RegistryKeys.SEAL_KEYS,
                        stands == null ? 0 : stands.modRevision(), next.encode()));
                switch (made) {
                    case CommitResult.Committed _ -> {
                        return learned(next, now);
                    }
                    // Another node made one in the same moment: it is taken.
                    case CommitResult.Conflict _ -> {
                    }
                    case CommitResult.Unavailable(Instant since, String reason, boolean _) -> {
                        if (nothing && ring.keys().isEmpty()) {
                            throw new RegistryUnavailableException(since, reason);
                        }
                        return learned(ring.keys().isEmpty() ? known : ring, now);
                    }
                }
            }
            throw new RegistryUnavailableException(now, RegistryKeys.SEAL_KEYS + ": others write it all the time");
        } catch (RegistryUnavailableException away) {
            asked = now;
            if (nothing) {
                throw away;
            }
            return known;
        }
    }

    private SealKeyRing learned(SealKeyRing ring, Instant now) {
        known = ring;
        asked = now;
        return ring;
    }
}
