package io.spillway.registry.etcd;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

import io.etcd.jetcd.Client;
import io.spillway.registry.AcceptResult;
import io.spillway.registry.ClusterChanged;
import io.spillway.registry.RegistryUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to etcd and the judgement whether what answers there is to be believed. One virtual thread probes: a
 * linearizable read of the identity key each interval, and at once when somebody is suspicious. A failed probe throws the
 * jetcd client away, because its channel may wait two minutes before it connects again.
 */
final class EtcdLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EtcdLink.class);

    private final EtcdSettings settings;
    private final Clients clients;
    private final RandomGenerator random;
    private final IdentityFile file;
    private final StateBoard board;
    private final AtomicLong seenRevision = new AtomicLong();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by `lock`; written by the probing thread and by accept().
    private Client client;
    private @Nullable Identity known;
    private @Nullable Identity refused;
    private long generation;
    private long probesStarted;
    private long probeVerified;
    private long savedRevision;
    private boolean suspicious;
    private boolean closed;

    EtcdLink(EtcdSettings settings, InstantSource clock, RandomGenerator random) {
        this.settings = settings;
        this.clients = new Clients(settings);
        this.random = random;
        this.file = new IdentityFile(settings.identityFile());
        IdentityFile.Remembered remembered = file.load();
        this.known = remembered == null ? null : remembered.identity();
        this.seenRevision.set(remembered == null ? 0 : remembered.revision());
        this.client = clients.open();
        this.board = new StateBoard(clock, known);
    }

    void start() {
        Thread.ofVirtual().name("registry-link").start(this::probeUntilClosed);
    }

    StateBoard board() {
        return board;
    }

    /** The newest revision that any answer carried; a later linearizable answer with less is not the same registry. */
    long seenRevision() {
        return seenRevision.get();
    }

    void saw(long revision) {
        seenRevision.accumulateAndGet(revision, Math::max);
    }

    /** What calls are made with. Throws when the registry is not connected. */
    Session session() {
        lock.lock();
        try {
            if (closed || !board.state().connected() || known == null) {
                throw new RegistryUnavailableException(board.state().since(),
                        closed ? "closed" : board.state().detail());
            }
            return new Session(client, known, generation);
        } finally {
            lock.unlock();
        }
    }

    /** A number that only a probe which begins from now on can reach: see {@link #awaitSession}. */
    long suspect() {
        lock.lock();
        try {
            suspicious = true;
            changed.signalAll();
            return probesStarted + 1;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until probe {@code number} or a later one found the known registry; null when that takes over 100 ms. */
    @Nullable
    Session awaitSession(long number) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(100);
            while (left > 0 && !closed && (!board.state().connected() || probeVerified < number)) {
                left = changed.awaitNanos(left);
            }
            boolean good = !closed && board.state().connected() && probeVerified >= number;
            return good && known != null ? new Session(client, known, generation) : null;
        } finally {
            lock.unlock();
        }
    }

    long generation() {
        lock.lock();
        try {
            return generation;
        } finally {
            lock.unlock();
        }
    }

    AcceptResult accept(String given) {
        lock.lock();
        try {
            ClusterChanged change = board.state().changed();
            if (change == null || refused == null || known == null) {
                return new AcceptResult.NothingToAccept(board.state().clusterId());
            }
            if (!change.found().equals(given)) {
                return new AcceptResult.OtherFound(change, given);
            }
            Identity next = known.succeededBy(refused, random);
            long revision = IdentityKey.write(client, next, settings.callTimeout());
            if (revision < 0) {
                return new AcceptResult.Unreachable("the etcd changed again meanwhile");
            }
            seenRevision.set(revision);
            Identity accepted = next.writtenAt(revision);
            know(accepted);
            generation++;
            board.connected(accepted);
            return new AcceptResult.Accepted(accepted.id(), accepted.epoch());
        } catch (Calls.CallFailed e) {
            return new AcceptResult.Unreachable(String.valueOf(e.getMessage()));
        } finally {
            suspicious = true; // the next probe confirms it and lets the watches go on
            changed.signalAll();
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            client.close();
        } finally {
            lock.unlock();
        }
    }

    private void probeUntilClosed() {
        try {
            while (true) {
                Client current = begin();
                if (current == null) {
                    return;
                }
                probe(current);
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Client begin() {
        lock.lock();
        try {
            probesStarted++;
            suspicious = false;
            return closed ? null : client;
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lock();
        try {
            long left = settings.probeInterval().toNanos();
            // A suspicion while disconnected must not turn the interval into a busy loop.
            while (left > 0 && !closed && !(suspicious && board.state().connected())) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void probe(Client current) {
        long floor = seenRevision.get();
        try {
            IdentityKey.Found answer = IdentityKey.read(current, settings.callTimeout());
            judge(answer.identity(), floor, answer.revision());
        } catch (Calls.CallFailed e) {
            lost(current, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("registry probe failed", e);
            lost(current, e.toString());
        }
    }

    private void judge(Identity found, long floor, long revision) throws Calls.CallFailed {
        lock.lock();
        try {
            switch (Judgement.of(known, Math.min(floor, seenRevision.get()), found, revision)) {
                case Judgement.Adopt adopt -> know(adopt.identity());
                case Judgement.Found _ -> introduce(found);
                case Judgement.Same _ -> remember(revision);
                case Judgement.Follow follow -> {
                    LOG.warn("registry {} was accepted elsewhere as the successor of {}", found.id(),
                            board.state().clusterId());
                    seenRevision.set(revision);
                    know(follow.identity());
                    generation++;
                }
                case Judgement.Refuse refuse -> {
                    refused = refuse.identity();
                    board.refused(refuse.changed());
                    changed.signalAll();
                    return;
                }
            }
            saw(revision);
            if (known != null) {
                refused = null;
                probeVerified = probesStarted;
                board.connected(known);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void introduce(Identity found) throws Calls.CallFailed {
        Identity first = Identity.first(found, random);
        long revision = IdentityKey.write(client, first, settings.callTimeout());
        if (revision > 0) {
            know(first.writtenAt(revision));
        } // else somebody else was faster: the next probe adopts theirs
    }

    private void know(Identity identity) {
        known = identity;
        file.save(new IdentityFile.Remembered(identity, seenRevision.get()), true);
    }

    private void remember(long revision) {
        if (known != null && revision > savedRevision) {
            savedRevision = revision;
            file.save(new IdentityFile.Remembered(known, revision), false);
        }
    }

    private void lost(Client current, String why) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            board.lost("etcd " + settings.endpoints() + ": " + why);
            changed.signalAll();
            client = clients.open();
        } catch (RuntimeException e) {
            // As while a certificate is being replaced: the client that there is goes on until one can be opened.
            LOG.error("no new etcd client: {}", e.toString());
            return;
        } finally {
            lock.unlock();
        }
        current.close();
    }

    /** What belongs to one believed connection. {@code generation} grows when another registry was accepted. */
    record Session(Client client, Identity identity, long generation) {}
}
