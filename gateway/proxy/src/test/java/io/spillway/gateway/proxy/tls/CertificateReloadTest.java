package io.spillway.gateway.proxy.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLSocket;

import io.spillway.devca.CertificateRequest;
import io.spillway.devca.Issued;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.TlsWorld;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.CertificateWatch;
import io.spillway.process.tls.TlsStartException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The certificate of a running entrance is exchanged, well and badly. */
@Tag("slow")
class CertificateReloadTest {
    private static final Duration LOOK = Duration.ofMillis(20);

    @TempDir
    Path folder = Path.of("");

    private static Issued site(TlsWorld world, String name) {
        return world.authority().issue(CertificateRequest.site(Instant.now(), name));
    }

    private static String shown(TlsWorld world, TestProxy proxy) throws Exception {
        try (SSLSocket socket = TlsWorld.connect(world.context(null), proxy.address(ListenerRole.ENTRANCE), null)) {
            return TlsWorld.shown(socket);
        }
    }

    private TestProxy proxy(RawUpstream upstream, ListenerTls tls) throws Exception {
        return TestProxy.secured("idc-a", Worlds.priorities(List.of(Worlds.local(upstream))),
                new TestProxy.Secrets(Map.of(ListenerRole.ENTRANCE, tls), ClientTls.NONE));
    }

    @Test
    void newHandshakesGetTheNewCertificateAndOldConnectionsLiveOn() throws Exception {
        try (TlsWorld world = new TlsWorld(folder); RawUpstream upstream = RawUpstream.named("orders-1")) {
            CertificateFiles files = world.write("site", site(world, "old.example"));
            ListenerTls tls = world.listener("entrance", ServerTlsSettings.site(files, List.of()));
            try (CertificateWatch watch = CertificateWatch.start(List.of(tls), LOOK, world.surroundings().clock(),
                    world.surroundings().events());
                    TestProxy proxy = proxy(upstream, tls);
                    RawClient old = new RawClient(
                            TlsWorld.connect(world.context(null), proxy.address(ListenerRole.ENTRANCE), null))) {
                assertThat(old.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
                assertThat(shown(world, proxy)).isEqualTo("old.example");

                world.write("site", site(world, "new.example"));
                await().untilAsserted(() -> assertThat(shown(world, proxy)).isEqualTo("new.example"));
                assertThat(old.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
                assertThat(world.certificates()).containsEntry("listeners.entrance", false);
                assertThat(watch.lookNow()).startsWith("listeners.entrance valid until");
            }
        }
    }

    @Test
    void aBadNewPairKeepsTheOldOneAndAlarmsUntilItIsMended() throws Exception {
        try (TlsWorld world = new TlsWorld(folder); RawUpstream upstream = RawUpstream.named("orders-1")) {
            CertificateFiles files = world.write("site", site(world, "old.example"));
            ListenerTls tls = world.listener("entrance", ServerTlsSettings.site(files, List.of()));
            try (CertificateWatch _ = CertificateWatch.start(List.of(tls), LOOK, world.surroundings().clock(),
                    world.surroundings().events());
                    TestProxy proxy = proxy(upstream, tls)) {
                for (String bad : List.of("", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n",
                        site(world, "other.example").certificatePem(),
                        world.authority().issue(CertificateRequest.site(Instant.now(), "old.example").valid(
                                Instant.now().minus(2, ChronoUnit.DAYS), Instant.now().minus(1, ChronoUnit.DAYS)))
                                .certificatePem())) {
                    Files.writeString(files.certificate(), bad);
                    await().untilAsserted(
                            () -> assertThat(world.certificates()).containsEntry("listeners.entrance", true));
                    assertThat(shown(world, proxy)).isEqualTo("old.example");
                    world.certificates().clear();
                }
                Files.delete(files.key());
                await().untilAsserted(
                        () -> assertThat(world.certificates()).containsEntry("listeners.entrance", true));
                assertThat(shown(world, proxy)).isEqualTo("old.example");

                world.write("site", site(world, "new.example"));
                await().untilAsserted(() -> assertThat(shown(world, proxy)).isEqualTo("new.example"));
                assertThat(world.certificates()).containsEntry("listeners.entrance", false);
            }
        }
    }

    @Test
    void anOperatorWhoAsksIsToldAtOnceThatABadPairIsRefused() throws Exception {
        try (TlsWorld world = new TlsWorld(folder)) {
            CertificateFiles files = world.write("site", site(world, "old.example"));
            ListenerTls tls = world.listener("entrance", ServerTlsSettings.site(files, List.of()));
            try (CertificateWatch watch = CertificateWatch.start(List.of(tls), java.time.Duration.ofHours(1),
                    world.surroundings().clock(), world.surroundings().events())) {
                Files.writeString(files.certificate(), "nonsense");
                assertThat(watch.lookNow()).startsWith("listeners.entrance REFUSED, those until");
                assertThat(world.certificates()).containsEntry("listeners.entrance", true);
                world.write("site", site(world, "new.example"));
                assertThat(watch.lookNow()).startsWith("listeners.entrance valid until");
                assertThat(world.certificates()).containsEntry("listeners.entrance", false);
            }
        }
    }

    @Test
    void whatCannotBeUsedStopsTheStartAndIsNamed() throws Exception {
        try (TlsWorld world = new TlsWorld(folder)) {
            CertificateFiles good = world.write("good", site(world, "good.example"));
            CertificateFiles other = world.write("other", site(world, "other.example"));
            Instant now = Instant.now();
            CertificateFiles expired = world.write("expired", world.authority().issue(CertificateRequest
                    .site(now, "old.example").valid(now.minus(2, ChronoUnit.DAYS), now.minus(1, ChronoUnit.DAYS))));
            Path text = Files.writeString(folder.resolve("text.pem"), "hello");
            assertRefused(world, new CertificateFiles(good.certificate(), other.key()),
                    "other.key: not the key of " + good.certificate());
            assertRefused(world, expired, "expired.pem: expired at ");
            assertRefused(world, new CertificateFiles(folder.resolve("none.pem"), good.key()),
                    "none.pem: there is no such file");
            assertRefused(world, new CertificateFiles(text, good.key()), "text.pem: ");
            assertRefused(world, new CertificateFiles(good.certificate(), text), "PKCS #8");
        }
    }

    private static void assertRefused(TlsWorld world, CertificateFiles files, String reason) {
        assertThatThrownBy(() -> world.listener("entrance", ServerTlsSettings.site(files, List.of())))
                .isInstanceOf(TlsStartException.class).hasMessageContaining("listeners.entrance.tls: ")
                .hasMessageContaining(reason);
    }
}
