package io.spillway.control.admin.security;

import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import com.nimbusds.jwt.SignedJWT;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.TokenIssuer;
import io.spillway.control.session.Credential;
import io.spillway.control.session.LoginTicket;
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

    /** Returns where people may log in. */
    List<LoginChoice> choices() {
        return logins.stream().filter(login -> login.door() != null).map(login -> LoginChoice.of(login.issuer()))
                .toList();
    }

    /** Returns where a browser goes to log in. */
    Mono<LoginStep> begin(LoginTicket ticket, String callback) {
        return door(ticket).map(login -> Objects.requireNonNull(login.door()).begin(ticket, callback))
                .orElseGet(() -> Mono.just(new LoginStep.Stay(unknown(ticket))));
    }

    /** Returns who comes back from there with a code. */
    Mono<LoginResult> finish(LoginTicket ticket, String code, String callback, String from) {
        return door(ticket).map(login -> {
            IssuerDoor door = Objects.requireNonNull(login.door());
            return door.idToken(ticket, code, callback).flatMap(token -> switch (token) {
                case IssuerDoor.Answer.IdToken(String text) ->
                    login.ofIdToken(text, door.client(), ticket.nonce(), from);
                case IssuerDoor.Answer.Nothing(LoginResult.Refused why) -> Mono.<LoginResult>just(why);
            }).subscribeOn(Schedulers.parallel());
        }).orElseGet(() -> Mono.just(unknown(ticket)));
    }

    private Optional<IssuerLogin> door(LoginTicket ticket) {
        return logins.stream().filter(login -> login.door() != null
                && LoginChoice.of(login.issuer()).id().equals(ticket.login())).findFirst();
    }

    private static LoginResult.Refused unknown(LoginTicket ticket) {
        return new LoginResult.Refused(404, "not found",
                "login: " + Shown.text(ticket.login()) + " (expected: an id of GET /console/session)");
    }

    /** Returns who has a session that was made for a token of an issuer. */
    LoginResult of(Credential.Issued issued, Instant now, String from) {
        Instant until = issued.until();
        if (until != null && !now.isBefore(until)) {
            return IssuerLogin.wrong("the token of this session ended at " + until + " (expected: a new login)");
        }
        return logins.stream().map(IssuerLogin::issuer).filter(issuer -> issuer.issuer().equals(issued.issuer()))
                .findFirst().<LoginResult>map(issuer -> new LoginResult.Known(
                        issuer.caller(issued.subject(), issued.said(), from), until, issued))
                .orElseGet(() -> IssuerLogin.wrong("the issuer of this session is " + Shown.text(issued.issuer())
                        + " (expected: " + issuers() + ")"));
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
