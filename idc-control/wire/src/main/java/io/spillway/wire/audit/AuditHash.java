package io.spillway.wire.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 lower-case hexadecimal digits. */
final class AuditHash {

    static final String NONE = "0".repeat(64);

    private AuditHash() {}

    /** Returns SHA-256(before || record). */
    static String after(String before, byte[] record) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes(before));
            return text(digest.digest(record));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static boolean valid(String text) {
        return text.matches("[0-9a-f]{64}");
    }

    static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text);
    }

    static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
