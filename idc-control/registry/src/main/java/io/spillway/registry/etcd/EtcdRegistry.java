package io.spillway.registry.etcd;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Response;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.OptionsUtil;
import io.etcd.jetcd.options.PutOption;
import io.spillway.model.time.Ticker;
import io.spillway.registry.AcceptResult;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;

/**
 * A {@link Registry} on etcd. Every read and every commit carries a condition on the identity key, so that an etcd that
 * was wiped or exchanged a moment ago cannot answer for the known one. Opening never waits for etcd: the state says when
 * it is connected.
 */
public final class EtcdRegistry implements Registry {

    private static final ByteSequence IDENTITY = Calls.bytes(RegistryKeys.IDENTITY);
    /** Makes of a key the first that can come after it. */
    private static final ByteSequence JUST_AFTER = ByteSequence.from(new byte[1]);

    private final EtcdSettings settings;
    private final Ticker ticker;
    private final EtcdLink link;
    private final Set<EtcdWatch> watches = ConcurrentHashMap.newKeySet();

    private EtcdRegistry(EtcdSettings settings, Ticker ticker, EtcdLink link) {
        this.settings = settings;
        this.ticker = ticker;
        this.link = link;
    }

    /** Begins to connect and returns. Throws RegistryStartException when TLS files or the identity file are unusable. */
    public static EtcdRegistry open(EtcdSettings settings, InstantSource clock, Ticker ticker, RandomGenerator random) {
        EtcdRegistry registry = new EtcdRegistry(settings, ticker, new EtcdLink(settings, clock, random));
        registry.link.start();
        return registry;
    }

    /** In pages, so that no answer grows with the IDC; all as of the revision of the first. */
    @Override
    public RangeResult range(String prefix) {
        ByteSequence from = Calls.bytes(prefix);
        ByteSequence end = OptionsUtil.prefixEndOf(from);
        List<KeyValue> entries = new ArrayList<>();
        long revision = 0;
        while (true) {
            TxnResponse answer = read(Op.get(from,
                    GetOption.builder().withRange(end).withLimit(settings.pageKeys()).withRevision(revision).build()));
            if (revision == 0) {
                revision = answer.getHeader().getRevision();
            }
            GetResponse page = answer.getGetResponses().getFirst();
            List<io.etcd.jetcd.KeyValue> found = page.getKvs();
            found.forEach(each -> entries.add(Calls.keyValue(each)));
            if (!page.isMore() || found.isEmpty()) {
                return new RangeResult(revision, entries);
            }
            from = found.getLast().getKey().concat(JUST_AFTER);
        }
    }

    @Override
    public Optional<KeyValue> get(String key) {
        TxnResponse answer = read(Op.get(Calls.bytes(key), GetOption.DEFAULT));
        return answer.getGetResponses().getFirst().getKvs().stream().findFirst().map(Calls::keyValue);
    }

