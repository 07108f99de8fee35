package io.spillway.control.ads;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.load_stats.v3.LoadReportingServiceGrpc;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import io.spillway.control.node.Certificates;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.NodeObserver;
import io.spillway.control.node.TestNode;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.Issued;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import io.spillway.wire.v1.Hello;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.ImportServiceGrpc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who gets configuration over mutual TLS: whoever is what the certificate says, and nobody else. */
@Tag("slow")
class MutualTlsTest {

    @TempDir
    private static Path folder;
    private static Certificates certificates;
    private static TestNode node;
    private static final BlockingQueue<String> REFUSED = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(folder);
        node = TestNode.secured(folder,
                Certificates.tls(certificates.identity(), why -> REFUSED.add("certificate: " + why)),
                new NodeObserver() {
                    @Override
                    public void refused(String reason) {
                        REFUSED.add(reason);
                    }
                });
        node.withOrders();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void forget() {
        REFUSED.clear();
    }

    @ParameterizedTest
    @CsvSource({"gateway, GATEWAY, idc-a", "'', WORKLOAD, idc-a", "'', GATEWAY, ''"})
    void whoeverIsWhatTheCertificateSaysIsServed(String says, Role is, String zone) throws Exception {
        try (DeltaClient client = client(certificates.issued(id("idc-a", is, "gw-1")), says, zone)) {
            client.subscribe(ResourceType.CLUSTER, "*");
            assertThat(DeltaClient.names(client.take(ResourceType.CLUSTER))).contains("orders/default");
        }
        assertThat(REFUSED).isEmpty();
    }

