package io.spillway.wire.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;

/**
 * By how much load the requests of this IDC to a Service are divided over IDCs. There is a record as long as that is known;
 * none means that the numbers of healthy endpoints decide.
 *
 * @param groups by Group
 * @param since when that was decided, in whole milliseconds
 * @param node the control node that decided it
 */
public record SpillRecord(SortedMap<String, GroupLoad> groups, Instant since, String node) {

    private static final ScalarType<Long> RATE = ScalarType.longInteger(0, 1L << 53);

    /** Copies the map. */
    public SpillRecord {
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    }

    /**
     * The load of a Group, in requests per second.
     *
     * @param demand of all gateways of this IDC together
     * @param targets what other IDCs may be sent from this one; those are missing of which it is not known
     */
    public record GroupLoad(long demand, SortedMap<String, Long> targets) {

        /** Copies the map. */
        public GroupLoad {
            targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
        }
    }

    /** Returns the bytes of a record: a message of the well-known type {@code google.protobuf.Struct}. */
    public byte[] encode() {
        Map<String, Tree> all = new LinkedHashMap<>();
        groups.forEach((group, load) -> {
            Map<String, Tree> targets = new LinkedHashMap<>();
            load.targets().forEach((idc, rate) -> targets.put(idc, Tree.number(rate)));
            all.put(group, Tree.mapping(
                    Map.of("demand", Tree.number(load.demand()), "targets", Tree.mapping(targets))));
        });
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("groups", Tree.mapping(all));
        fields.put("sinceUnixMillis", Tree.number(since.toEpochMilli()));
        fields.put("node", Tree.text(node));
        return Structs.of(Tree.mapping(fields)).toByteArray();
    }

    /** Returns what the bytes say, or what is wrong with them. Fields that this version does not know are left out. */
    public static Decoded<SpillRecord> decode(byte[] bytes) {
        Struct struct;
        try {
            struct = Struct.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            return Records.refused("", bytes.length + " bytes", "a spill record: " + broken.getMessage());
        }
        return Decoder.decodeStored(Structs.toTree(struct), SpillRecord::read, new ArrayList<>());
    }

    private static SpillRecord read(Decoder record) {
        return new SpillRecord(
                new TreeMap<>(record.childrenByName("groups",
                        group -> new GroupLoad(group.required("demand", RATE),
                                new TreeMap<>(group.map("targets", RATE))))),
                Instant.ofEpochMilli(record.required("sinceUnixMillis", RATE)),
                record.optional("node", ScalarType.TEXT, ""));
    }
}
