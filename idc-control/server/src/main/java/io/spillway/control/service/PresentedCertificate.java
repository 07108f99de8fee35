package io.spillway.control.service;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * A certificate that a client showed when it connected. The connection keeps it, also when the client has a newer one by now.
 *
 * @param client its SPIFFE id
 * @param from   from when it is good
 * @param until  until when it is good
 * @param since  when the stream began on which it was seen
 */
public record PresentedCertificate(String client, Instant from, Instant until, Instant since) {

    /** Returns that of each client which lasts longest, by the names of the clients. */
    public static List<PresentedCertificate> newest(Collection<PresentedCertificate> all) {
        TreeMap<String, PresentedCertificate> byClient = new TreeMap<>();
        all.forEach(one -> byClient.merge(one.client(), one,
                (before, other) -> other.until().isAfter(before.until()) ? other : before));
        return List.copyOf(byClient.values());
    }
}
