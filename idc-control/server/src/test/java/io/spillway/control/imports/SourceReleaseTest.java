package io.spillway.control.imports;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.control.node.NodeObserver;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.StatusReport.SourceHoldView;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.HeldWorkload;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.SourceHolds;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A source of workloads misses too many. The registry-sync that leads says so to one control node; the operator, behind a load
 * balancer, asks another one: it shows what is held, and its word goes to the process that holds it.
 */
@Tag("slow")
class SourceReleaseTest {

    @TempDir
    Path folder;
    private Registry registry;
    private TestNode node;
    private TestNode other;
    private SyncClient sync;

    @BeforeEach
    void start() throws Exception {
        registry = TestNode.registry(folder);
        node = TestNode.named(registry, "control-1", TestNode.QUICK, NodeObserver.NONE).sharing();
        other = TestNode.named(registry, "control-2", TestNode.QUICK, NodeObserver.NONE).sharing();
        node.awaitReady();
        other.awaitReady();
        node.withOrders();
        sync = new SyncClient(node);
        sync.all();
    }

    @AfterEach
    void stop() {
        sync.close();
        node.close();
        other.close();
        registry.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
    }

    private static SourceHolds vms(String... workloads) {
        return SourceHolds.newBuilder().setSource("vms").setHeld(workloads.length)
                .addAllWorkloads(Stream.of(workloads)
                        .map(name -> HeldWorkload.newBuilder().setName(name).setReason("empties_service").build())
                        .toList())
                .build();
    }

    private void beats(SourceHolds... sources) throws Exception {
        sync.beat(Beat.newBuilder().addAllSources(List.of(sources)));
    }

    private static SourceHoldView shown(String releasedBy, String... workloads) {
        return new SourceHoldView("vms", workloads.length,
                Stream.of(workloads).map(name -> new SourceHoldView.Workload(name, "empties_service")).toList(),
                releasedBy);
    }

    private static List<SourceHoldView> sources(TestNode at) {
        return at.service().status().sync().sources();
    }

    private int recorded() {
        return registry.range(RegistryKeys.AUDIT).entries().size();
    }

    private void isShown(SourceHoldView held) {
        for (TestNode each : List.of(node, other)) {
            await().untilAsserted(() -> assertThat(sources(each)).containsExactly(held));
        }
    }

    @Test
    void whatIsHeldIsShownByEveryNodeAndTheWordReachesTheOneThatHoldsItWhicheverNodeHearsIt() throws Exception {
        assertThat(sources(node)).isEmpty();
        beats(vms("a", "b"));
        isShown(shown("", "a", "b"));
        int before = recorded();
        assertThat(other.service().releaseSource("vms", "ann")).isEqualTo(new ReleaseResult.Released(2));
        assertThat(sync.released()).containsExactly("vms");
        isShown(shown("ann", "a", "b"));
        assertThat(node.service().releaseSource("vms", "bob")).as("it was said")
                .isEqualTo(new ReleaseResult.Released(2));
        isShown(shown("ann", "a", "b"));
        assertThat(recorded()).as("records in the audit").isEqualTo(before + 1);
        await().untilAsserted(() -> {
            beats();
            assertThat(sources(other)).isEmpty();
        });
        assertThat(registry.range(RegistryKeys.SOURCES).entries()).isEmpty();
        assertThat(sync.nothingMoreIsReleased()).isTrue();
    }

    @Test
    void aWordIsForWhatWasHeldWhenItWasSaidAndForNothingElse() throws Exception {
        beats(vms("a", "b"));
        isShown(shown("", "a", "b"));
        other.service().releaseSource("vms", "ann");
        assertThat(sync.released()).containsExactly("vms");
        beats(vms("a", "c"));
        isShown(shown("", "a", "c"));
        assertThat(sync.nothingMoreIsReleased()).isTrue();
    }

    /** Its control node dies after the word and before it is passed on, or its connection does. */
    @Test
    void aWordStaysForWhoeverHoldsTheSameUnderAnotherControlNode() throws Exception {
        beats(vms("a", "b"));
        isShown(shown("", "a", "b"));
        sync.close();
        await().until(() -> other.service().status().sync().leader() == null);
        assertThat(other.service().releaseSource("vms", "ann")).isEqualTo(new ReleaseResult.Released(2));
        sync = new SyncClient(other);
        beats();
        beats(vms("a", "b"));
        assertThat(sync.released()).containsExactly("vms");
        isShown(shown("ann", "a", "b"));
    }

    @Test
    void whatIsNotHeldIsNotReleased() throws Exception {
        await().untilAsserted(() -> assertThat(other.service().releaseSource("vms", "ann"))
                .isEqualTo(new ReleaseResult.NothingMissed("vms")));
        sync.close();
        await().untilAsserted(() -> assertThat(other.service().releaseSource("vms", "ann"))
                .isInstanceOfSatisfying(ReleaseResult.NotReleased.class,
                        no -> assertThat(no.reason()).contains("no registry-sync leads")));
    }

    @Test
    void aSourceWithoutAGoodNameEndsTheStream() throws Exception {
        assertThat(sync.refused(ImportReport.newBuilder()
                .setBeat(Beat.newBuilder().addSources(vms("a").toBuilder().setSource("../x"))))
                .getDescription()).startsWith("beat.sources: \"../x\" (expected: ");
    }
}
