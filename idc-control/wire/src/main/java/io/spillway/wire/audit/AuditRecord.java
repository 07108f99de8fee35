package io.spillway.wire.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.wire.v1.AuditObject;
import io.spillway.wire.v1.AuditRefusals;
import org.jspecify.annotations.Nullable;

/**
 * What an operator did, with its place in the chain.
 *
 * @param sequence         1, 2, 3, ...
 * @param at               by the clock of the node
 * @param node             the control node that wrote it
 * @param previousRevision registry revision of the record before this one; 0 for the first
 */
public record AuditRecord(int schema, long sequence, Instant at, String node, long previousRevision, Deed deed) {

    /** The newest schema that this version knows: that of a record of a pruning. */
    public static final int SCHEMA = 2;

    private static final int WITHOUT_PRUNING = 1;

    /** Characters of a reason or a result; what is longer is cut. */
    public static final int LONGEST_TEXT = 1000;

    /** Cuts the time to whole milliseconds, as it is stored. */
    public AuditRecord {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Creates a record of the oldest schema that has what it says. */
    public AuditRecord(long sequence, Instant at, String node, long previousRevision, Deed deed) {
        this(deed.pruning() == null ? WITHOUT_PRUNING : SCHEMA, sequence, at, node, previousRevision, deed);
    }

    /**
     * What was done.
     *
     * @param action   {@code apply}, {@code clear}, {@code delete}, {@code prune}, or {@code refused}
     * @param planHash of the frozen plan that was approved; empty where there is none
     * @param approver empty where nobody has to approve
     * @param reason   as the operator gave it; empty when he gave none
     * @param result   {@code done}, or the status and why
     * @param refusals of the action {@code refused} only, else null
     * @param pruning  of the action {@code prune} only, else null
     */
    public record Deed(Who who, String action, List<Touched> objects, String planHash, String approver, String reason,
            String result, @Nullable Refusals refusals, @Nullable AuditPruning pruning) {

        /** Copies the list; cuts what is too long. */
        public Deed {
            objects = List.copyOf(objects);
            reason = cut(reason);
            result = cut(result);
        }

        /** Creates one of any action but {@code prune}. */
        public Deed(Who who, String action, List<Touched> objects, String planHash, String approver, String reason,
                String result, @Nullable Refusals refusals) {
            this(who, action, objects, planHash, approver, reason, result, refusals, null);
        }

        /** Returns what was done to objects, without a plan. */
        public static Deed of(Who who, String action, List<Touched> objects, String reason, String result) {
            return new Deed(who, action, objects, "", "", reason, result, null);
        }

        /** Returns the same with another result. */
        public Deed withResult(String other) {
            return new Deed(who, action, objects, planHash, approver, reason, other, refusals, pruning);
        }

        /** Returns the same, which took these records out of the registry. */
        public Deed with(AuditPruning taken) {
            return new Deed(who, action, objects, planHash, approver, reason, result, refusals, taken);
        }
    }

    /**
     * Who did it.
     *
     * @param role   empty where the API knows no roles
     * @param source the address that the call came from; empty for what the system itself does
     */
    public record Who(String actor, String role, String source) {}

    /**
     * An object of a deed.
     *
     * @param name           {@code "<plural>/<name>"}
     * @param revisionBefore 0: it did not exist. The revision after is that of the record itself
     */
    public record Touched(String name, long revisionBefore) {}

    /**
     * Calls that were refused within a minute.
     *
     * @param calls  all of them
     * @param first  number, among all that the node ever kept, of the first that was kept
     * @param kept   how many were kept in memory
     * @param digest hash of the chain of those, from {@link AuditHead#NONE}
     */
    public record Refusals(long calls, long first, long kept, String digest) {}

    /** Returns the bytes by which it is hashed. */
    public byte[] encode() {
        io.spillway.wire.v1.AuditRecord.Builder message = io.spillway.wire.v1.AuditRecord.newBuilder()
                .setSchema(schema).setSequence(sequence).setAtUnixMillis(at.toEpochMilli()).setNode(node)
                .setPreviousRevision(previousRevision).setActor(deed.who.actor).setRole(deed.who.role)
                .setSource(deed.who.source).setAction(deed.action).setPlanHash(deed.planHash)
                .setApprover(deed.approver).setReason(deed.reason).setResult(deed.result);
        deed.objects.forEach(object -> message.addObjects(AuditObject.newBuilder().setName(object.name)
                .setRevisionBefore(object.revisionBefore)));
        Refusals refusals = deed.refusals;
        if (refusals != null) {
            message.setRefusals(AuditRefusals.newBuilder().setCalls(refusals.calls).setFirst(refusals.first)
                    .setKept(refusals.kept).setDigest(ByteString.copyFrom(AuditHash.bytes(refusals.digest))));
        }
        AuditPruning pruning = deed.pruning;
        if (pruning != null) {
            message.setPruning(pruning.toProto());
        }
        return message.build().toByteArray();
    }

    /** Returns what the bytes say, or that they are none of this. What a newer schema has besides is left out. */
    public static Decoded<AuditRecord> decode(byte[] bytes) {
        io.spillway.wire.v1.AuditRecord message;
        try {
            message = io.spillway.wire.v1.AuditRecord.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            return new Decoded.Invalid<>(List.of(
                    new Violation("", bytes.length + " bytes", "an audit record: " + broken.getMessage(), null)));
        }
        AuditRefusals refused = message.getRefusals();
        Refusals refusals = message.hasRefusals()
                ? new Refusals(refused.getCalls(), refused.getFirst(), refused.getKept(),
                        AuditHash.text(refused.getDigest().toByteArray()))
                : null;
        Deed deed = new Deed(new Who(message.getActor(), message.getRole(), message.getSource()), message.getAction(),
                message.getObjectsList().stream()
                        .map(object -> new Touched(object.getName(), object.getRevisionBefore())).toList(),
                message.getPlanHash(), message.getApprover(), message.getReason(), message.getResult(), refusals,
                message.hasPruning() ? AuditPruning.fromProto(message.getPruning()) : null);
        return new Decoded.Valid<>(new AuditRecord(message.getSchema(), message.getSequence(),
                Instant.ofEpochMilli(message.getAtUnixMillis()), message.getNode(), message.getPreviousRevision(),
                deed));
    }

    private static String cut(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }
}
