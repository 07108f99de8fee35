package io.spillway.wire.record;

import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import io.spillway.wire.v1.HeldSource;
import io.spillway.wire.v1.HeldWorkload;

/**
 * What a source of workloads misses, and what stays because its removal is held.
 *
 * @param held       so many workloads
 * @param workloads  the first hundred of them, by name
 * @param releasedBy who says that just these may go; empty: nobody yet
 */
public record HeldSourceRecord(int held, List<Workload> workloads, String releasedBy) {

    /** So many workloads are named. */
    public static final int MOST_NAMED = 100;

    /** Copies the list. */
    public HeldSourceRecord {
        workloads = List.copyOf(workloads);
    }

    /** One workload, and why it is held. */
    public record Workload(String name, String reason) {}

    /** Returns whether somebody says that these may go. */
    public boolean released() {
        return !releasedBy.isEmpty();
    }

    /** Returns the same with somebody's word that these may go. */
    public HeldSourceRecord releasedBy(String author) {
        return new HeldSourceRecord(held, workloads, author);
    }

    /** Returns whether both are of the same workloads, whyever these are held. */
    public boolean ofTheSame(HeldSourceRecord other) {
        return held == other.held && names().equals(other.names());
    }

    private List<String> names() {
        return workloads.stream().map(Workload::name).toList();
    }

    /** Returns the bytes of a record. */
    public byte[] encode() {
        HeldSource.Builder message = HeldSource.newBuilder().setHeld(held).setReleasedBy(releasedBy);
        workloads.forEach(one -> message
                .addWorkloads(HeldWorkload.newBuilder().setName(one.name()).setReason(one.reason())));
        return message.build().toByteArray();
    }

    /** Returns what the bytes say, or what is wrong with them. Fields that this version does not know are left out. */
    public static Decoded<HeldSourceRecord> decode(byte[] bytes) {
        try {
            HeldSource message = HeldSource.parseFrom(bytes);
            return new Decoded.Valid<>(new HeldSourceRecord(message.getHeld(), message.getWorkloadsList().stream()
                    .map(one -> new Workload(one.getName(), one.getReason())).toList(), message.getReleasedBy()));
        } catch (InvalidProtocolBufferException broken) {
            return Records.refused("", bytes.length + " bytes", "what a source holds: " + broken.getMessage());
        }
    }
}
