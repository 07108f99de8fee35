package io.spillway.devca;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.spillway.model.identity.PersonId;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate is to contain.
 *
 * @param identity its URI name; null for the certificate of a site or of a person
 * @param uris further URI names
 * @param names DNS names; a wildcard is a name like {@code *.example.org}
 * @param addresses IP addresses
 * @param notBefore from when on it is valid
 * @param notAfter until when it is valid
 */
public record CertificateRequest(@Nullable SpiffeId identity, List<String> uris, List<String> names,
        List<InetAddress> addresses,
        Instant notBefore, Instant notAfter) {
    /** How long a development certificate is valid: long enough for a sprint, too short to be forgotten in production. */
    public static final int DAYS = 30;

    public CertificateRequest {
        uris = List.copyOf(uris);
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
        if (identity == null && uris.isEmpty() && names.isEmpty() && addresses.isEmpty()) {
            throw new IllegalArgumentException(
                    "certificate without a name (expected: an identity, DNS name or address)");
        }
        if (!notBefore.isBefore(notAfter)) {
            throw new IllegalArgumentException("certificate valid from " + notBefore + " to " + notAfter
                    + " (expected: an end after the start)");
        }
    }

    /**
     * Returns the request of a process that is valid from a minute ago. A control node of this machine is known by its
     * address too: gRPC clients that know nothing of SPIFFE judge by that.
     */
    public static CertificateRequest of(SpiffeId identity, Instant now) {
        boolean judgedByHost = identity.role() == SpiffeId.Role.CONTROL;
        return new CertificateRequest(identity, List.of(), judgedByHost ? List.of("localhost") : List.of(),
                judgedByHost ? List.of(InetAddress.getLoopbackAddress()) : List.of(), now.minusSeconds(60),
                now.plus(DAYS, ChronoUnit.DAYS));
    }

    /** Returns the request of a site that is valid from a minute ago. */
    public static CertificateRequest site(Instant now, String... names) {
        return new CertificateRequest(null, List.of(), List.of(names), List.of(), now.minusSeconds(60),
                now.plus(DAYS, ChronoUnit.DAYS));
    }

    /** Returns the request of a person, valid from a minute ago for so long in all. */
    public static CertificateRequest person(PersonId person, Instant now, Duration life) {
        Instant from = now.minusSeconds(60);
        return new CertificateRequest(null, List.of(person.uri()), List.of(), List.of(), from, from.plus(life));
    }

    /** Returns the request with one URI name more. */
    public CertificateRequest withUri(String uri) {
        List<String> more = new ArrayList<>(uris);
        more.add(uri);
        return new CertificateRequest(identity, more, names, addresses, notBefore, notAfter);
    }

    /** Returns the request with other times. */
    public CertificateRequest valid(Instant from, Instant to) {
        return new CertificateRequest(identity, uris, names, addresses, from, to);
    }

    String subject() {
        return identity != null
                ? identity.idc() + " " + identity.role().word() + " " + identity.id()
                : !uris.isEmpty()
                        ? uris.getFirst()
                        : names.isEmpty() ? addresses.getFirst().getHostAddress() : names.getFirst();
    }
}
