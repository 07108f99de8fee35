package io.spillway.wire.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * An exported file as it is written, and its digest: what of a chain is pruned has one form only, so that whoever keeps the
 * records and whoever keeps the file compute the same. Not thread-safe; pure.
 */
public final class AuditExport {

    private static final String PRUNED = "pruned";

    private final MessageDigest digest;

    /** Begins a file of the records after {@code base}. */
    public AuditExport(AuditHead base) {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        String first = header(base);
        if (!first.isEmpty()) {
            take(first);
        }
    }

    /** Returns the first line of a file that begins after {@code base}, without a line end; empty when it has none. */
    public static String header(AuditHead base) {
        if (base.sequence() == 0) {
            return "";
        }
        Map<String, Tree> pruned = new LinkedHashMap<>();
        pruned.put("sequence", Tree.number(base.sequence()));
        pruned.put("hash", Tree.text(base.hash()));
        return JsonText.write(Tree.mapping(Map.of(PRUNED, Tree.mapping(pruned))));
    }

    /** Returns what a first line says of where its file begins; null when it is a record, or anything else. */
    public static @Nullable AuditHead base(String line) {
        return JsonText.parse(line) instanceof Decoded.Valid<Tree>(Tree.Mapping document)
                && document.get(PRUNED) instanceof Tree.Mapping pruned
                        ? AuditHead.parse(text(pruned, "sequence") + ":" + text(pruned, "hash"))
                        : null;
    }

    private static String text(Tree.Mapping mapping, String name) {
        return mapping.get(name) instanceof Tree.Scalar scalar ? String.valueOf(scalar.value()) : "";
    }

    /** Takes the next record; returns its line, without a line end. */
    public String take(AuditEntry entry) {
        String line = JsonText.write(AuditLines.write(entry));
        take(line);
        return line;
    }

    private void take(String line) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns SHA-256 of the file, 64 lower-case hexadecimal digits, and ends it. */
    public String end() {
        return AuditHash.text(digest.digest());
    }
}
