package io.spillway.control.admin.security;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.Caller;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.model.document.Shown;
import io.spillway.model.identity.PersonId;
import io.spillway.model.identity.SpiffeId;
import io.spillway.process.tls.Credentials;
import org.jspecify.annotations.Nullable;

/** Knows callers by the one URI name of a certificate that the handshake has believed. Immutable; safe for all threads. */
final class CertificateLogin {

    /** Who holds a break-glass certificate for longer does not break glass, but has a key. */
    private static final Duration LONGEST_BREAKGLASS = Duration.ofHours(1);
    private static final Pattern REASON = Pattern.compile("(?=.*[!-~])[ -~]{1,200}");

    private final String trustDomain;
    private final List<AccessConfig.CertificateGrant> grants;
    private final InstantSource clock;

    CertificateLogin(String trustDomain, AccessConfig config, InstantSource clock) {
        this.trustDomain = trustDomain;
        this.grants = config.certificates();
        this.clock = clock;
    }

    LoginResult of(X509Certificate certificate, String from, @Nullable String reason) {
        Instant now = clock.instant();
        Instant until = certificate.getNotAfter().toInstant();
        if (until.isBefore(now)) {
            return refused("the certificate expired at " + until + " (expected: one that is valid at " + now + ")");
        }
        String uri = Credentials.uri(certificate);
        Optional<PersonId> person = uri == null ? Optional.empty() : PersonId.parse(uri);
        Optional<SpiffeId> process = uri == null ? Optional.empty() : SpiffeId.parse(uri);
        if (uri == null || (person.isEmpty() && process.isEmpty())) {
            return refused("the certificate has no SPIFFE id of ours (expected: one URI name, spiffe://" + trustDomain
                    + "/operator/<name> or spiffe://" + trustDomain + "/idc/<idc>/<role>/<id>)");
        }
        String domain = person.map(PersonId::trustDomain).or(() -> process.map(SpiffeId::trustDomain)).orElseThrow();
        if (!domain.equals(trustDomain)) {
            return refused("the certificate of " + uri + " (expected: trust domain " + trustDomain + ")");
        }
        return person.isPresent() && person.get().kind() == PersonId.Kind.BREAKGLASS
                ? breakGlass(person.get(), certificate, from, reason)
                : new LoginResult.Known(caller(uri, process.orElse(null), from), until);
    }

    private Caller caller(String uri, @Nullable SpiffeId process, String from) {
        if (process != null && process.role() == SpiffeId.Role.WORKLOAD) {
            return new Caller(uri, uri, Caller.By.CERTIFICATE, from, List.of(), process, "");
        }
        return grants.stream().filter(grant -> grant.id().equals(uri)).findFirst()
                .map(grant -> new Caller(uri, grant.person(), Caller.By.CERTIFICATE, from, grant.roles()))
                .orElseGet(() -> new Caller(uri, uri, Caller.By.CERTIFICATE, from, List.of()));
    }

    private static LoginResult breakGlass(PersonId person, X509Certificate certificate, String from,
            @Nullable String reason) {
        Duration life = Duration.between(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
        if (life.compareTo(LONGEST_BREAKGLASS) > 0) {
            return refused("the certificate of " + person + " is made for " + life.toMinutes()
                    + " minutes (expected: at most " + LONGEST_BREAKGLASS.toMinutes() + ")");
        }
        if (reason == null || !REASON.matcher(reason).matches()) {
            return new LoginResult.Refused(403, "no reason", Presented.REASON + ": "
                    + (reason == null ? "missing" : Shown.text(reason))
                    + " (expected: why glass is broken, 1 to 200 characters of printable ASCII)");
        }
        return new LoginResult.Known(new Caller(person.uri(), person.uri(), Caller.By.CERTIFICATE, from,
                List.of(Grant.everywhere(Role.BREAKGLASS)), null, reason.strip()),
                certificate.getNotAfter().toInstant());
    }

    private static LoginResult refused(String reason) {
        return new LoginResult.Refused(401, "wrong certificate", reason);
    }
}
