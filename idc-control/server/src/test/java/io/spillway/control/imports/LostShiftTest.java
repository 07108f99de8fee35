package io.spillway.control.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.control.node.TestNode;
import io.spillway.control.service.ControlEvent;
import io.spillway.control.service.Finding;
import io.spillway.control.service.StatusReport.LostShiftView;
import io.spillway.control.service.Subscription;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Generation;
import io.spillway.wire.v1.TrafficShift;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two IDCs shift the same scope while they do not hear each other. One write wins; the author of the other must be told. */
@Tag("slow")
class LostShiftTest {

    private static final String NAME = "drgroup.core";

    @TempDir
    Path folder;
    private TestNode node;
    private SyncClient sync;
    private Subscription subscription;
    private final List<ControlEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
        sync = new SyncClient(node);
        subscription = node.service().events(events::add);
    }

    @AfterEach
    void stop() {
        subscription.close();
        sync.close();
        node.close();
    }

    /** What bob of another IDC wrote, and which writes he knew. */
    private void arrives(long counter, String idc, Map<String, Long> seen) throws InterruptedException {
        sync.say(Batch.newBuilder().setPeer("idc-b").addShifts(TrafficShift.newBuilder().setSchema(1)
                .setScope("drgroup/core").setGeneration(Generation.newBuilder().setCounter(counter).setIdc(idc))
                .putWeights("idc-a", 0).putWeights("idc-b", 100).setOnExpiry("alarm").setReason("r").setAuthor("bob")
                .putAllSeen(seen)));
    }

    private TrafficShiftSpec standing() {
        return (TrafficShiftSpec) node.service().get(Kind.TRAFFIC_SHIFT, NAME).orElseThrow().spec();
    }

    private Optional<LostShiftView> lost() {
        return node.service().lostShift(NAME);
    }

    private List<String> rules() {
        return node.service().check().findings().stream().map(Finding::rule).toList();
    }

    private boolean told() {
        return events.stream().anyMatch(event -> event.type().equals("shift") && event.detail().contains("lost to"));
    }

    /** idc-b wrote twice during the cut, so its counter is higher than that of the one write here. */
    @Test
    void theAuthorOfALowerCounterIsToldUntilHeWritesAgain() throws Exception {
        node.applied(TestNode.shift("core", 50, 50));
        arrives(2, "idc-b", Map.of("idc-b", 1L));
        assertThat(standing().weights()).containsEntry("idc-b", 100);
        assertThat(lost()).hasValueSatisfying(loss -> {
            assertThat(loss.scope()).isEqualTo("drgroup/core");
            assertThat(loss.loser()).isEqualTo("1/idc-a");
            assertThat(loss.loserAuthor()).isEqualTo("test");
            assertThat(loss.winner()).isEqualTo("2/idc-b");
            assertThat(loss.winnerAuthor()).isEqualTo("bob");
        });
        assertThat(rules()).contains("shift-lost");
        Awaitility.await().untilAsserted(() -> assertThat(told()).isTrue());
        arrives(3, "idc-b", Map.of("idc-b", 2L));
        assertThat(lost()).as("what follows from the winner changes nothing").isPresent();
        node.applied(TestNode.shift("core", 30, 70));
        assertThat(lost()).isEmpty();
        assertThat(rules()).doesNotContain("shift-lost");
        assertThat(node.registry.range(RegistryKeys.LOST).entries()).isEmpty();
        assertThat(standing().seen()).as("the next write knows the winner and what it replaced here")
                .containsEntry("idc-b", 3L);
    }

    @Test
    void equalCountersAreDecidedByTheIdcAndTold() throws Exception {
        node.applied(TestNode.shift("core", 50, 50));
        arrives(1, "idc-b", Map.of());
        assertThat(lost()).hasValueSatisfying(loss -> assertThat(loss.winner()).isEqualTo("1/idc-b"));
    }

    @Test
    void whoeverWasKnownToTheWinnerHasNotLost() throws Exception {
        node.applied(TestNode.shift("core", 50, 50));
        arrives(2, "idc-b", Map.of("idc-a", 1L));
        assertThat(standing().weights()).containsEntry("idc-b", 100);
        assertThat(lost()).isEmpty();
        assertThat(told()).isFalse();
    }

    /** The other IDC heard of the write here by way of a third one, and wrote on top of its two writes. */
    @Test
    void whatTheWinnerKnowsByWayOfOthersCounts() throws Exception {
        node.applied(TestNode.shift("core", 50, 50));
        arrives(4, "idc-b", Map.of("idc-a", 1L, "idc-c", 3L));
        assertThat(lost()).isEmpty();
        arrives(5, "idc-c", Map.of("idc-c", 3L));
        assertThat(lost()).as("the loser is not of this IDC: its own tells its author").isEmpty();
    }

    @Test
    void aLossIsKnownAfterARestart() throws Exception {
        node.applied(TestNode.shift("core", 50, 50));
        arrives(2, "idc-b", Map.of("idc-b", 1L));
        Optional<LostShiftView> before = lost();
        subscription.close();
        sync.close();
        node.close();
        node = TestNode.start(folder);
        sync = new SyncClient(node);
        subscription = node.service().events(events::add);
        assertThat(lost()).isPresent().isEqualTo(before);
    }
}
