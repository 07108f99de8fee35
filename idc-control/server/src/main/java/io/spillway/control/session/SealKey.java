package io.spillway.control.session;

import java.time.Instant;
import java.util.Base64;
import java.util.random.RandomGenerator;

import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * A key of AES-256 that seals.
 *
 * @param id   eight hexadecimal digits, by which what it has sealed names it
 * @param made when it was made
 */
record SealKey(String id, SecretKeySpec secret, Instant made) {

    /** Hexadecimal digits of an id. */
    static final int ID_DIGITS = 8;
    private static final int OCTETS = 32;

    /** Makes a new one; {@code random} must be one that nobody can foretell. */
    static SealKey make(Instant now, RandomGenerator random) {
        byte[] secret = new byte[OCTETS];
        random.nextBytes(secret);
        return new SealKey(String.format(java.util.Locale.ROOT, "%08x", random.nextInt()),
                new SecretKeySpec(secret, "AES"), now);
    }

    /** Returns it as a line of text. */
    String line() {
        return id + " " + made.toEpochMilli() + " " + Base64.getEncoder().encodeToString(secret.getEncoded());
    }

    /** Returns the key of a line; null when it is none. */
    static @Nullable SealKey of(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[0].matches("[0-9a-f]{" + ID_DIGITS + "}")
                || !parts[1].matches("[0-9]{1,18}")) {
            return null;
        }
        try {
            byte[] secret = Base64.getDecoder().decode(parts[2]);
            return secret.length == OCTETS
                    ? new SealKey(parts[0], new SecretKeySpec(secret, "AES"),
                            Instant.ofEpochMilli(Long.parseLong(parts[1])))
                    : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return "key " + id + " of " + made;
    }
}
