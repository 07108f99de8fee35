package io.spillway.wire.record;

import java.time.Instant;
import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.OriginVersion;
import io.spillway.wire.v1.ImportTrace;
import io.spillway.wire.v1.Peak;
import org.jspecify.annotations.Nullable;

/**
 * What guards remember of a service of another IDC that shrank or went. There is a record only as long as there is something.
 *
 * @param peaks what was declared before it became less, oldest first
 * @param gone  that it was removed; null while it is imported
 * @param flaps how often it was gone lately; null for never
 */
public record TraceRecord(List<Declared> peaks, @Nullable Gone gone, @Nullable Flaps flaps) {

    /** Nothing to remember. */
    public static final TraceRecord NOTHING = new TraceRecord(List.of(), null);

    /** Creates one of a service that does not flap. */
    public TraceRecord(List<Declared> peaks, @Nullable Gone gone) {
        this(peaks, gone, null);
    }

    /** Copies the list. */
    public TraceRecord {
        peaks = List.copyOf(peaks);
    }

    /**
     * What was declared.
     *
     * @param until    how long, in whole milliseconds
     * @param instances of all Groups
     */
    public record Declared(Instant until, int instances) {}

    /**
     * A removal.
     *
     * @param version  what is not newer than this does not bring it back
     * @param at       when, in whole milliseconds
     * @param released whether an operator said so: then it does not count as a service that went by itself
     */
    public record Gone(OriginVersion version, Instant at, boolean released) {}

    /**
     * The figure of merit of RFC 2439.
     *
     * @param thousandths of it
     * @param at          when it was so much, in whole milliseconds
     * @param held        whether what is in use is kept because of it
     */
    public record Flaps(int thousandths, Instant at, boolean held) {}

    /** Returns the same with other flaps; null: none. */
    public TraceRecord withFlaps(@Nullable Flaps other) {
        return new TraceRecord(peaks, gone, other);
    }

    /** Returns whether nothing is remembered. */
    public boolean isEmpty() {
        return peaks.isEmpty() && gone == null && flaps == null;
    }

    /** Returns the bytes of a record. */
    public byte[] encode() {
        ImportTrace.Builder message = ImportTrace.newBuilder();
        peaks.forEach(peak -> message.addPeaks(Peak.newBuilder().setUntilUnixMillis(peak.until().toEpochMilli())
                .setDeclared(peak.instances())));
        if (gone instanceof Gone(OriginVersion version, Instant at, boolean released)) {
            message.setGone(io.spillway.wire.v1.Tombstone.newBuilder().setVersion(io.spillway.wire.v1.OriginVersion
                    .newBuilder().setEpoch(version.epoch()).setRevision(version.revision()))
                    .setAtUnixMillis(at.toEpochMilli()).setReleased(released));
        }
        if (flaps instanceof Flaps(int thousandths, Instant at, boolean held)) {
            message.setFlaps(io.spillway.wire.v1.Flaps.newBuilder().setMeritThousandths(thousandths)
                    .setAtUnixMillis(at.toEpochMilli()).setHeld(held));
        }
        return message.build().toByteArray();
    }

    /** Returns what the bytes say, or what is wrong with them. Fields that this version does not know are left out. */
    public static Decoded<TraceRecord> decode(byte[] bytes) {
        ImportTrace message;
        try {
            message = ImportTrace.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            return Records.refused("", bytes.length + " bytes", "a trace of an import: " + broken.getMessage());
        }
        List<Declared> peaks = message.getPeaksList().stream()
                .map(peak -> new Declared(Instant.ofEpochMilli(peak.getUntilUnixMillis()), peak.getDeclared()))
                .toList();
        io.spillway.wire.v1.Tombstone gone = message.getGone();
        return new Decoded.Valid<>(new TraceRecord(peaks, message.hasGone()
                ? new Gone(new OriginVersion(gone.getVersion().getEpoch(), gone.getVersion().getRevision()),
                        Instant.ofEpochMilli(gone.getAtUnixMillis()), gone.getReleased())
                : null, message.hasFlaps() ? flaps(message.getFlaps()) : null));
    }

    private static Flaps flaps(io.spillway.wire.v1.Flaps said) {
        return new Flaps(said.getMeritThousandths(), Instant.ofEpochMilli(said.getAtUnixMillis()), said.getHeld());
    }
}
