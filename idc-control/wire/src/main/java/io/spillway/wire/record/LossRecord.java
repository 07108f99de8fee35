package io.spillway.wire.record;

import java.time.Instant;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Generation;
import io.spillway.wire.v1.LostShift;

/**
 * A TrafficShift of this IDC that another one replaced whose author had not seen it. It stays until the scope is written here
 * again.
 *
 * @param loser        the generation that is not in force any more
 * @param loserAuthor  who wrote it, and must know
 * @param winner       the generation that replaced it
 * @param winnerAuthor who wrote that
 * @param at           when it was replaced here, in whole milliseconds
 */
public record LossRecord(Generation loser, String loserAuthor, Generation winner, String winnerAuthor, Instant at) {

    /** Returns the bytes of a record. */
    public byte[] encode() {
        return LostShift.newBuilder().setLoser(message(loser)).setLoserAuthor(loserAuthor).setWinner(message(winner))
                .setWinnerAuthor(winnerAuthor).setAtUnixMillis(at.toEpochMilli()).build().toByteArray();
    }

    /** Returns what the bytes say, or what is wrong with them. Fields that this version does not know are left out. */
    public static Decoded<LossRecord> decode(byte[] bytes) {
        LostShift message;
        try {
            message = LostShift.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            return Records.refused("", bytes.length + " bytes", "a lost shift: " + broken.getMessage());
        }
        if (!message.hasLoser() || !message.hasWinner()) {
            return Records.refused("/winner", "not both there", "the generations of loser and winner");
        }
        return new Decoded.Valid<>(new LossRecord(generation(message.getLoser()), message.getLoserAuthor(),
                generation(message.getWinner()), message.getWinnerAuthor(),
                Instant.ofEpochMilli(message.getAtUnixMillis())));
    }

    private static io.spillway.wire.v1.Generation message(Generation generation) {
        return io.spillway.wire.v1.Generation.newBuilder().setCounter(generation.counter()).setIdc(generation.idc())
                .build();
    }

    private static Generation generation(io.spillway.wire.v1.Generation message) {
        return new Generation(message.getCounter(), message.getIdc());
    }
}
