package io.spillway.control.admin.security;

import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSecurityContextJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWKSecurityContext;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.SignedJWT;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.LoginClient;
import io.spillway.control.access.TokenIssuer;
import io.spillway.control.session.Credential;
import io.spillway.model.document.Shown;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Knows callers by the tokens of one issuer. Safe for all threads. */
final class IssuerLogin implements AutoCloseable {

    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final TokenIssuer issuer;
    private final IssuerHttp http;
    private final IssuerKeys keys;
    private final NimbusReactiveJwtDecoder decoder;
    private final NimbusReactiveJwtDecoder idTokens;
    private final @Nullable IssuerDoor door;

    /**
     * Creates it, and asks for the keys without waiting for them.
     *
     * @param known the issuer's keys from before
     * @throws IllegalArgumentException when a file of the issuer's cannot be used
     */
    IssuerLogin(TokenIssuer issuer, KeyRing known, InstantSource clock, AccessObserver observer) {
        this.issuer = issuer;
        this.http = new IssuerHttp(issuer);
        this.keys = new IssuerKeys(issuer.issuer(), known, http, clock, observer);
        this.decoder = decoder(issuer, keys, clock);
        LoginClient client = issuer.client();
        this.door = client == null ? null : new IssuerDoor(issuer, client, http, clock);
        this.idTokens = client == null ? decoder : decoder(issuer.forClient(client), keys, clock);
        var _ = keys.ask();
    }

    private static NimbusReactiveJwtDecoder decoder(TokenIssuer issuer, IssuerKeys keys, InstantSource clock) {
        Set<JWSAlgorithm> algorithms = new HashSet<>();
        issuer.algorithms().forEach(name -> algorithms.add(JWSAlgorithm.parse(name)));
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder
                .withJwkSource(_ -> Flux.fromIterable(keys.ring().keys()))
                .jwtProcessorCustomizer(processor -> {
                    processor.setJWSKeySelector(new JWSVerificationKeySelector<JWKSecurityContext>(algorithms,
                            new JWKSecurityContextJWKSet()));
                    processor.setJWSTypeVerifier(
                            new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
                }).build();
        decoder.setJwtValidator(new TokenCheck(issuer, clock));
        return decoder;
    }

    /** Returns the way to log in there; null when there is none. */
    @Nullable
    IssuerDoor door() {
        return door;
    }

    TokenIssuer issuer() {
        return issuer;
    }

    KeyRing ring() {
        return keys.ring();
    }

    /** Returns who comes with a token that says it is of this issuer. */
    Mono<LoginResult> of(SignedJWT token, String text, String from) {
        return checked(decoder, token, text, good -> known(good, from));
    }

    /** Returns who has logged in: an ID token is for this client, and for the one question of that nonce. */
    Mono<LoginResult> ofIdToken(String text, LoginClient client, String nonce, String from) {
        SignedJWT token;
        try {
            token = SignedJWT.parse(text);
        } catch (ParseException notOne) {
            return Mono.just(wrong("the id_token is not a signed JWT (expected: one of " + issuer.issuer() + ")"));
        }
        return checked(idTokens, token, text, good -> {
            if (!nonce.equals(good.getClaimAsString("nonce"))) {
                return wrong("nonce: another one (expected: that of the login that was begun here)");
            }
            String party = good.getClaimAsString("azp");
            return party == null || party.equals(client.id())
                    ? known(good, from)
                    : wrong("azp: " + Shown.text(party) + " (expected: " + client.id() + ")");
        });
    }

    private Mono<LoginResult> checked(NimbusReactiveJwtDecoder by, SignedJWT token, String text,
            Function<Jwt, LoginResult> good) {
        String algorithm = token.getHeader().getAlgorithm().getName();
        if (!issuer.algorithms().contains(algorithm)) {
            return Mono.just(wrong("alg: " + Shown.text(algorithm) + " (expected: "
                    + String.join(" or ", issuer.algorithms().stream().sorted().toList()) + ")"));
        }
        return keys.find(token.getHeader()).flatMap(found -> switch (found) {
            case IssuerKeys.Outcome.Here _ -> by.decode(text).map(good)
                    .onErrorResume(JwtException.class, bad -> Mono.just(wrong(reason(bad))));
            case IssuerKeys.Outcome.NoSuchKey _ -> Mono.just(wrong("kid: "
                    + Shown.text(String.valueOf(token.getHeader().getKeyID())) + " for " + algorithm
                    + " (expected: a key of " + issuer.issuer() + ")"));
            case IssuerKeys.Outcome.Unavailable(String why) -> Mono.just(unavailable(why));
        });
    }

    private LoginResult known(Jwt token, String from) {
        // The check has seen both.
        String subject = String.valueOf(token.getSubject());
        Instant until = token.getExpiresAt() == null ? null : token.getExpiresAt().plus(issuer.clockSkew());
        List<TokenIssuer.Said> said = issuer.said(token.getClaims());
        return new LoginResult.Known(issuer.caller(subject, said, from), until,
                new Credential.Issued(issuer.issuer(), subject, said, until));
    }

    private LoginResult unavailable(String why) {
        return new LoginResult.Refused(503, "issuer unavailable", "Authorization: no token of " + issuer.issuer()
                + " can be checked, " + why + " (expected: its keys; until then a token of access.tokens or a "
                + "client certificate does, in need one that breaks glass)");
    }

    static LoginResult wrong(String what) {
        return new LoginResult.Refused(401, LoginResult.Refused.WRONG_TOKEN, "Authorization: " + what);
    }

    private static String reason(JwtException bad) {
        return bad instanceof JwtValidationException invalid
                ? String.join("; ", invalid.getErrors().stream().map(error -> String.valueOf(error.getDescription()))
                        .toList())
                : "the token cannot be believed (expected: one whose signature, type and claims are right)";
    }

    @Override
    public void close() {
        http.close();
    }

    /** Returns logins for issuers; what is known of their keys from before stays known. */
    static List<IssuerLogin> all(List<TokenIssuer> issuers, List<IssuerLogin> before, InstantSource clock,
            AccessObserver observer) {
        return issuers.stream().map(issuer -> new IssuerLogin(issuer, before.stream()
                .filter(old -> old.issuer.equals(issuer)).map(IssuerLogin::ring).findFirst().orElse(KeyRing.EMPTY),
                clock, observer)).toList();
    }
}
