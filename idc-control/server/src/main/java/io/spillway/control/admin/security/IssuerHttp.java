package io.spillway.control.admin.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.spillway.control.access.TokenIssuer;
import io.spillway.model.document.Shown;
import io.spillway.process.tls.Loaded;
import io.spillway.process.tls.Trust;
import org.jspecify.annotations.Nullable;

/** Asks an issuer for its keys, on threads of its own. Safe for all threads. */
final class IssuerHttp implements Supplier<CompletableFuture<List<JWK>>>, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** For all that is asked together. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LONGEST_BODY = 1024 * 1024;
    private static final int SHORTEST_RSA = 2048;

    private final TokenIssuer issuer;
    private final HttpClient client;

    /** Creates it. @throws IllegalArgumentException when the file {@code ca} cannot be used */
    IssuerHttp(TokenIssuer issuer) {
        this.issuer = issuer;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
        SSLContext context = context(issuer);
        this.client = (context == null ? builder : builder.sslContext(context)).build();
    }

    private static @Nullable SSLContext context(TokenIssuer issuer) {
        if (issuer.ca() == null) {
            return null;
        }
        return switch (Trust.read(issuer.ca())) {
            case Loaded.Bad<Trust>(String reason) -> throw new IllegalArgumentException("ca: " + reason);
            case Loaded.Good<Trust>(Trust trust) -> {
                try {
                    SSLContext context = SSLContext.getInstance("TLS");
                    context.init(null, new TrustManager[]{trust.chains()}, null);
                    yield context;
                } catch (GeneralSecurityException e) {
                    throw new IllegalArgumentException("ca: " + e.getMessage(), e);
                }
            }
        };
    }

    @Override
    public CompletableFuture<List<JWK>> get() {
        CompletableFuture<URI> address = issuer.keys() == null
                ? document().thenApply(this::keysAddress)
                : CompletableFuture.completedFuture(issuer.keys());
        return address.thenCompose(where -> text(where).thenApply(body -> keys(where, body)))
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns its discovery document, which says that it is its own. */
    CompletableFuture<Map<String, Object>> document() {
        return text(URI.create(issuer.issuer().replaceAll("/$", "") + "/.well-known/openid-configuration"))
                .thenApply(this::discovered).orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<String> text(URI address) {
        return text(HttpRequest.newBuilder(address));
    }

    /** Sends a request and returns the body of the answer, which is 200 and JSON. */
    CompletableFuture<String> text(HttpRequest.Builder asked) {
        HttpRequest request = asked.timeout(PATIENCE).header("Accept", "application/json").build();
        return client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_BODY))
                .handle((answer, failed) -> body(request.uri(), answer, failed))
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String body(URI address, @Nullable HttpResponse<String> answer, @Nullable Throwable failed) {
        if (answer == null) {
            Throwable cause = failed instanceof CompletionException && failed.getCause() != null
                    ? failed.getCause()
                    : failed;
            String said = cause == null ? null : cause.getMessage();
            throw refused(address, said == null && cause != null ? cause.getClass().getSimpleName() : said);
        }
        if (answer.statusCode() != 200) {
            throw refused(address, "it answers " + answer.statusCode());
        }
        return answer.body();
    }

    private Map<String, Object> discovered(String body) {
        URI from = URI.create(issuer.issuer());
        try {
            Map<String, Object> document = JSONObjectUtils.parse(body);
            Object named = document.get("issuer");
            if (!issuer.issuer().equals(named)) {
                throw refused(from, "its discovery document is that of " + Shown.text(String.valueOf(named)));
            }
            return document;
        } catch (ParseException e) {
            throw refused(from, "its discovery document is not JSON");
        }
    }

    private URI keysAddress(Map<String, Object> document) {
        String keys = String.valueOf(document.get("jwks_uri"));
        if (!TokenIssuer.isAddress(keys)) {
            throw refused(URI.create(issuer.issuer()), "its jwks_uri is " + Shown.text(keys) + ", not https");
        }
        return URI.create(keys);
    }

    private static List<JWK> keys(URI address, String body) {
        try {
            return JWKSet.parse(body).getKeys().stream().filter(IssuerHttp::isGood).map(JWK::toPublicJWK)
                    .filter(Objects::nonNull).toList();
        } catch (ParseException e) {
            throw refused(address, "its keys are not a JWK set");
        }
    }

    /** A key that signs and checks alike is nobody's proof, and a short one is no proof any more. */
    private static boolean isGood(JWK key) {
        return key instanceof AsymmetricJWK && (!(key instanceof RSAKey) || key.size() >= SHORTEST_RSA);
    }

    static CompletionException refused(URI address, @Nullable String why) {
        return new CompletionException(new IOException(address + ": " + (why == null ? "no answer" : why)));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
