package io.spillway.ctl.verb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.wire.audit.AuditChain;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditExport;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditLines;
import io.spillway.wire.document.JsonText;
import org.jspecify.annotations.Nullable;

/** An exported audit, line by line. */
final class AuditFile {

    private AuditFile() {}

    /**
     * What a file has.
     *
     * @param base    after which its records begin, as it says itself
     * @param last    sequence of its last record that could be read; that of the base when it has none
     * @param digest  SHA-256 of the file; empty when it was not read to its end
     * @param misread the first line that is none of an export; null when all are
     */
    record Told(AuditHead base, long last, String digest, AuditChain.@Nullable Break misread) {}

    /** Returns after which record the records of a file begin, as it says itself. */
    static AuditHead base(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return base(lines.readLine());
        }
    }

    private static AuditHead base(@Nullable String first) {
        AuditHead base = first == null ? null : AuditExport.base(first);
        return base == null ? AuditHead.NONE : base;
    }

    /** Hands on the records of a file until {@code taker} wants no more. */
    static Told read(Path file, Predicate<AuditEntry> taker) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, _ -> {}, taker);
        }
    }

    /** Takes where a file begins, before its first record. */
    @FunctionalInterface
    interface Beginning {

        void at(AuditHead base);
    }

    /** The same, saying first where it begins. */
    static Told read(InputStream in, Beginning beginning, Predicate<AuditEntry> taker) throws IOException {
        MessageDigest digest = sha256();
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(new DigestInputStream(in, digest), StandardCharsets.UTF_8));
        String line = lines.readLine();
        AuditHead base = base(line);
        beginning.at(base);
        if (base.sequence() > 0) {
            line = lines.readLine();
        }
        long last = base.sequence();
        for (; line != null; line = lines.readLine()) {
            Line read = line(line);
            AuditEntry entry = read.entry();
            if (entry == null) {
                return new Told(base, last, "", new AuditChain.Break(last + 1, read.wrong()));
            }
            if (!taker.test(entry)) {
                return new Told(base, last, "", null);
            }
            last = entry.place();
        }
        return new Told(base, last, HexFormat.of().formatHex(digest.digest()), null);
    }

    /** A line: an entry, or what is wrong with it. */
    private record Line(@Nullable AuditEntry entry, String wrong) {}

    private static Line line(String text) {
        return switch (JsonText.parse(text)) {
            case Decoded.Invalid<Tree>(List<Violation> violations) ->
                new Line(null, "is no line of an export: " + violations.getFirst().message());
            case Decoded.Valid<Tree>(Tree document) -> switch (AuditLines.read(document)) {
                case Decoded.Valid<AuditEntry>(AuditEntry entry) -> new Line(entry, "");
                case Decoded.Invalid<AuditEntry>(List<Violation> violations) ->
                    new Line(null, "its fields are not what was recorded: " + violations.getFirst().message());
            };
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
