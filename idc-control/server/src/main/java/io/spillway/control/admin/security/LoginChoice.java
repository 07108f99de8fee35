package io.spillway.control.admin.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.spillway.control.access.LoginClient;
import io.spillway.control.access.TokenIssuer;

/**
 * An issuer where people may log in.
 *
 * @param id   the same on every node that has the same issuer, good for an address
 * @param name what stands on the button
 */
public record LoginChoice(String id, String name) {

    private static final int DIGITS = 12;

    static LoginChoice of(TokenIssuer issuer) {
        LoginClient client = issuer.client();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(issuer.issuer().getBytes(StandardCharsets.UTF_8));
            return new LoginChoice(HexFormat.of().formatHex(hash).substring(0, DIGITS),
                    client == null ? issuer.issuer() : client.name());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }
}
