package io.spillway.control.admin.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.Caller;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.control.session.Credential;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Knows tokens by their SHA-256. A slow hash is not needed: a token is 256 random bits and not a word that somebody thought of.
 * Immutable; safe for all threads.
 */
final class TokenLogin {

    private final List<Known> known;

    private record Known(String hash, String identity, String person, Caller.By by, List<Grant> grants) {}

    /** Creates a login; {@code apiToken} is the one that may do what admins may, null for none. */
    TokenLogin(@Nullable String apiToken, AccessConfig config) {
        List<Known> tokens = new ArrayList<>();
        if (apiToken != null) {
            tokens.add(new Known(sha256(apiToken), "apiToken", "apiToken", Caller.By.API_TOKEN,
                    List.of(Grant.everywhere(Role.ADMIN))));
        }
        for (AccessConfig.TokenGrant token : config.tokens()) {
            tokens.add(new Known(token.sha256(), token.identity(), token.person(),
                    Caller.By.TOKEN, token.roles()));
        }
        this.known = List.copyOf(tokens);
    }

    /** Returns who has a token; null when nobody has. */
    @Nullable
    Caller of(BearerHeader.Token shown, String from) {
        return of(hash(shown), from);
    }

    /** Returns the hash of a token. */
    static Credential.OwnToken hash(BearerHeader.Token shown) {
        return new Credential.OwnToken(sha256(shown.text()));
    }

    /** Returns who has the token of this hash; null when nobody has (any more). */
    @Nullable
    Caller of(Credential.OwnToken token, String from) {
        String given = token.sha256();
        Known found = null;
        for (Known each : known) {
            // Every one is compared, in constant time: an answer's delay must not tell how much of which was right.
            if (MessageDigest.isEqual(each.hash().getBytes(UTF_8), given.getBytes(UTF_8))) {
                found = each;
            }
        }
        return found == null
                ? null
                : new Caller(found.identity(), found.person(), found.by(), from, found.grants());
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }
}
