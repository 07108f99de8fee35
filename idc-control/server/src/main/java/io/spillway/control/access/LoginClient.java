package io.spillway.control.access;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer of OIDC knows the console as, so that people log in there by its page.
 *
 * @param id     the {@code client_id}, which is the audience of ID tokens
 * @param secret null where the client is public; the code is bound by PKCE either way
 * @param scopes what is asked for; {@code openid} is among them
 * @param name   what stands on the button
 */
public record LoginClient(String id, @Nullable String secret, List<String> scopes, String name) {

    private static final String OPENID = "openid";
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");
    private static final ScalarType<String> SCOPES = ScalarType.text("a scope of visible ASCII without quotes", "",
            text -> SCOPE.matcher(text).matches() ? text : null);

    /** Copies the list. */
    public LoginClient {
        scopes = List.copyOf(scopes);
    }

    /** Reads all keys of {@code client}; {@code host} is the name where none is given. */
    static LoginClient read(Decoder client, String host) {
        List<String> scopes = client.list("scopes", SCOPES);
        if (client.has("scopes") && !scopes.contains(OPENID)) {
            client.violation("scopes", OPENID + " among them, or no such key for " + OPENID + " alone");
        }
        return new LoginClient(client.required("id", AccessConfig.PRINTED),
                client.optional("secret", ScalarType.SOME_TEXT), scopes.isEmpty() ? List.of(OPENID) : scopes,
                Objects.requireNonNullElse(client.optional("name", ScalarType.SOME_TEXT), host));
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return "client " + id + (secret == null ? " without a secret" : "") + " " + scopes;
    }
}
