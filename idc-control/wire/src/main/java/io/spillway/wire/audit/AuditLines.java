package io.spillway.wire.audit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Position;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Entries as documents: what people read, and beside it ({@code record}, Base64) the bytes that are hashed. A document whose
 * two halves say different things is no entry.
 */
public final class AuditLines {

    private static final ScalarType<Long> NUMBER = ScalarType.longInteger(0, Long.MAX_VALUE);
    private static final ScalarType<String> HASH = ScalarType.text("64 lower-case hexadecimal digits", AuditHash.NONE,
            text -> AuditHash.valid(text) ? text : null);
    private static final ScalarType<String> BASE64 = ScalarType.text("Base64", "", text -> {
        try {
            return Base64.getDecoder().decode(text) == null ? null : text;
        } catch (IllegalArgumentException notThat) {
            return null;
        }
    });

    private AuditLines() {}

    /** Returns the document of an entry. */
    public static Tree.Mapping write(AuditEntry entry) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("sequence", Tree.number(entry.place()));
        if (entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record)) {
            fields.putAll(write(record).fields());
        }
        fields.put("sequence", Tree.number(entry.place()));
        fields.put("revision", Tree.number(entry.revision()));
        fields.put("hash", Tree.text(entry.hash()));
        fields.put("record", Tree.text(Base64.getEncoder().encodeToString(entry.bytes())));
        return Tree.mapping(fields);
    }

    /** Returns the document of a record that stands in no chain. */
    public static Tree.Mapping write(AuditRecord record) {
        AuditRecord.Deed deed = record.deed();
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("sequence", Tree.number(record.sequence()));
        fields.put("at", Tree.text(record.at().toString()));
        fields.put("node", Tree.text(record.node()));
        fields.put("previousRevision", Tree.number(record.previousRevision()));
        fields.put("actor", Tree.text(deed.who().actor()));
        fields.put("role", Tree.text(deed.who().role()));
        fields.put("source", Tree.text(deed.who().source()));
        fields.put("action", Tree.text(deed.action()));
        fields.put("objects", Tree.sequence(deed.objects().stream().map(AuditLines::object).toList()));
        fields.put("planHash", Tree.text(deed.planHash()));
        fields.put("approver", Tree.text(deed.approver()));
        fields.put("reason", Tree.text(deed.reason()));
        fields.put("result", Tree.text(deed.result()));
        fields.put("refusals", refusals(deed.refusals()));
        AuditPruning pruning = deed.pruning();
        if (pruning != null) {
            fields.put("pruning", pruning(pruning));
        }
        return Tree.mapping(fields);
    }

    private static Tree pruning(AuditPruning pruning) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("sequence", Tree.number(pruning.through().sequence()));
        fields.put("hash", Tree.text(pruning.through().hash()));
        fields.put("exportDigest", Tree.text(pruning.exportDigest()));
        fields.put("before", Tree.text(pruning.before().toString()));
        return Tree.mapping(fields);
    }

    private static Tree object(AuditRecord.Touched object) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("name", Tree.text(object.name()));
        fields.put("revisionBefore", Tree.number(object.revisionBefore()));
        return Tree.mapping(fields);
    }

    private static Tree refusals(AuditRecord.@Nullable Refusals refusals) {
        if (refusals == null) {
            return new Tree.Scalar(null, Position.NONE);
        }
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("calls", Tree.number(refusals.calls()));
        fields.put("first", Tree.number(refusals.first()));
        fields.put("kept", Tree.number(refusals.kept()));
        fields.put("digest", Tree.text(refusals.digest()));
        return Tree.mapping(fields);
    }

    /** Returns the entry of a document, or what is wrong with it. */
    public static Decoded<AuditEntry> read(Tree document) {
        Decoded<AuditEntry> decoded = Decoder.decodeStored(document,
                line -> new AuditEntry(line.required("sequence", NUMBER),
                        Base64.getDecoder().decode(line.required("record", BASE64)), line.required("hash", HASH),
                        line.optional("revision", NUMBER, 0L)),
                new ArrayList<>());
        if (decoded instanceof Decoded.Valid<AuditEntry>(AuditEntry entry)
                && document instanceof Tree.Mapping shown) {
            List<Violation> differences = differences(entry, shown);
            return differences.isEmpty() ? decoded : new Decoded.Invalid<>(differences);
        }
        return decoded;
    }

    /** A newer schema may show more than this version knows. */
    private static List<Violation> differences(AuditEntry entry, Tree.Mapping shown) {
        Tree.Mapping meant = write(entry);
        List<Violation> differences = new ArrayList<>();
        meant.fields().forEach((name, value) -> {
            if (!value.equals(shown.get(name))) {
                differences.add(new Violation("/" + name, "another value", "what the field record says", null));
            }
        });
        boolean newer = entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record)
                && record.schema() > AuditRecord.SCHEMA;
        shown.fields().keySet().stream().filter(name -> !newer && meant.get(name) == null)
                .forEach(name -> differences.add(new Violation("/" + name, "a field", "no such field", null)));
        return differences;
    }
}
