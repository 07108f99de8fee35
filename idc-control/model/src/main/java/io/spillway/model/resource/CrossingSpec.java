package io.spillway.model.resource;

import io.spillway.model.identity.SpiffeId;

/**
 * How the crossing link to an IDC is secured.
 *
 * @param plaintext whether its crossing listeners take octets in the clear; false: mutual TLS
 * @param trustDomain what the SPIFFE ids of its gateways begin with
 */
public record CrossingSpec(boolean plaintext, String trustDomain) {
    /** Mutual TLS in the usual trust domain. */
    public static final CrossingSpec DEFAULT = new CrossingSpec(false, SpiffeId.DEFAULT_TRUST_DOMAIN);

    public CrossingSpec {
        if (!SpiffeId.isTrustDomain(trustDomain)) {
            throw new IllegalArgumentException("trustDomain: \"" + trustDomain
                    + "\" (expected: lower-case letters, digits, dots, dashes and underscores)");
        }
    }
}
