package io.spillway.control.inspection.rule;

import java.time.Duration;
import java.time.Instant;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.HostView;
import io.spillway.control.inspection.Inspected;

/** Certificates that have expired or soon will. */
final class CertificateExpiry implements Rule {

    private static final Findings.Advice UNREADABLE = new Findings.Advice("certificate-unreadable",
            "A process that starts anew could not use it",
            "See the file: it must be PEM and readable");
    private static final Findings.Advice EXPIRED = new Findings.Advice("certificate-expired",
            "New connections with it fail",
            "Put a new certificate into the file");
    private static final Findings.Advice SOON = new Findings.Advice("certificate-expires-soon",
            "When it has expired new connections fail, on all processes that share it at once",
            "Put a new certificate into the file; see why that did not happen by itself");

    private static final Duration LONGEST_WARNING = Duration.ofDays(14);
    private static final int PART_OF_LIFE = 5;

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (HostView.CertificateFile file : idc.host().certificates()) {
            Instant from = file.from();
            Instant until = file.until();
            String name = "certificate " + file.file();
            if (from == null || until == null) {
                findings.error(UNREADABLE, name, "cannot be read: " + file.failure());
            } else if (until.isBefore(idc.now())) {
                findings.error(EXPIRED, name, "expired at " + until);
            } else if (Duration.between(idc.now(), until).compareTo(warning(from, until)) < 0) {
                findings.warning(SOON, name, "expires at " + until + ", in "
                        + Duration.between(idc.now(), until).toHours() + " hours");
            }
        }
    }

    /** A fifth of its life, at most two weeks: certificates that live a day are renewed within hours. */
    static Duration warning(Instant from, Instant until) {
        Duration part = Duration.between(from, until).dividedBy(PART_OF_LIFE);
        return part.compareTo(LONGEST_WARNING) < 0 ? part : LONGEST_WARNING;
    }
}
