package io.spillway.control.access;

import java.util.List;

import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * Who calls the API, as it was found out and not as it was said.
 *
 * @param identity what was shown, the same each time: {@code token/<name>}, {@code apiToken}, a SPIFFE id,
 *                 {@code <issuer>|<subject>}, {@code development} or {@code anonymous}
 * @param person   who that is; two identities of one person are one when two persons are asked for
 * @param by       how it was found out
 * @param from     the address that the call came from
 * @param grants   what the caller may do; empty: nothing
 * @param workload the workload that calls; null for others
 * @param reason   why glass is broken; empty for others
 */
public record Caller(String identity, String person, By by, String from, List<Grant> grants,
        @Nullable SpiffeId workload, String reason) {

    /** How a caller was found out. */
    public enum By {
        /** Not at all: this is a control node on loopback without any configuration of access. */
        DEVELOPMENT,
        /** Not at all: nothing was shown. */
        NOTHING,
        /** By the one {@code apiToken}. */
        API_TOKEN,
        /** By a token of one's own. */
        TOKEN,
        /** By a client certificate. */
        CERTIFICATE,
        /** By a token that an issuer of OIDC has signed. */
        ISSUER
    }

    /** Copies the grants. */
    public Caller {
        grants = List.copyOf(grants);
    }

    /** Creates a caller that is no workload and breaks no glass. */
    public Caller(String identity, String person, By by, String from, List<Grant> grants) {
        this(identity, person, by, from, grants, null, "");
    }

    /** Returns whether what he says of himself is all that is known of him, so that it may stand as the author. */
    public boolean namesHimself() {
        return by == By.DEVELOPMENT || by == By.API_TOKEN;
    }

    /** Returns whether this is break-glass. */
    public boolean breaksGlass() {
        return grants.stream().anyMatch(grant -> grant.role() == Role.BREAKGLASS);
    }

    /** Returns what he may do, for people. */
    String allowed() {
        return grants.isEmpty()
                ? workload == null ? "no role" : "the role of a workload"
                : String.join("; ", grants.stream().map(Grant::toString).toList());
    }
}
