package io.spillway.control.imports.lead;

import java.time.Instant;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.registry.KeyValue;
import io.spillway.wire.v1.SyncLeader;

/**
 * What stands under the key of the leader.
 *
 * @param control  the control node that has its stream
 * @param since    when it began to lead, by the clock of that node
 * @param leaseId  the lease that it stands under
 * @param revision the term: the revision that wrote it
 */
public record Standing(String node, String instance, String control, Instant since, long leaseId, long revision) {

    private static final int SCHEMA = 1;

    /** Reads one; what cannot be read stands for somebody who is not known. */
    static Standing of(KeyValue entry) {
        SyncLeader leader;
        try {
            leader = SyncLeader.parseFrom(entry.value());
        } catch (InvalidProtocolBufferException e) {
            leader = SyncLeader.newBuilder().setNode("unreadable").build();
        }
        return new Standing(leader.getNode(), leader.getInstance(), leader.getControl(),
                Instant.ofEpochMilli(leader.getSinceUnixMillis()), entry.leaseId(), entry.modRevision());
    }

    static byte[] encode(Claimant claimant, String control, Instant since) {
        return SyncLeader.newBuilder().setSchema(SCHEMA).setNode(claimant.node()).setInstance(claimant.instance())
                .setControl(control).setSinceUnixMillis(since.toEpochMilli()).build().toByteArray();
    }
}
