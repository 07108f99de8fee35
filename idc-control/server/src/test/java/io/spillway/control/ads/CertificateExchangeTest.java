package io.spillway.control.ads;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.spillway.control.node.Certificates;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.StateKeeper;
import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.Issued;
import io.spillway.model.identity.SpiffeId.Role;
import io.spillway.model.time.Ticker;
import io.spillway.process.tls.OwnIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Certificates change while a control node serves. */
@Tag("slow")
class CertificateExchangeTest {

    @TempDir
    Path folder;
    private volatile Instant now = Instant.now();
    private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    private final StateKeeper.Times times = new StateKeeper.Times(Ticker.system(), () -> now);
    private final AdsObserver observer = new AdsObserver() {
        @Override
        public void refused(String reason) {
            refused.add(reason);
        }
    };
    private final AdsService ads = new AdsService("idc-a", Catalog::empty, List::of, times,
            new AdsService.Bounds(Duration.ofSeconds(10), AdsLimits.DEFAULTS), observer);
    private Certificates certificates;
    private OwnIdentity identity;
    private AdsServer server;

    @BeforeEach
    void start() throws Exception {
        certificates = new Certificates(folder);
        identity = certificates.identity();
        server = new AdsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(ads),
                new AdsServer.Security(Certificates.tls(identity, refused::add), times, observer));
        server.start();
    }

    @AfterEach
    void stop() {
        ads.close();
        server.close();
    }

    @Test
    void newStreamsGetTheNewCertificateAndOldOnesGoOn() throws Exception {
        Issued gateway = certificates.issued(Certificates.id("idc-a", Role.GATEWAY, "gw-1"));
        try (DeltaClient old = client(gateway)) {
            asked(old);
            Issued newer = certificates.issued(Certificates.CONTROL);
            certificates.write(newer);
            assertThat(identity.reload(now)).isNull();
            assertThat(shown()).isEqualTo(newer.certificate());
            try (DeltaClient young = client(gateway)) {
                asked(young);
            }
            old.subscribe(ResourceType.ENDPOINT, "more");
            old.next(ResourceType.ENDPOINT);
        }
    }

    @Test
    void anotherAuthorityIsBelievedAsSoonAsItIsInTheFile() throws Exception {
        DevelopmentAuthority next = DevelopmentAuthority.create(Instant.now(), new SecureRandom());
        Issued gateway = next.issue(
                CertificateRequest.of(Certificates.id("idc-a", Role.GATEWAY, "gw-1"), Instant.now()));
        try (DeltaClient early = client(gateway)) {
            early.subscribe(ResourceType.ENDPOINT, "x");
            assertThat(Status.fromThrowable(early.error()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        Files.writeString(certificates.files.trust(), certificates.authority.certificatePem() + next.certificatePem());
        assertThat(identity.reload(now)).isNull();
        try (DeltaClient later = client(gateway)) {
            asked(later);
        }
    }

    @Test
    void aBrokenFileLeavesTheOldInUseAndSaysWhatIsWrong() throws Exception {
        X509Certificate before = shown();
        Path file = certificates.files.files().certificate();
        Files.writeString(file, "nonsense");
        assertThat(identity.reload(now)).startsWith(file + ": ");
        Issued other = certificates.issued(Certificates.id("idc-b", Role.CONTROL, "control-1"));
        certificates.write(other);
        assertThat(identity.reload(now)).isEqualTo(file
                + ": names spiffe://spillway/idc/idc-b/control/control-1 (expected: one URI name, "
                + Certificates.CONTROL + ")");
        assertThat(shown()).isEqualTo(before);
        assertThatThrownBy(certificates::identity).hasMessageContaining("names spiffe://spillway/idc/idc-b/");
    }

    @Test
    void aCertificateThatEndsMakesNoNewStreamsAndOldOnesGoOn() throws Exception {
        Issued gateway = certificates.issued(Certificates.id("idc-a", Role.GATEWAY, "gw-1"));
        ManagedChannel channel = certificates.channel(server.port(), gateway);
        try (DeltaClient old = DeltaClient.on(channel, DeltaClient.node("gw-1", "gateway", "idc-a"))) {
            asked(old);
            now = gateway.certificate().getNotAfter().toInstant().plusSeconds(1);
            try (DeltaClient late = DeltaClient.on(channel, DeltaClient.node("gw-1", "gateway", "idc-a"))) {
                late.subscribe(ResourceType.ENDPOINT, "x");
                Status status = Status.fromThrowable(late.error());
                assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                assertThat(status.getDescription()).startsWith(
                        "the certificate of spiffe://spillway/idc/idc-a/gateway/gw-1 expired at ");
                assertThat(refused).containsExactly("identity");
                old.subscribe(ResourceType.ENDPOINT, "more");
                old.next(ResourceType.ENDPOINT);
            }
        }
    }

    @Test
    void ofEachClientTheCertificateThatLastsLongestIsKnown() throws Exception {
        assertThat(ads.presented()).isEmpty();
        Instant soon = now.plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        CertificateRequest request = CertificateRequest.of(Certificates.id("idc-a", Role.GATEWAY, "gw-1"), now);
        Issued old = certificates.authority.issue(request.valid(now.minusSeconds(60), soon));
        Issued renewed = certificates.authority.issue(request.valid(now.minusSeconds(60), soon.plusSeconds(60)));
        try (DeltaClient before = client(old)) {
            asked(before);
            assertThat(ads.presented()).singleElement().satisfies(shown -> {
                assertThat(shown.owner()).isEqualTo("spiffe://spillway/idc/idc-a/gateway/gw-1");
                assertThat(shown.until()).isEqualTo(soon);
                assertThat(shown.since()).isEqualTo(now);
            });
            try (DeltaClient after = client(renewed)) {
                asked(after);
                assertThat(ads.presented()).singleElement()
                        .satisfies(shown -> assertThat(shown.until()).isEqualTo(soon.plusSeconds(60)));
            }
        }
    }

    private DeltaClient client(Issued own) {
        return DeltaClient.on(certificates.channel(server.port(), own),
                DeltaClient.node("gw-1", "gateway", "idc-a"));
    }

    private static void asked(DeltaClient client) throws InterruptedException {
        client.subscribe(ResourceType.ENDPOINT, "x");
        client.take(ResourceType.ENDPOINT);
    }

    /** Returns the certificate that the node shows to somebody new. */
    private X509Certificate shown() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{Certificates.anyControl(identity)}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(
                InetAddress.getLoopbackAddress(), server.port())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
