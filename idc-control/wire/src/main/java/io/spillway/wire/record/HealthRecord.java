package io.spillway.wire.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;

/**
 * What health checks hold against a workload. There is a record as long as there is something; none means that nothing is
 * known against it.
 *
 * @param reason why, for people, as in {@code refused}
 * @param since when it was found, in whole milliseconds
 * @param node the control node that found it
 */
public record HealthRecord(State state, String reason, Instant since, String node) {

    private static final ScalarType<Long> MILLIS = ScalarType.longInteger(0, 1L << 53);

    /** What is held against it. */
    public enum State {
        /** It fails its checks. */
        UNHEALTHY,
        /** It failed and answered so often in turn that it is not used until it is calm. */
        FLAPPING
    }

    /** Returns the bytes of a record: a message of the well-known type {@code google.protobuf.Struct}. */
    public byte[] encode() {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("state", Tree.text(state.name()));
        fields.put("reason", Tree.text(reason));
        fields.put("sinceUnixMillis", Tree.number(since.toEpochMilli()));
        fields.put("node", Tree.text(node));
        return Structs.of(Tree.mapping(fields)).toByteArray();
    }

    /** Returns what the bytes say, or what is wrong with them. Fields that this version does not know are left out. */
    public static Decoded<HealthRecord> decode(byte[] bytes) {
        Struct struct;
        try {
            struct = Struct.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            return Records.refused("", bytes.length + " bytes", "a health record: " + broken.getMessage());
        }
        return Decoder.decodeStored(Structs.toTree(struct), HealthRecord::read, new ArrayList<>());
    }

    private static HealthRecord read(Decoder record) {
        return new HealthRecord(record.required("state", ScalarType.choice(State.class)),
                record.optional("reason", ScalarType.TEXT, ""),
                Instant.ofEpochMilli(record.required("sinceUnixMillis", MILLIS)),
                record.optional("node", ScalarType.TEXT, ""));
    }
}
