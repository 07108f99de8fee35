package io.spillway.control.admin.security;

import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;

import com.nimbusds.jwt.SignedJWT;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.TokenIssuer;
import io.spillway.model.document.Shown;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Knows callers by tokens of the issuers that are configured. Immutable; safe for all threads. Made only where there are some. */
final class IssuerLogins implements AutoCloseable {

    private final List<IssuerLogin> logins;

    private IssuerLogins(List<IssuerLogin> logins) {
        this.logins = List.copyOf(logins);
    }

    /** Returns logins for issuers; {@code before} are those of whose keys something may be known. */
    static IssuerLogins of(List<TokenIssuer> issuers, List<IssuerLogin> before, InstantSource clock,
            AccessObserver observer) {
        return new IssuerLogins(IssuerLogin.all(issuers, before, clock, observer));
    }

    List<IssuerLogin> all() {
        return logins;
    }

    /** Returns who comes with a token. Signatures are checked on threads of Reactor's that are no event loop's. */
    Mono<LoginResult> of(BearerHeader.Token token, String from) {
        return Mono.defer(() -> checked(token.text(), from)).subscribeOn(Schedulers.parallel());
    }

    private Mono<LoginResult> checked(String text, String from) {
        SignedJWT token;
        String named;
        try {
            token = SignedJWT.parse(text);
            named = token.getJWTClaimsSet().getIssuer();
        } catch (ParseException | IllegalArgumentException _) {
            return Mono.just(IssuerLogin.wrong("not a signed JWT (expected: a token of " + issuers() + ")"));
        }
        return logins.stream().filter(login -> login.issuer().issuer().equals(named)).findFirst()
                .map(login -> login.of(token, text, from))
                .orElseGet(() -> Mono.just(IssuerLogin.wrong("iss: " + Shown.text(String.valueOf(named))
                        + " (expected: " + issuers() + ")")));
    }

    private String issuers() {
        return String.join(" or ", logins.stream().map(login -> login.issuer().issuer()).toList());
    }

    @Override
    public void close() {
        logins.forEach(IssuerLogin::close);
    }
}
