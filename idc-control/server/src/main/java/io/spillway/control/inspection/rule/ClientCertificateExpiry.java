package io.spillway.control.inspection.rule;

import java.time.Duration;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.service.PresentedCertificate;

/** Certificates of data planes, peers and registry-sync that have expired or soon will, by what they showed. */
final class ClientCertificateExpiry implements Rule {

    private static final String RENEW = "Put a new certificate into its file, and see why that did not happen by itself;"
            + " if its file is newer, its connection is still the old one: let it connect anew";
    private static final Findings.Advice EXPIRED = new Findings.Advice("client-certificate-expired",
            "What runs goes on, but whatever it begins on that connection is refused, and it cannot connect again"
                    + " unless it has a newer one",
            RENEW);
    private static final Findings.Advice SOON = new Findings.Advice("client-certificate-expires-soon",
            "When it has expired the client cannot connect again, to any control node, and stays with what it has",
            RENEW);

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (PresentedCertificate shown : idc.serving().clients().certificates()) {
            String name = "client " + shown.client();
            String since = "the certificate of its connection, seen at " + shown.since() + ", ";
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
