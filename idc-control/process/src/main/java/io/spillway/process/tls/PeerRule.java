package io.spillway.process.tls;

import java.util.Set;

import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate must name, beyond being signed by somebody whom we trust. Pure.
 *
 * @param trustDomain the only one that is accepted
 * @param idc the only IDC that is accepted; null for any
 * @param roles the roles that are accepted
 */
public record PeerRule(String trustDomain, @Nullable String idc, Set<SpiffeId.Role> roles) {
    /** Copies the roles. */
    public PeerRule {
        roles = Set.copyOf(roles);
    }

    /** The other end of a crossing link that this gateway dials. */
    public static PeerRule gatewayOf(String trustDomain, String idc) {
        return new PeerRule(trustDomain, idc, Set.of(SpiffeId.Role.GATEWAY));
    }

    /** Those who may come to a crossing listener; what workloads may have there is decided request by request. */
    public static PeerRule crossing(String trustDomain) {
        return new PeerRule(trustDomain, null, Set.of(SpiffeId.Role.GATEWAY, SpiffeId.Role.WORKLOAD));
    }

    /** The control nodes of one IDC. */
    public static PeerRule controlOf(String trustDomain, String idc) {
        return new PeerRule(trustDomain, idc, Set.of(SpiffeId.Role.CONTROL));
    }

    /** Returns why the peer is refused, or null when it is welcome. */
    public @Nullable String refusal(@Nullable SpiffeId peer) {
        if (peer == null) {
            return "the certificate has no SPIFFE id of ours (expected: " + this + ")";
        }
        boolean welcome = peer.trustDomain().equals(trustDomain) && (idc == null || peer.idc().equals(idc))
                && roles.contains(peer.role());
        return welcome ? null : peer + " (expected: " + this + ")";
    }

    @Override
    public String toString() {
        return "spiffe://" + trustDomain + "/idc/" + (idc == null ? "*" : idc) + "/"
                + String.join("|", roles.stream().map(SpiffeId.Role::word).sorted().toList()) + "/*";
    }
}
