package io.spillway.control.admin.security;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSecurityContextJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWKSecurityContext;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.SignedJWT;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.TokenIssuer;
import io.spillway.model.document.Shown;
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
        this.decoder = decoder(issuer, keys);
        decoder.setJwtValidator(new TokenCheck(issuer, clock));
        var _ = keys.ask();
    }

    private static NimbusReactiveJwtDecoder decoder(TokenIssuer issuer, IssuerKeys keys) {
        Set<JWSAlgorithm> algorithms = new HashSet<>();
        issuer.algorithms().forEach(name -> algorithms.add(JWSAlgorithm.parse(name)));
        return NimbusReactiveJwtDecoder.withJwkSource(_ -> Flux.fromIterable(keys.ring().keys()))
                .jwtProcessorCustomizer(processor -> {
                    processor.setJWSKeySelector(new JWSVerificationKeySelector<JWKSecurityContext>(algorithms,
                            new JWKSecurityContextJWKSet()));
                    processor.setJWSTypeVerifier(
                            new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
                }).build();
    }

    TokenIssuer issuer() {
        return issuer;
    }

    KeyRing ring() {
        return keys.ring();
    }

    /** Returns who comes with a token that says it is of this issuer. */
    Mono<LoginResult> of(SignedJWT token, String text, String from) {
        String algorithm = token.getHeader().getAlgorithm().getName();
        if (!issuer.algorithms().contains(algorithm)) {
            return Mono.just(wrong("alg: " + Shown.text(algorithm) + " (expected: "
                    + String.join(" or ", issuer.algorithms().stream().sorted().toList()) + ")"));
        }
        return keys.find(token.getHeader()).flatMap(found -> switch (found) {
            case IssuerKeys.Outcome.Here _ -> decoder.decode(text).map(good -> known(good, from))
                    .onErrorResume(JwtException.class, bad -> Mono.just(wrong(reason(bad))));
            case IssuerKeys.Outcome.NoSuchKey _ -> Mono.just(wrong("kid: "
                    + Shown.text(String.valueOf(token.getHeader().getKeyID())) + " for " + algorithm
                    + " (expected: a key of " + issuer.issuer() + ")"));
            case IssuerKeys.Outcome.Unavailable(String why) -> Mono.just(unavailable(why));
        });
    }

    private LoginResult known(Jwt token, String from) {
        // The check has seen both.
        return new LoginResult.Known(issuer.caller(String.valueOf(token.getSubject()), token.getClaims(), from),
                token.getExpiresAt() == null ? null : token.getExpiresAt().plus(issuer.clockSkew()));
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
