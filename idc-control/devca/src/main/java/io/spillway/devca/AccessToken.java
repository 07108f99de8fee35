package io.spillway.devca;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A new bearer token of 256 random bits. Good for production too: who knows its hash alone cannot find it.
 *
 * @param text   what its holder sends
 * @param sha256 what a control node knows of it, in hexadecimal
 */
public record AccessToken(String text, String sha256) {

    private static final int OCTETS = 32;
    /** So that a token is known for one where it should not be, as in a commit. */
    private static final String PREFIX = "spillway_";

    /** Returns one that nobody has had before. */
    public static AccessToken create(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
            return new AccessToken(text, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }

    /** Hides the token: what is logged by mistake is no secret. */
    @Override
    public String toString() {
        return "token of sha256 " + sha256;
    }
}
