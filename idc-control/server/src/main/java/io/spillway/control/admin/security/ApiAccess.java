package io.spillway.control.admin.security;

import java.security.cert.X509Certificate;
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
import org.jspecify.annotations.Nullable;

/** Who may use the API of this node, as its configuration has it. Immutable; safe for all threads. */
public final class ApiAccess {

    private static final String DEVELOPMENT = "development";
    private static final String ANONYMOUS = "anonymous";

    private final Judgement judgement;
    private final TokenLogin tokens;
    private final @Nullable CertificateLogin certificates;
    private final Strangers strangers;
    private final AccessObserver observer;
    private final boolean twoPersons;

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
     * @param clock tells whether a certificate has ended since its handshake
     */
    public ApiAccess(Settings settings, InstantSource clock, AccessObserver observer) {
        this.judgement = new Judgement(settings.idc());
        this.tokens = new TokenLogin(settings.apiToken(), settings.access());
        this.certificates = settings.trustDomain() == null
                ? null
                : new CertificateLogin(settings.trustDomain(), settings.access(), clock);
        this.strangers = settings.isEmpty()
                ? Strangers.DO_ALL
                : settings.letsStrangersSee() ? Strangers.SEE : Strangers.REFUSED;
        this.observer = observer;
        this.twoPersons = settings.access().twoPersons();
    }

    /** Returns whether some calls need two persons. */
    public boolean asksForTwoPersons() {
        return twoPersons;
    }

    /** Returns whether everybody may do everything, which is for development on loopback only. */
    public boolean letsEverybodyWrite() {
        return strangers == Strangers.DO_ALL;
    }

    /** Returns who calls. A token goes before a certificate, and a wrong one is never made good by it. */
    public LoginResult login(Presented shown) {
        LoginResult result = found(shown);
        if (result instanceof LoginResult.Refused(int status, String _, String reason)) {
            observer.refused(status, shown.from(), reason);
        }
        return result;
    }

    private LoginResult found(Presented shown) {
        if (strangers == Strangers.DO_ALL) {
            return new LoginResult.Known(new Caller(DEVELOPMENT, DEVELOPMENT, Caller.By.DEVELOPMENT, shown.from(),
                    List.of(Grant.everywhere(Role.ADMIN))));
        }
        if (shown.authorization() != null) {
            return tokens.of(shown.authorization(), shown.from());
        }
        X509Certificate certificate = shown.certificate();
        if (certificates != null && certificate != null) {
            return certificates.of(certificate, shown.from(), shown.reason());
        }
        return strangers == Strangers.SEE
                ? new LoginResult.Known(new Caller(ANONYMOUS, ANONYMOUS, Caller.By.NOTHING, shown.from(),
                        List.of(Grant.everywhere(Role.VIEWER))))
                : new LoginResult.Refused(401, "no token", expected());
    }

    private String expected() {
        return "Authorization: missing (expected: Bearer and a token of this control plane"
                + (certificates == null ? ")" : ", or a client certificate)");
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