    @Test
    void registrySyncOfAnotherIdcIsServed() throws Exception {
        try (DeltaClient client = client(certificates.issued(id("idc-b", Role.SYNC, "gw-1")), "sync", "idc-b")) {
            client.subscribe(ResourceType.SERVICE_ENTRY, "*");
            assertThat(client.next(ResourceType.SERVICE_ENTRY).getTypeUrl()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
            "gateway, idc-a, idc-b, GATEWAY, gw-1, gateway", "gateway, idc-a, idc-a, WORKLOAD, gw-1, gateway",
            "gateway, idc-a, idc-a, CONTROL, gw-1, gateway", "gateway, idc-a, idc-a, GATEWAY, gw-2, gateway",
            "sync, idc-b, idc-a, SYNC, gw-1, sync", "sync, idc-b, idc-b, GATEWAY, gw-1, sync",
            "'', '', idc-b, GATEWAY, gw-1, gateway|workload", "'', idc-a, idc-a, SYNC, gw-1, gateway|workload"})
    void whoeverSaysOtherwiseIsRefusedByBothNames(String says, String zone, String idc, Role role, String name,
            String wanted) throws Exception {
        SpiffeId id = id(idc, role, name);
        Status status = refusal(certificates.issued(id), says, zone);
        assertThat(status.getCode()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(status.getDescription()).isEqualTo("node gw-1 (role " + (says.isEmpty() ? "envoy" : says)
                + ", locality.zone \"" + zone + "\") came with the certificate of " + id
                + " (expected: spiffe://spillway/idc/" + (zone.isEmpty() ? "idc-a" : zone) + "/" + wanted + "/gw-1)");
        await().untilAsserted(() -> assertThat(REFUSED).containsExactly("identity"));
    }

    @Test
    void anotherTrustDomainIsRefused() throws Exception {
        SpiffeId stranger = new SpiffeId("elsewhere", "idc-a", Role.GATEWAY, "gw-1");
        Status status = refusal(certificates.issued(stranger), "gateway", "idc-a");
        assertThat(status.getCode()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(status.getDescription())
                .isEqualTo("the certificate of " + stranger + " (expected: trust domain spillway)");
        await().untilAsserted(() -> assertThat(REFUSED).containsExactly("identity"));
    }

    @Test
    void aCertificateThatNamesNobodyIsRefused() throws Exception {
        Status status = refusal(certificates.authority.issue(CertificateRequest.site(Instant.now(), "gw-1")),
                "gateway", "idc-a");
        assertThat(status.getCode()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).startsWith("the certificate has no SPIFFE id of ours");
    }

    @Test
    void withoutACertificateThereIsNoConnectionAndThatIsCounted() throws Exception {
        assertThat(refusal(null, "gateway", "idc-a").getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(REFUSED.poll(20, TimeUnit.SECONDS)).isEqualTo("handshake");
    }

    @Test
    void inTheClearThereIsNoConnectionAndThatIsCounted() throws Exception {
        try (DeltaClient client = DeltaClient.on(node.channel(), node("gateway", "idc-a"))) {
            client.subscribe(ResourceType.CLUSTER, "*");
            assertThat(Status.fromThrowable(client.error()).getCode()).isEqualTo(Code.UNAVAILABLE);
        }
        assertThat(REFUSED.poll(20, TimeUnit.SECONDS)).isEqualTo("handshake");
    }

    @Test
    void aCertificateOfAnotherAuthorityMakesNoConnectionAndIsCounted() throws Exception {
        Issued foreign = DevelopmentAuthority.create(Instant.now(), new SecureRandom())
                .issue(CertificateRequest.of(id("idc-a", Role.GATEWAY, "gw-1"), Instant.now()));
        assertThat(refusal(foreign, "gateway", "idc-a").getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(REFUSED.poll(20, TimeUnit.SECONDS))
                .startsWith("certificate: the certificate of spiffe://spillway/idc/idc-a/gateway/gw-1, valid until ");
        assertThat(REFUSED).as("counted once").isEmpty();
    }

    @Test
    void anExpiredCertificateMakesNoConnectionAndIsCounted() throws Exception {
        Instant now = Instant.now();
        Issued old = certificates.authority.issue(CertificateRequest.of(id("idc-a", Role.GATEWAY, "gw-1"), now)
                .valid(now.minusSeconds(3600), now.minusSeconds(60)));
        assertThat(refusal(old, "gateway", "idc-a").getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(REFUSED.poll(20, TimeUnit.SECONDS)).startsWith("certificate: ").containsIgnoringCase("notafter");
        assertThat(REFUSED).as("counted once").isEmpty();
    }

    @Test
    void loadIsReportedByTheNodeItself() throws Exception {
        Issued own = certificates.issued(id("idc-a", Role.GATEWAY, "gw-2"));
        Status status = MutualTlsTest.<LoadStatsResponse>end(own,
                (channel, inbound) -> LoadReportingServiceGrpc.newStub(channel)
                        .streamLoadStats(inbound)
                        .onNext(LoadStatsRequest.newBuilder().setNode(node("gateway", "idc-a")).build()));
        assertThat(status.getCode()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(status.getDescription()).startsWith("node gw-1 (role gateway,")
                .contains("came with the certificate of spiffe://spillway/idc/idc-a/gateway/gw-2 (expected: ");
    }

    @ParameterizedTest
    @CsvSource({"idc-a, GATEWAY", "idc-b, SYNC"})
    void importsAreReportedByRegistrySyncOfThisIdcOnly(String idc, Role role) throws Exception {
        SpiffeId id = id(idc, role, "sync-1");
        Status status = MutualTlsTest.<ImportAnswer>end(certificates.issued(id),
                (channel, inbound) -> ImportServiceGrpc.newStub(channel)
                        .report(inbound)
                        .onNext(ImportReport.newBuilder().setHello(Hello.newBuilder().setIdc("idc-a")).build()));
        assertThat(status.getCode()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(status.getDescription()).isEqualTo("import report of idc-a: the certificate of " + id
                + " (expected: spiffe://spillway/idc/idc-a/sync/*)");
        await().untilAsserted(() -> assertThat(REFUSED).containsExactly("identity"));
    }

    /** Returns how a call ends. */
    private static <T> Status end(Issued own, BiConsumer<ManagedChannel, StreamObserver<T>> call) throws Exception {
        CompletableFuture<Status> end = new CompletableFuture<>();
        ManagedChannel channel = certificates.channel(node.node.adsPort(), own);
        try {
            call.accept(channel, new StreamObserver<>() {
                @Override
                public void onNext(T message) {
                    // only the end matters
                }

                @Override
                public void onError(Throwable cause) {
                    end.complete(Status.fromThrowable(cause));
                }

                @Override
                public void onCompleted() {
                    end.complete(Status.OK);
                }
            });
            return end.get(20, TimeUnit.SECONDS);
        } finally {
            channel.shutdownNow();
        }
    }

    private static SpiffeId id(String idc, Role role, String name) {
        return Certificates.id(idc, role, name);
    }

    private static Node node(String role, String zone) {
        return DeltaClient.node("gw-1", role, zone);
    }

    private static DeltaClient client(@Nullable Issued own, String role, String zone) {
        return DeltaClient.on(certificates.channel(node.node.adsPort(), own), node(role, zone));
    }

    private static Status refusal(@Nullable Issued own, String role, String zone) throws Exception {
        try (DeltaClient client = client(own, role, zone)) {
            client.subscribe(ResourceType.CLUSTER, "*");
            return Status.fromThrowable(client.error());
        }
    }
}
