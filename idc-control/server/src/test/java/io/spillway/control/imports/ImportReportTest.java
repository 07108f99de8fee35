package io.spillway.control.imports;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.Finding;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.GatewayAddress;
import io.spillway.wire.v1.Generation;
import io.spillway.wire.v1.GroupCapacity;
import io.spillway.wire.v1.Hello;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.ImportServiceGrpc;
import io.spillway.wire.v1.OriginVersion;
import io.spillway.wire.v1.PeerLink;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.ShownCertificate;
import io.spillway.wire.v1.TrafficShift;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What registry-sync reports, and what becomes of it. */
@Tag("slow")
class ImportReportTest {

    @TempDir
    Path folder;
    private TestNode node;
    private ManagedChannel channel;
    private StreamObserver<ImportReport> reports;
    private final LinkedBlockingQueue<ImportAnswer> answers = new LinkedBlockingQueue<>();
    private long sequence;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
        channel = node.channel();
        reports = ImportServiceGrpc.newStub(channel).report(new StreamObserver<>() {
            @Override
            public void onNext(ImportAnswer answer) {
                answers.add(answer);
            }

            @Override
            public void onError(Throwable cause) {
                // a test that waits for an answer fails by itself
            }

            @Override
            public void onCompleted() {
                // as above
            }
        });
        say(ImportReport.newBuilder().setHello(Hello.newBuilder().setIdc("idc-a").setNode("sync-1")
                .setLeaseMillis(2000)));
    }

    private List<String> shown(PeerLink.Builder link) throws InterruptedException {
        say(ImportReport.newBuilder().setBeat(Beat.newBuilder().addLinks(link.setPeer("idc-b"))));
        return node.service().check().findings().stream().filter(one -> one.rule().startsWith("shown-certificate"))
                .map(Finding::object).toList();
    }

    @Test
    void whatAPeersControlNodeShowsIsJudgedWhileItsLinkIsUp() throws Exception {
        Instant now = Instant.now();
        ShownCertificate.Builder certificate = ShownCertificate.newBuilder()
                .setSpiffeId("spiffe://spillway/idc/idc-b/control/control-1")
                .setNotBeforeUnixMillis(now.minus(Duration.ofDays(30)).toEpochMilli())
                .setNotAfterUnixMillis(now.plus(Duration.ofDays(1)).toEpochMilli());
        assertThat(shown(PeerLink.newBuilder().setConnected(true))).as("in the clear").isEmpty();
        assertThat(shown(PeerLink.newBuilder().setConnected(true).setCertificate(certificate)))
                .containsExactly("certificate of spiffe://spillway/idc/idc-b/control/control-1");
        assertThat(shown(PeerLink.newBuilder().setConnected(false).setCertificate(certificate))).isEmpty();
        certificate.setNotAfterUnixMillis(now.plus(Duration.ofDays(30)).toEpochMilli());
        assertThat(shown(PeerLink.newBuilder().setConnected(true).setCertificate(certificate))).isEmpty();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        node.close();
    }

    private ImportAnswer say(ImportReport.Builder report) throws InterruptedException {
        sequence++;
        reports.onNext(report.setSequence(sequence).build());
        ImportAnswer answer = answers.poll(20, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        assertThat(answer.getSequence()).isEqualTo(sequence);
        return answer;
    }

    private ImportAnswer full(ServiceEntry... entries) throws InterruptedException {
        return say(ImportReport.newBuilder().setBatch(Batch.newBuilder().setPeer("idc-b").setFull(true)
                .addAllEntries(List.of(entries))));
    }

    private static ServiceEntry entry(String service, long revision, int declared, int healthy) {
        return ServiceEntry.newBuilder().setSchema(1).setIdc("idc-b").setService(service)
                .setVersion(OriginVersion.newBuilder().setEpoch(1).setRevision(revision))
                .addGateways(GatewayAddress.newBuilder().setNode("gw-b").setHost("127.0.0.1").setPort(8001))
                .addGroups(GroupCapacity.newBuilder().setGroup("default").setDeclared(declared).setHealthy(healthy)
                        .setDeclaredWeight(declared * 100).setHealthyWeight(healthy * 100))
                .build();
    }

    private ServiceEntrySpec imported(String service) {
        return (ServiceEntrySpec) node.service().get(Kind.SERVICE_ENTRY, service + ".idc-b").orElseThrow().spec();
    }

    private PeerView peer() {
        return node.service().status().peers().stream().filter(view -> view.idc().equals("idc-b")).findFirst()
                .orElseThrow();
    }

    @Test
    void remoteGatewaysBecomeTheNextPriorityWithTheHealthBehindThem() throws Exception {
        node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
        full(entry("orders", 5, 2, 2));
        try (DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            client.subscribe(ResourceType.ENDPOINT, "orders/default");
            ClusterLoadAssignment before = assignment(client.take(ResourceType.ENDPOINT));
            assertThat(before.getEndpointsCount()).isEqualTo(2);
            assertThat(before.getEndpoints(1).getPriority()).isEqualTo(1);
            assertThat(before.getEndpoints(1).getLocality().getZone()).isEqualTo("idc-b");
            full(entry("orders", 6, 2, 0));
            ClusterLoadAssignment after = assignment(client.take(ResourceType.ENDPOINT));
            assertThat(after.getEndpoints(1).getLbEndpoints(0).getHealthStatus()).isEqualTo(HealthStatus.UNHEALTHY);
        }
    }

    private static ClusterLoadAssignment assignment(DeltaDiscoveryResponse response) throws Exception {
        return response.getResources(0).getResource().unpack(ClusterLoadAssignment.class);
    }

    @Test
    void anOlderVersionLoses() throws Exception {
        full(entry("orders", 9, 4, 4));
        full(entry("orders", 8, 3, 3));
        assertThat(imported("orders").groups().getFirst().declared()).isEqualTo(4);
    }

    @Test
    void anUpdateThatEmptiesAServiceIsHeldShownAndReleased() throws Exception {
        full(entry("orders", 1, 4, 4));
        ImportAnswer answer = full(entry("orders", 2, 0, 0));
        assertThat(answer.getHeldList()).singleElement()
                .satisfies(held -> assertThat(held.getGuard()).isEqualTo("empties_service"));
        assertThat(imported("orders").groups().getFirst().declared()).isEqualTo(4);
        assertThat(imported("orders").groups().getFirst().healthy()).isZero();
        assertThat(peer().held()).singleElement().satisfies(held -> assertThat(held.service()).isEqualTo("orders"));
        assertThat(node.service().releaseHeld("idc-b", "orders", "ann")).isEqualTo(new ReleaseResult.Released(1));
        assertThat(imported("orders").groups().getFirst().declared()).isZero();
        assertThat(peer().held()).isEmpty();
    }

    @Test
    void oneBadRecordDoesNotBlockItsSiblings() throws Exception {
        ImportAnswer answer = full(entry("orders", 1, 4, 4),
                entry("other", 1, 1, 1).toBuilder().setIdc("idc-c").build());
        assertThat(answer.getRefusedList()).singleElement().satisfies(refused -> assertThat(refused.getReason())
                .isEqualTo("/idc: \"idc-c\" (expected: idc-b, the peer it came from)"));
        assertThat(imported("orders").groups().getFirst().declared()).isEqualTo(4);
    }

    @Test
    void silenceMakesThePeerStaleAndKeepsItsImports() throws Exception {
        full(entry("orders", 1, 4, 4));
        say(ImportReport.newBuilder().setBeat(
                Beat.newBuilder().addLinks(PeerLink.newBuilder().setPeer("idc-b").setConnected(true))));
        assertThat(peer().state()).isEqualTo(PeerState.CONNECTED);
        Awaitility.await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(peer().state()).isEqualTo(PeerState.STALE));
        assertThat(imported("orders").groups().getFirst().healthy()).isEqualTo(4);
        assertThat(peer().imports()).isEqualTo(1);
    }

    @Test
    void theHigherGenerationOfAShiftWinsWhoeverWroteIt() throws Exception {
        node.applied(TestNode.shift("core", 50, 50));
        report(1, "idc-b", 0);
        assertThat(weights()).containsEntry("idc-a", 0);
        report(1, "idc-a", 70);
        assertThat(weights()).containsEntry("idc-a", 0);
        node.applied(TestNode.shift("core", 30, 70));
        assertThat(shift().generation()).isEqualTo(new io.spillway.model.resource.Generation(2, "idc-a"));
    }

    private void report(long counter, String idc, int a) throws InterruptedException {
        say(ImportReport.newBuilder().setBatch(Batch.newBuilder().setPeer("idc-b")
                .addShifts(TrafficShift.newBuilder().setSchema(1).setScope("drgroup/core")
                        .setGeneration(Generation.newBuilder().setCounter(counter).setIdc(idc)).putWeights("idc-a", a)
                        .putWeights("idc-b", 100 - a).setOnExpiry("alarm").setReason("r").setAuthor("bob"))));
    }

    private TrafficShiftSpec shift() {
        return (TrafficShiftSpec) node.service().get(Kind.TRAFFIC_SHIFT, "drgroup.core").orElseThrow().spec();
    }

    private Map<String, Integer> weights() {
        return shift().weights();
    }

    @Test
    void whatThisIdcExportsIsItsOwnAndOnlyForWhomItIs() throws Exception {
        node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP),
                TestNode.workload("orders", "orders-2", 9002, WorkloadState.DOWN),
                TestNode.workload("orders", "orders-3", 9003, WorkloadState.DRAINING));
        full(entry("orders", 1, 40, 40));
        try (DeltaClient sync = DeltaClient.as(node, DeltaClient.node("sync-b", "sync", "idc-b"))) {
            sync.subscribe(ResourceType.SERVICE_ENTRY);
            ServiceEntry exported = sync.take(ResourceType.SERVICE_ENTRY).getResources(0).getResource()
                    .unpack(ServiceEntry.class);
            assertThat(exported.getIdc()).isEqualTo("idc-a");
            assertThat(exported.getGatewaysList()).hasSize(2);
            assertThat(exported.getGroupsList()).singleElement().satisfies(group -> {
                assertThat(group.getDeclared()).isEqualTo(2);
                assertThat(group.getHealthy()).isEqualTo(1);
            });
            node.applied(TestNode.shift("core", 100, 0));
            sync.subscribe(ResourceType.TRAFFIC_SHIFT);
            assertThat(DeltaClient.names(sync.take(ResourceType.TRAFFIC_SHIFT))).containsExactly("drgroup/core");
        }
    }
}
