package io.spillway.control.imports;

import java.nio.file.Path;
import java.util.List;

import io.spillway.control.node.TestNode;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.StatusReport.SourceHoldView;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.HeldWorkload;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.SourceHolds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A source of workloads misses too many: the status says so, and an operator's word goes to the registry-sync that leads. */
@Tag("slow")
class SourceReleaseTest {

    @TempDir
    Path folder;
    private TestNode node;
    private SyncClient sync;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
        sync = new SyncClient(node);
        sync.all();
    }

    @AfterEach
    void stop() {
        sync.close();
        node.close();
    }

    private void beats(SourceHolds... sources) throws Exception {
        sync.say(ImportReport.newBuilder().setBeat(Beat.newBuilder().addAllSources(List.of(sources))));
    }

    @Test
    void whatIsHeldIsShownAndTheReleaseReachesTheOneThatHoldsIt() throws Exception {
        assertThat(node.service().status().sync().sources()).isEmpty();
        beats(SourceHolds.newBuilder().setSource("vms").setHeld(2)
                .addWorkloads(HeldWorkload.newBuilder().setName("a").setReason("empties_service")).build());
        assertThat(node.service().status().sync().sources()).containsExactly(new SourceHoldView("vms", 2,
                List.of(new SourceHoldView.Workload("a", "empties_service"))));
        assertThat(node.service().releaseSource("vms", "ann")).isEqualTo(new ReleaseResult.Released(2));
        assertThat(sync.news().getReleasedSourcesList()).as("news, before the answer").containsExactly("vms");
    }

    @Test
    void whatIsNotHeldIsNotReleased() throws Exception {
        assertThat(node.service().releaseSource("vms", "ann")).isEqualTo(new ReleaseResult.NothingMissed("vms"));
        beats(SourceHolds.newBuilder().setSource("vms").setHeld(2).build());
        beats();
        assertThat(node.service().releaseSource("vms", "ann")).isEqualTo(new ReleaseResult.NothingMissed("vms"));
        sync.close();
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(node.service().releaseSource("vms", "ann"))
                .isInstanceOfSatisfying(ReleaseResult.NotReleased.class,
                        no -> assertThat(no.reason()).contains("no registry-sync leads")));
    }
}
