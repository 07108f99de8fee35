package io.spillway.wire.audit;

import java.time.Instant;
import java.util.List;

import com.google.protobuf.ByteString;

/**
 * All that an IDC says of its chain to others: where it ends, and where it said before that it ended, so that one that was forked
 * and grew longer is seen by whoever remembers. Immutable.
 *
 * @param earlier what it told before of the same chain, oldest first
 * @param listed  whether it says what it told before; not so by an older version
 * @param thinned whether it has told more than is listed: the first, and the newest
 */
public record ToldWord(ToldHead newest, List<ToldHead> earlier, boolean listed, boolean thinned) {

    private static final int LISTED = 2;

    /** Copies the list. */
    public ToldWord {
        earlier = List.copyOf(earlier);
    }

    /** Returns what a message says; throws IllegalArgumentException with what is wrong with it. */
    public static ToldWord fromProto(io.spillway.wire.v1.ToldHead message) {
        ToldHead newest = ToldHead.fromProto(message);
        return new ToldWord(newest, message.getEarlierList().stream()
                .map(each -> new ToldHead(newest.idc(), newest.epoch(),
                        new AuditHead(each.getSequence(), AuditHash.text(each.getHash().toByteArray())),
                        Instant.ofEpochMilli(each.getAtUnixMillis())))
                .toList(), message.getSchema() >= LISTED, message.getThinned());
    }

    /** Returns the message. */
    public io.spillway.wire.v1.ToldHead toProto() {
        io.spillway.wire.v1.ToldHead.Builder message = newest.toProto().toBuilder().setSchema(LISTED)
                .setThinned(thinned);
        earlier.forEach(each -> message.addEarlier(io.spillway.wire.v1.EarlierHead.newBuilder()
                .setSequence(each.head().sequence())
                .setHash(ByteString.copyFrom(AuditHash.bytes(each.head().hash())))
                .setAtUnixMillis(each.at().toEpochMilli())));
        return message.build();
    }

    /** Returns whether a head that was told before is in it, or may be missing because later ones took its place. */
    boolean goesOnFrom(AuditHead before) {
        return !listed || earlier.stream().anyMatch(each -> each.head().sequence() == before.sequence())
                || (thinned && earlier.stream().skip(1).allMatch(each -> each.head().sequence() > before.sequence()));
    }
}
