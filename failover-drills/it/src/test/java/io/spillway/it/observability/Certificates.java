package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.IdentityFiles;
import io.spillway.it.harness.RunningFleet;
import io.spillway.model.identity.SpiffeId;

/** What may go wrong with the certificate of a gateway while it runs. */
final class Certificates {

    private static final Duration LEFT = Duration.ofHours(12);

    private Certificates() {}

    /** Nobody has renewed it: it ends within a day. */
    static Disaster endsSoon(RunningFleet fleet, String idc, String gateway, Alarm... alarms) {
        Instant then = Instant.now().minus(Duration.ofDays(CertificateRequest.DAYS)).plus(LEFT);
        return Disaster.of("the certificate of " + gateway + " ends soon", () -> renew(fleet, idc, gateway, then),
                () -> renew(fleet, idc, gateway, Instant.now()), alarms);
    }

    /** Somebody has put something else into its file. */
    static Disaster unusable(RunningFleet fleet, String idc, String gateway, Alarm... alarms) {
        return Disaster.of("the certificate of " + gateway + " is none",
                () -> Files.writeString(file(fleet, idc, gateway), "no certificate"),
                () -> renew(fleet, idc, gateway, Instant.now()), alarms);
    }

    private static void renew(RunningFleet fleet, String idc, String gateway, Instant now) throws IOException {
        Files.delete(file(fleet, idc, gateway));
        IdentityFiles.make(DevelopmentAuthority.in(fleet.authority(), Instant.now(), new SecureRandom()),
                fleet.authority(),
                new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, idc, SpiffeId.Role.GATEWAY, gateway), now);
    }

    private static Path file(RunningFleet fleet, String idc, String gateway) {
        return fleet.authority().resolve(idc).resolve(gateway + ".development.pem");
    }
}
