package io.spillway.sync.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.Issued;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import io.spillway.model.time.Ticker;
import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.Identity;
import io.spillway.process.tls.OwnIdentity;
import io.spillway.wire.v1.ShownCertificate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The own control plane learns until when the certificate of a peer's is good, and that there is none without a connection. */
@Tag("slow")
class ShownCertificateTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final SyncObserver QUIET = new SyncObserver() {
        @Override
        public void held(String peer, String service, String guard) {
            // Nobody counts.
        }

        @Override
        public void lacked(String peer) {
            // Nobody counts.
        }

        @Override
        public void refused(String peer, String name, String reason) {
            // Nobody counts.
        }
    };

    @TempDir
    Path folder;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final DevelopmentAuthority authority = DevelopmentAuthority.create(now, new SecureRandom());

    private static SpiffeId id(String idc, Role role, String name) {
        return new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, idc, role, name);
    }

    private SslContext control(String idc, Instant until) throws Exception {
        Issued own = authority.issue(CertificateRequest.of(id(idc, Role.CONTROL, "control-1"), now)
                .valid(now.minusSeconds(60), until));
        return GrpcSslContexts.configure(SslContextBuilder.forServer(own.key(), own.certificate())).build();
    }

    private LinkTls sync() throws Exception {
        SpiffeId own = id("idc-a", Role.SYNC, "sync-1");
        CertificateFiles files = new CertificateFiles(folder.resolve("own.pem"), folder.resolve("own.key"));
        authority.issue(CertificateRequest.of(own, now)).write(files.certificate(), files.key());
        Path trust = Files.writeString(folder.resolve("trust.pem"), authority.certificatePem());
        return LinkTls.of(OwnIdentity.start("identity",
                new Identity(files, trust, SpiffeId.DEFAULT_TRUST_DOMAIN), own, InstantSource.system()));
    }

    @Test
    void itIsInTheReportsWhileTheLinkIsUp() throws Exception {
        Instant until = now.plusSeconds(3600);
        try (FakePeer peer = new FakePeer(control("idc-b", until));
                FakeControl control = new FakeControl(control("idc-a", now.plusSeconds(60)));
                Synchronizer _ = Synchronizer.start(
                        new SyncSettings("idc-a", "sync-1", List.of(control.address()),
                                Map.of("idc-b", List.of(peer.address())), LEASE),
                        new SyncSurroundings(Ticker.system(), InstantSource.system(), new Random(7),
                                QUIET, sync(), SourceWords.NONE))) {
            SyncTest.await().until(() -> control.link("idc-b").hasCertificate());
            assertThat(control.link("idc-b").getCertificate()).isEqualTo(ShownCertificate.newBuilder()
                    .setSpiffeId("spiffe://spillway/idc/idc-b/control/control-1")
                    .setNotBeforeUnixMillis(now.minusSeconds(60).toEpochMilli())
                    .setNotAfterUnixMillis(until.toEpochMilli()).build());
            peer.stop();
            SyncTest.await().until(() -> !control.link("idc-b").hasCertificate());
        }
    }
}
