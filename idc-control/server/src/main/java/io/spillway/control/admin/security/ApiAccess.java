package io.spillway.control.admin.security;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;
import io.spillway.control.access.Decision;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Judgement;
import io.spillway.control.access.Role;
import io.spillway.control.access.Target;
import io.spillway.control.access.TokenIssuer;
import io.spillway.control.session.Credential;
import io.spillway.control.session.LoginTicket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static java.time.Duration.ZERO;

/** Who may use the API of this node, as its configuration has it, which can be read again. Safe for all threads. */
public final class ApiAccess {

    private static final String DEVELOPMENT = "development";
    private static final String ANONYMOUS = "anonymous";

    /** Nothing waits for longer than so: a timer of more nanoseconds than fit into a number is none. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(30);

    private final Judgement judgement;
    private final InstantSource clock;
    private final AccessObserver observer;
    /** Replaced as a whole, and only under the lock of this. */
    private volatile Logins logins;

    /**
     * Who is known, as one reading of the configuration has it.
     *
     * @param issuers  null where there are none
     * @param replaced is told when another reading is in force
     */
    private record Logins(TokenLogin tokens, @Nullable CertificateLogin certificates, @Nullable IssuerLogins issuers,
            Strangers strangers, boolean twoPersons, Sinks.Empty<Void> replaced) {}

    /** What becomes of a call that shows nothing. */
    private enum Strangers {
        /** It may do everything: development on loopback. */
        DO_ALL,
        /** It may see: there is an {@code apiToken} alone, which has always been for writes. */
        SEE,
        /** It is refused. */
        REFUSED
    }

    /**
     * What the file says.
     *
     * @param idc         the IDC that the node is of
     * @param apiToken    the token of an admin; null for none
     * @param access      who else may what
     * @param trustDomain whose client certificates are taken; null: none are
     */
    public record Settings(String idc, @Nullable String apiToken, AccessConfig access, @Nullable String trustDomain) {

        /** Returns settings by which everybody, or everybody with the token, may do everything. */
        public static Settings open(@Nullable String apiToken) {
            return new Settings("", apiToken, AccessConfig.NONE, null);
        }

        /** Returns whether nothing is said, so that nobody can be told from anybody. */
        public boolean isEmpty() {
            return apiToken == null && access.isEmpty();
        }

        /** Returns whether only writes need credentials. */
        public boolean letsStrangersSee() {
            return apiToken != null && access.isEmpty();
        }
    }

    /**
     * Creates it.
     *
     * @param clock tells whether a certificate or a token has ended
     * @throws IllegalArgumentException when a file that the settings name cannot be used
     */
    public ApiAccess(Settings settings, InstantSource clock, AccessObserver observer) {
        this.judgement = new Judgement(settings.idc());
        this.clock = clock;
        this.observer = observer;
        this.logins = logins(settings, null);
    }

    private Logins logins(Settings settings, @Nullable IssuerLogins before) {
        List<TokenIssuer> issuers = settings.access().issuers();
        return new Logins(new TokenLogin(settings.apiToken(), settings.access()),
                settings.trustDomain() == null
                        ? null
                        : new CertificateLogin(settings.trustDomain(), settings.access(), clock),
                issuers.isEmpty()
                        ? null
                        : IssuerLogins.of(issuers, before == null ? List.of() : before.all(), clock, observer),
                settings.isEmpty()
                        ? Strangers.DO_ALL
                        : settings.letsStrangersSee() ? Strangers.SEE : Strangers.REFUSED,
                settings.access().twoPersons(), Sinks.empty());
    }

    /**
     * Takes other settings, of the same IDC, for all calls from now on. Whoever watches something has to come again.
     *
     * @throws IllegalArgumentException when they cannot be used; what was in force stays
     */
    public synchronized void replace(Settings settings) {
        Logins old = logins;
        if (settings.isEmpty() && old.strangers != Strangers.DO_ALL) {
            throw new IllegalArgumentException("nothing left of access and apiToken, so that everybody could do "
                    + "everything (expected: some of them, or a restart)");
        }
        logins = logins(settings, old.issuers);
        old.replaced.tryEmitEmpty();
        if (old.issuers != null) {
            old.issuers.close();
        }
    }

    /** Returns whether some calls need two persons. */
    public boolean asksForTwoPersons() {
        return logins.twoPersons;
    }

    /** Returns whether everybody may do everything, which is for development on loopback only. */
    public boolean letsEverybodyWrite() {
        return logins.strangers == Strangers.DO_ALL;
    }

    /**
     * Returns who calls. A token goes before a certificate, and a wrong one is never made good by it. What has to ask an
     * issuer first answers on another thread.
     */
    public Mono<Login> login(Presented shown) {
        Logins now = logins;
        return found(now, shown).map(result -> answered(now, result, shown.from()));
    }

    /**
     * What came of a call's credentials.
     *
     * @param ends completes when a caller that is known is so no longer
     */
    public record Login(LoginResult result, Mono<Void> ends) {}

    private Mono<Void> ends(Logins now, LoginResult.Known known) {
        Mono<Void> replaced = now.replaced.asMono();
        Instant until = known.until();
        if (until == null) {
            return replaced;
        }
        return Mono.firstWithSignal(replaced, Mono.defer(() -> {
            Duration left = Duration.between(clock.instant(), until);
            return Mono.delay(left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left.isNegative() ? ZERO : left);
        }).then());
    }

