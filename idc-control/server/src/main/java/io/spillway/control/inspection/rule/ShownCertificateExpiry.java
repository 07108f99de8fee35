package io.spillway.control.inspection.rule;

import java.time.Duration;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.service.PresentedCertificate;

/** Certificates that data planes and peers showed and that have expired or soon will. */
final class ShownCertificateExpiry implements Rule {

    private static final String RENEW = "Put a new certificate into its file, and see why that did not happen by itself;"
            + " if its file is newer, the connection is still the old one: let it be made anew";
    private static final Findings.Advice EXPIRED = new Findings.Advice("shown-certificate-expired",
            "What runs goes on, but whatever is begun on that connection is refused, and there is no new one unless it"
                    + " has a newer certificate",
            RENEW);
    private static final Findings.Advice SOON = new Findings.Advice("shown-certificate-expires-soon",
            "When it has expired there are no new connections with its owner, and who has lost one stays with what it has",
            RENEW);

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (PresentedCertificate shown : idc.serving().clients().certificates()) {
            String name = "certificate of " + shown.owner();
            String since = "as it was shown at " + shown.since() + " it ";
            Duration left = Duration.between(idc.now(), shown.until());
            if (left.isNegative()) {
                findings.warning(EXPIRED, name, since + "expired at " + shown.until());
            } else if (left.compareTo(CertificateExpiry.warning(shown.from(), shown.until())) < 0) {
                findings.warning(SOON, name,
                        since + "expires at " + shown.until() + ", in " + left.toHours() + " hours");
            }
        }
    }
}
