package io.spillway.control.service;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * A certificate that the other end of a connection showed. The connection keeps it, also when that end has a newer one by now.
 *
 * @param owner  its SPIFFE id
 * @param from   from when it is good
 * @param until  until when it is good
 * @param since  when the stream began on which it was seen
 */
public record PresentedCertificate(String owner, Instant from, Instant until, Instant since) {

    /** Returns that of each owner which lasts longest, by their names. */
    public static List<PresentedCertificate> newest(Collection<PresentedCertificate> all) {
        TreeMap<String, PresentedCertificate> byOwner = new TreeMap<>();
        all.forEach(one -> byOwner.merge(one.owner(), one,
                (before, other) -> other.until().isAfter(before.until()) ? other : before));
        return List.copyOf(byOwner.values());
    }
}