    private Mono<LoginResult> found(Logins now, Presented shown) {
        if (now.strangers == Strangers.DO_ALL) {
            return Mono.just(new LoginResult.Known(new Caller(DEVELOPMENT, DEVELOPMENT, Caller.By.DEVELOPMENT,
                    shown.from(), List.of(Grant.everywhere(Role.ADMIN))), null));
        }
        return switch (BearerHeader.read(shown.authorization())) {
            case BearerHeader.Wrong(String reason) -> Mono.just(new LoginResult.Refused(401, "no token", reason));
            case BearerHeader.Token token -> byToken(now, token, shown.from());
            case BearerHeader.Nothing _ -> Mono.just(withoutToken(now, shown));
        };
    }

    /** Returns who it is that a session was made for, as the configuration has him now; {@code ends}: when that ends. */
    public Login login(Credential credential, Instant ends, String from) {
        Logins now = logins;
        LoginResult result = switch (bySession(now, credential, from)) {
            case LoginResult.Known(Caller caller, Instant until, Credential held) ->
                new LoginResult.Known(caller, until == null || ends.isBefore(until) ? ends : until, held);
            case LoginResult.Refused refused -> refused;
        };
        return answered(now, result, from);
    }

    private LoginResult bySession(Logins now, Credential credential, String from) {
        return switch (credential) {
            case Credential.OwnToken token -> {
                Caller own = now.tokens.of(token, from);
                yield own == null
                        ? gone("the token of this session is none of this control plane (any more)")
                        : new LoginResult.Known(own, null, token);
            }
            case Credential.Issued issued -> now.issuers == null
                    ? gone("the issuer of this session is none of this control plane (any more)")
                    : now.issuers.of(issued, clock.instant(), from);
            case Credential.Development _ -> gone("this session is of development, where nobody has to log in");
        };
    }

    private static LoginResult gone(String what) {
        return new LoginResult.Refused(401, LoginResult.Refused.WRONG_TOKEN, what + " (expected: a new login)");
    }

    /** Returns where people may log in. */
    public List<LoginChoice> choices() {
        IssuerLogins issuers = logins.issuers;
        return issuers == null ? List.of() : issuers.choices();
    }

    /** Returns where a browser goes to log in by a ticket; {@code callback} is where it comes back to. */
    public Mono<LoginStep> begin(LoginTicket ticket, String callback) {
        IssuerLogins issuers = logins.issuers;
        return issuers == null
                ? Mono.just(new LoginStep.Stay(new LoginResult.Refused(404, "not found", "no issuer has a client")))
                : issuers.begin(ticket, callback);
    }

    /** Returns who comes back from an issuer with a code. */
    public Mono<Login> finish(LoginTicket ticket, String code, String callback, String from) {
        Logins now = logins;
        return (now.issuers == null
                ? Mono.just(gone("there is no issuer (any more)"))
                : now.issuers.finish(ticket, code, callback, from)).map(result -> answered(now, result, from));
    }

    /** Returns the refusal of a call that was judged before anybody looked at its caller, and tells of it. */
    public Login refuse(LoginResult.Refused refused, String from) {
        return answered(logins, refused, from);
    }

    private Login answered(Logins now, LoginResult result, String from) {
        if (result instanceof LoginResult.Refused(int status, String _, String reason)) {
            observer.refused(status, from, reason);
        }
        return new Login(result, result instanceof LoginResult.Known known ? ends(now, known) : Mono.never());
    }

    private static Mono<LoginResult> byToken(Logins now, BearerHeader.Token token, String from) {
        Caller own = now.tokens.of(token, from);
        if (own != null) {
            return Mono.just(new LoginResult.Known(own, null, TokenLogin.hash(token)));
        }
        return now.issuers != null && token.signed()
                ? now.issuers.of(token, from)
                : Mono.just(new LoginResult.Refused(403, LoginResult.Refused.WRONG_TOKEN,
                        "Authorization: another token (expected: a token of this control plane)"));
    }

    private LoginResult withoutToken(Logins now, Presented shown) {
        X509Certificate certificate = shown.certificate();
        if (now.certificates != null && certificate != null) {
            return now.certificates.of(certificate, shown.from(), shown.reason());
        }
        return now.strangers == Strangers.SEE
                ? new LoginResult.Known(new Caller(ANONYMOUS, ANONYMOUS, Caller.By.NOTHING, shown.from(),
                        List.of(Grant.everywhere(Role.VIEWER))), null)
                : new LoginResult.Refused(401, "no token", expected());
    }

    private String expected() {
        return "Authorization: missing (expected: Bearer and a token of this control plane"
                + (logins.certificates == null ? ")" : ", or a client certificate)");
    }

    /** Returns whether the caller may make the call, as far as its address tells; who breaks glass is told of here. */
    public Decision door(Caller caller, Call call) {
        Decision decision = heard(caller, judgement.door(caller, call));
        if (decision instanceof Decision.Allow && caller.breaksGlass()) {
            observer.brokeGlass(caller, call);
        }
        return decision;
    }

    /** Returns whether the caller may write what this touches. */
    public Decision touching(Caller caller, Call call, List<Target> targets) {
        return heard(caller, judgement.touching(caller, call, targets));
    }

    /** Returns the answer to somebody who is refused because he has shown nothing; null for all others. */
    public LoginResult.@Nullable Refused asksForCredentials(Caller caller) {
        return caller.by() == Caller.By.NOTHING ? new LoginResult.Refused(401, "no token", expected()) : null;
    }

    private Decision heard(Caller caller, Decision decision) {
        if (decision instanceof Decision.Deny deny) {
            observer.refused(caller.by() == Caller.By.NOTHING ? 401 : 403, caller.from(), deny.reason());
        }
        return decision;
    }
}
