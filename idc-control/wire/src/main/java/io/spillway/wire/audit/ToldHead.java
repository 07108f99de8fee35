package io.spillway.wire.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.google.protobuf.ByteString;

/**
 * Where the chain of an IDC ends, as it tells the others.
 *
 * @param epoch of its registry: a greater one has another chain
 * @param at    when, by the clock of the node that told it, in whole milliseconds
 */
public record ToldHead(String idc, long epoch, AuditHead head, Instant at) {

    /** The one name of such a resource. */
    public static final String NAME = "chain";

    private static final int SCHEMA = 1;

    /** Cuts the time to whole milliseconds, as it is stored. */
    public ToldHead {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns the message. */
    public io.spillway.wire.v1.ToldHead toProto() {
        return io.spillway.wire.v1.ToldHead.newBuilder().setSchema(SCHEMA).setIdc(idc).setEpoch(epoch)
                .setSequence(head.sequence()).setHash(ByteString.copyFrom(AuditHash.bytes(head.hash())))
                .setAtUnixMillis(at.toEpochMilli()).build();
    }

    /** Returns what a message says; throws IllegalArgumentException with what is wrong with it. */
    public static ToldHead fromProto(io.spillway.wire.v1.ToldHead message) {
        if (message.getIdc().isEmpty() || message.getEpoch() < 0) {
            throw new IllegalArgumentException("head of \"" + message.getIdc() + "\", epoch " + message.getEpoch()
                    + " (expected: an IDC, and an epoch from 0)");
        }
        return new ToldHead(message.getIdc(), message.getEpoch(),
                new AuditHead(message.getSequence(), AuditHash.text(message.getHash().toByteArray())),
                Instant.ofEpochMilli(message.getAtUnixMillis()));
    }
}
