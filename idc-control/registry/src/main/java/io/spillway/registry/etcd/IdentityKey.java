package io.spillway.registry.etcd;

import java.time.Duration;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import io.spillway.registry.RegistryKeys;

/** Reads and writes the key that says which registry this is. */
final class IdentityKey {

    private static final ByteSequence KEY = Calls.bytes(RegistryKeys.IDENTITY);

    private IdentityKey() {}

    /** A linearizable read: it also says that etcd has a quorum. */
    static Found read(Client client, Duration timeout) throws Calls.CallFailed {
        GetResponse answer = Calls.await(client.getKVClient().get(KEY), timeout);
        long cluster = answer.getHeader().getClusterId();
        if (answer.getKvs().isEmpty()) {
            return new Found(Identity.read(cluster, null, 0), answer.getHeader().getRevision());
        }
        var entry = answer.getKvs().getFirst();
        return new Found(Identity.read(cluster, entry.getValue().getBytes(), entry.getModRevision()),
                answer.getHeader().getRevision());
    }

    /** Writes the identity if its key is unchanged since {@code identity.modRevision()}; returns the revision or -1. */
    static long write(Client client, Identity identity, Duration timeout) throws Calls.CallFailed {
        TxnResponse answer = Calls.await(client.getKVClient().txn()
                .If(new Cmp(KEY, Cmp.Op.EQUAL, CmpTarget.modRevision(identity.modRevision())))
                .Then(Op.put(KEY, ByteSequence.from(identity.value()), PutOption.DEFAULT)).commit(), timeout);
        return answer.isSucceeded() ? answer.getHeader().getRevision() : -1;
    }

    /** What stood there at which revision. */
    record Found(Identity identity, long revision) {}
}
