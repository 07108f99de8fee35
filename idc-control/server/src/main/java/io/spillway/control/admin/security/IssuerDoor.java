package io.spillway.control.admin.security;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.spillway.control.access.LoginClient;
import io.spillway.control.access.TokenIssuer;
import io.spillway.control.session.LoginTicket;
import io.spillway.model.document.Shown;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Logging in at one issuer: OpenID Connect's code flow with PKCE (RFC 7636, S256). Never blocks; safe for all threads.
 */
final class IssuerDoor {

    private static final Duration FRESH = Duration.ofMinutes(5);

    private final TokenIssuer issuer;
    private final LoginClient client;
    private final IssuerHttp http;
    private final InstantSource clock;
    private volatile @Nullable Known known;

    /** Its discovery document, and when it came. */
    private record Known(Map<String, Object> document, Instant at) {}

    /** What it gives for a code. */
    sealed interface Answer {

        /** A token that nobody has checked yet. */
        record IdToken(String text) implements Answer {}

        /** Nothing, for this reason. */
        record Nothing(LoginResult.Refused why) implements Answer {}
    }

    IssuerDoor(TokenIssuer issuer, LoginClient client, IssuerHttp http, InstantSource clock) {
        this.issuer = issuer;
        this.client = client;
        this.http = http;
        this.clock = clock;
    }

    LoginClient client() {
        return client;
    }

    /** Returns where a browser goes to log in. */
    Mono<LoginStep> begin(LoginTicket ticket, String callback) {
        return document().<LoginStep>map(document -> {
            String address = String.valueOf(document.get("authorization_endpoint"));
            if (!isPage(address)) {
                return new LoginStep.Stay(away("its authorization_endpoint is " + Shown.text(address)
                        + ", not https"));
            }
            Map<String, String> query = new LinkedHashMap<>();
            query.put("response_type", "code");
            query.put("client_id", client.id());
            query.put("scope", String.join(" ", client.scopes()));
            query.put("redirect_uri", callback);
            query.put("state", ticket.state());
            query.put("nonce", ticket.nonce());
            query.put("code_challenge", challenge(ticket.verifier()));
            query.put("code_challenge_method", "S256");
            return new LoginStep.Go(address + (address.contains("?") ? "&" : "?") + form(query));
        }).onErrorResume(failed -> Mono.just(new LoginStep.Stay(away(reason(failed)))));
    }

    /** Asks for the ID token of a code, which is good once. */
    Mono<Answer> idToken(LoginTicket ticket, String code, String callback) {
        return document().flatMap(document -> {
            String address = String.valueOf(document.get("token_endpoint"));
            if (!TokenIssuer.isAddress(address)) {
                return Mono.just(new Answer.Nothing(away("its token_endpoint is " + Shown.text(address)
                        + ", not https")));
            }
            return Mono.fromFuture(http.text(asked(URI.create(address), ticket, code, callback))).map(this::answer);
        }).onErrorResume(failed -> Mono.just(new Answer.Nothing(new LoginResult.Refused(401, "login failed",
                issuer.issuer() + " gave no token for this code: " + reason(failed) + " (expected: a new login)"))));
    }

    private HttpRequest.Builder asked(URI address, LoginTicket ticket, String code, String callback) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("grant_type", "authorization_code");
        body.put("code", code);
        body.put("redirect_uri", callback);
        body.put("code_verifier", ticket.verifier());
        String secret = client.secret();
        if (secret == null) {
            body.put("client_id", client.id());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(body)));
        if (secret != null) {
            // RFC 6749, 2.3.1: both are written as in a form before they are joined.
            String both = encoded(client.id()) + ":" + encoded(secret);
            request.header("Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
        return request;
    }

    private Answer answer(String body) {
        try {
            return JSONObjectUtils.parse(body).get("id_token") instanceof String token
                    ? new Answer.IdToken(token)
                    : new Answer.Nothing(away("its answer has no id_token (expected: scope openid to be granted)"));
        } catch (ParseException e) {
            return new Answer.Nothing(away("its answer for a code is not JSON"));
        }
    }

    private Mono<Map<String, Object>> document() {
        Known now = known;
        return now != null && clock.instant().isBefore(now.at().plus(FRESH))
                ? Mono.just(now.document())
                : Mono.defer(() -> Mono.fromFuture(http.document()))
                        .doOnNext(document -> known = new Known(document, clock.instant()));
    }

    private LoginResult.Refused away(String why) {
        return new LoginResult.Refused(503, "issuer unavailable",
                "nobody can log in at " + issuer.issuer() + ": " + why + " (until then a token does)");
    }

    /** An endpoint for browsers may have a query of its own. */
    private static boolean isPage(String address) {
        try {
            URI uri = new URI(address);
            return TokenIssuer.isAddress(new URI(uri.getScheme(), uri.getAuthority(), uri.getPath(), null, null)
                    .toString()) && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String reason(Throwable failed) {
        Throwable cause = failed instanceof CompletionException && failed.getCause() != null
                ? failed.getCause()
                : failed;
        String message = cause.getMessage();
        return cause instanceof TimeoutException
                ? "no answer in time"
                : message == null ? cause.getClass().getSimpleName() : message;
    }
}