    @Override
    public CommitResult commit(Transaction transaction) {
        EtcdLink.Session session;
        try {
            session = link.session();
        } catch (RegistryUnavailableException e) {
            return new CommitResult.Unavailable(e.since(), String.valueOf(e.getMessage()), false);
        }
        try {
            TxnResponse answer = fenced(session, transaction.compares(), operations(transaction), lookups(transaction));
            if (answer.isSucceeded()) {
                return new CommitResult.Committed(answer.getHeader().getRevision());
            }
            return new CommitResult.Conflict(answer.getGetResponses().stream().skip(1)
                    .flatMap(found -> found.getKvs().stream()).map(Calls::keyValue).toList());
        } catch (Calls.CallFailed e) {
            if (e.says("requested lease not found")) {
                return new CommitResult.Conflict(List.of());
            }
            long _ = link.suspect();
            return new CommitResult.Unavailable(link.board().state().since(), String.valueOf(e.getMessage()),
                    e.maybeDone());
        }
    }

    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener listener) {
        EtcdWatch watch = new EtcdWatch(prefix, fromRevision, listener, link, settings, ticker);
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
        return call(session -> session.client().getLeaseClient().grant(ttl.toSeconds())).getID();
    }

    @Override
    public boolean keepAlive(long leaseId) {
        try {
            return call(session -> session.client().getLeaseClient().keepAliveOnce(leaseId)).getTTL() > 0;
        } catch (RegistryUnavailableException e) {
            return gone(e);
        }
    }

    @Override
    public void revokeLease(long leaseId) {
        try {
            var _ = call(session -> session.client().getLeaseClient().revoke(leaseId));
        } catch (RegistryUnavailableException e) {
            boolean _ = gone(e);
        }
    }

    @Override
    public void compact(long revision) {
        try {
            var _ = call(session -> session.client().getKVClient().compact(revision));
        } catch (RegistryUnavailableException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("future revision")) {
                throw new IllegalArgumentException("revision: " + revision + " (expected: at most the current one)", e);
            }
            if (!message.contains("has been compacted")) {
                throw e;
            }
        }
    }

    @Override
    public ConnectionState state() {
        return link.board().state();
    }

    @Override
    public void onState(Consumer<ConnectionState> listener) {
        link.board().onState(listener);
    }

    @Override
    public AcceptResult accept(String clusterId) {
        return link.accept(clusterId);
    }

    @Override
    public void close() {
        watches.forEach(EtcdWatch::close);
        link.close();
    }

    /** A read of the known registry at one revision, or an exception. */
    private TxnResponse read(Op.GetOp get) {
        EtcdLink.Session session = link.session();
        try {
            return fenced(session, List.of(), List.of(get), List.of());
        } catch (Calls.CallFailed e) {
            long _ = link.suspect();
            throw new RegistryUnavailableException(link.board().state().since(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * A transaction that also demands the known identity. Answers with less than the revision that was known before the
     * call, or of another cluster, or where the identity key is another, are failures. The first lookup is the identity.
     */
    private TxnResponse fenced(EtcdLink.Session session, List<Compare> compares, List<? extends Op> then,
            List<Op.GetOp> otherwise) throws Calls.CallFailed {
        long floor = link.seenRevision();
        List<Cmp> conditions = new ArrayList<>();
        conditions.add(new Cmp(IDENTITY, Cmp.Op.EQUAL, CmpTarget.modRevision(session.identity().modRevision())));
        compares.forEach(compare -> conditions.add(new Cmp(Calls.bytes(compare.key()), Cmp.Op.EQUAL,
                CmpTarget.modRevision(compare.modRevision()))));
        List<Op> lookups = new ArrayList<>();
        lookups.add(Op.get(IDENTITY, GetOption.DEFAULT));
        lookups.addAll(otherwise);
        TxnResponse answer = Calls.await(session.client().getKVClient().txn().If(conditions.toArray(Cmp[]::new))
                .Then(then.toArray(Op[]::new)).Else(lookups.toArray(Op[]::new)).commit(), settings.callTimeout());
        Response.Header header = answer.getHeader();
        boolean sameIdentity = answer.isSucceeded()
                || sameIdentity(session.identity(), answer.getGetResponses().getFirst());
        if (header.getClusterId() != session.identity().cluster() || header.getRevision() < floor || !sameIdentity) {
            throw new Calls.CallFailed("another registry answered than " + session.identity().id(),
                    answer.isSucceeded(),
                    null);
        }
        link.saw(header.getRevision());
        return answer;
    }

    private static boolean sameIdentity(Identity known, GetResponse found) {
        return !found.getKvs().isEmpty() && found.getKvs().getFirst().getModRevision() == known.modRevision();
    }

    private static List<Op> operations(Transaction transaction) {
        List<Op> operations = new ArrayList<>();
        for (Operation operation : transaction.operations()) {
            ByteSequence key = Calls.bytes(operation.key());
            operations.add(switch (operation) {
                case Operation.Put put -> Op.put(key, ByteSequence.from(put.value()),
                        PutOption.builder().withLeaseId(put.leaseId()).build());
                case Operation.Delete _ -> Op.delete(key, DeleteOption.DEFAULT);
            });
        }
        return operations;
    }

    private static List<Op.GetOp> lookups(Transaction transaction) {
        return transaction.compares().stream().map(compare -> Op.get(Calls.bytes(compare.key()), GetOption.DEFAULT))
                .toList();
    }

    private <T> T call(Function<EtcdLink.Session, CompletableFuture<T>> request) {
        EtcdLink.Session session = link.session();
        try {
            return Calls.await(request.apply(session), settings.callTimeout());
        } catch (Calls.CallFailed e) {
            if (!e.says("etcdserver: ")) { // else it answered: it is there
                long _ = link.suspect();
            }
            throw new RegistryUnavailableException(link.board().state().since(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean gone(RegistryUnavailableException e) {
        if (String.valueOf(e.getMessage()).contains("requested lease not found")) {
            return false;
        }
        throw e;
    }
}
