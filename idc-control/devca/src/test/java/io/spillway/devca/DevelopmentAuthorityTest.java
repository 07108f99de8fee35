package io.spillway.devca;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

import io.spillway.model.identity.SpiffeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DevelopmentAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final SpiffeId GATEWAY = new SpiffeId("spillway", "idc-a", SpiffeId.Role.GATEWAY, "gateway-1");

    @TempDir
    Path folder = Path.of("");

    private IdentityFiles make(Instant now) throws Exception {
        return IdentityFiles.make(DevelopmentAuthority.in(folder, now, new SecureRandom()), folder, GATEWAY, now);
    }

    @Test
    void everythingSaysThatItIsForDevelopment() throws Exception {
        IdentityFiles made = make(NOW);
        Issued issued = DevelopmentAuthority.read(made.certificate(), made.key());
        assertThat(made.certificate().getFileName().toString()).contains("development");
        assertThat(DevelopmentAuthority.certificateFile(folder).getFileName().toString()).contains("development");
        assertThat(issued.certificate().getSubjectX500Principal().getName()).contains("DEVELOPMENT ONLY");
        assertThat(issued.certificate().getIssuerX500Principal().getName()).contains("DEVELOPMENT ONLY");
    }

    @Test
    void theKeyIsItsOwnersAndTheNameIsTheSpiffeId() throws Exception {
        IdentityFiles made = make(NOW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key()))).isEqualTo("rw-------");
        Issued issued = DevelopmentAuthority.read(made.certificate(), made.key());
        assertThat(issued.certificate().getSubjectAlternativeNames().stream().map(name -> (Object) name.get(1)))
                .containsExactly(GATEWAY.uri());
        issued.certificate().verify(
                DevelopmentAuthority.in(folder, NOW, new SecureRandom()).certificate().getPublicKey());
        assertThat(issued.certificate().getBasicConstraints()).as("no authority").isEqualTo(-1);
    }

    @Test
    void whatIsGoodStaysAndWhatEndsSoonIsMadeAnew() throws Exception {
        IdentityFiles first = make(NOW);
        assertThat(first.kept()).isFalse();
        assertThat(make(NOW.plus(Duration.ofDays(1)))).isEqualTo(
                new IdentityFiles(GATEWAY, first.certificate(), first.key(), first.notAfter(), true));
        IdentityFiles renewed = make(NOW.plus(Duration.ofDays(25)));
        assertThat(renewed.kept()).isFalse();
        assertThat(renewed.notAfter()).isAfter(first.notAfter());
    }

    @Test
    void anotherAuthoritysOrABrokenIdentityIsReplaced() throws Exception {
        IdentityFiles first = make(NOW);
        Files.writeString(first.key(), "broken");
        assertThat(make(NOW).kept()).isFalse();
        Files.delete(DevelopmentAuthority.certificateFile(folder));
        assertThat(make(NOW).kept()).isFalse();
        assertThat(make(NOW).kept()).isTrue();
    }
}
