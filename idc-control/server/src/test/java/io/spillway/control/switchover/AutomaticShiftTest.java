package io.spillway.control.switchover;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.control.imports.SyncClient;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.ControlEvent;
import io.spillway.control.service.Finding;
import io.spillway.control.service.ProbeWord;
import io.spillway.control.service.StatusReport;
import io.spillway.control.service.Subscription;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.AutomaticPolicy;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.Sight;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.ProgressRecords;
import io.spillway.wire.v1.Batch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A real node of idc-a whose DrGroup core has a policy: idc-b dies. */
@Tag("slow")
class AutomaticShiftTest {

    private static final AutomaticPolicy QUICK = new AutomaticPolicy(AutomaticPolicy.SHORTEST_HOLD_DOWN, List.of(100),
            Duration.ZERO, null);

    @TempDir
    Path folder;

    private TestNode node;
    private SyncClient sync;
    private final List<ControlEvent> events = new CopyOnWriteArrayList<>();
    private Subscription heard;
    private AckingGateway gateway;

    @BeforeEach
    void aNode() throws Exception {
        node = TestNode.start(folder).withOrders();
        heard = node.service().events(event -> {
            if (event.type().equals("automatic")) {
                events.add(event);
            }
        });
        node.applied(TestNode.idc("idc-c", "127.0.0.1:9001"),
                TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
        sync = new SyncClient(node);
        sync.all(SyncClient.entry("orders", 10, 3));
        linked();
        gateway = new AckingGateway(node, "gw-a1");
    }

    @AfterEach
    void stop() {
        heard.close();
        gateway.close();
        sync.close();
        node.close();
    }

    private void policy(String... idcs) {
        Resource standing = node.service().get(Kind.DR_GROUP, "core").orElseThrow();
        node.applied(new Resource(Kind.DR_GROUP, standing.metadata(), new DrGroupSpec(List.of(idcs), 1,
                new DrGroupLimits(false, null, List.of(), 100, QUICK))));
    }

    private void says(String idc, Map<String, Sight> sights) {
        SwitchOverProgress word = SwitchOverProgress.vantage(idc, "", sights, Instant.now());
        var _ = node.registry.commit(new Transaction(List.of(),
                List.of(Operation.put(RegistryKeys.progress(idc, word.switchOver()), ProgressRecords.encode(word)))));
    }

    /** registry-sync hears idc-c. */
    private void linked() throws InterruptedException {
        var _ = sync.say(Batch.newBuilder().setPeer("idc-c").setFull(true)
                .addEntries(SyncClient.entry("orders", 10, 3).toBuilder().setIdc("idc-c")));
    }

    private void probe(String idc, boolean reaches) {
        assertThat(node.service().probed(new ProbeWord(idc, reaches, "far-away")))
                .isInstanceOf(WriteResult.Applied.class);
    }

    private List<SwitchOverSpec> moves() {
        return node.service().list(Kind.SWITCH_OVER).resources().stream().<SwitchOverSpec>mapMulti((each, to) -> {
            if (each.spec() instanceof SwitchOverSpec spec) {
                to.accept(spec);
            }
        }).toList();
    }

    private List<String> why() {
        return node.service().check().findings().stream().filter(each -> each.rule().equals("automatic-not-armed"))
                .map(Finding::what).toList();
    }

    @Test
    void twoIdcsRefuseToArmAndSayWhy() {
        policy("idc-a", "idc-b");
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(why())
                .containsExactly(
                        "automatic shift is not armed: idc-b is seen by gateways or probes of 0 failure domains"
                                + " other than itself (2 are needed)"));
        assertThat(node.service().status().problems()).extracting(StatusReport.Problem::object)
                .contains("drgroups/core");
        assertThat(events).extracting(ControlEvent::detail).anyMatch(detail -> detail.startsWith("not armed: idc-b"));
    }

    @Test
    void ofThreeIdcsOneDiesAndItsTrafficLeavesOnce() {
        policy("idc-a", "idc-b", "idc-c");
        Sight well = new Sight(2, 0, Sight.Link.HEARD);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            says("idc-b", Map.of("idc-a", well, "idc-c", well));
            says("idc-c", Map.of("idc-a", well, "idc-b", well));
            probe("idc-b", true);
            probe("idc-c", true);
            // Nothing reports at idc-a: idc-c is seen by idc-b and from afar, idc-b by idc-c and from afar.
            assertThat(events).extracting(ControlEvent::detail).contains("armed");
            assertThat(why()).isEmpty();
        });
        assertThat(moves()).isEmpty();

        Sight dead = new Sight(0, 2, Sight.Link.CUT);
        probe("idc-b", false);
        Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            linked();
            probe("idc-b", false);
            says("idc-c", Map.of("idc-a", well, "idc-b", dead));
            assertThat(moves()).as("%s", events).hasSize(1);
            assertThat(status(moves().getFirst()).state().before()).as("%s", events).isFalse();
        });
        SwitchOverSpec move = moves().getFirst();
        assertThat(move.from() + " -> " + move.to()).isEqualTo("idc-b -> idc-a");
        assertThat(status(move).origin()).isEqualTo(SwitchOrigin.AUTOMATIC);
        assertThat(move.reason()).startsWith("automatic: idc-b is lost by ");
        Awaitility.await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            says("idc-c", Map.of("idc-a", well, "idc-b", dead));
            assertThat(moves()).hasSize(1);
        });
    }

    private static SwitchOverStatus status(SwitchOverSpec move) {
        return Moving.status(move);
    }
}
