package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;

import io.spillway.control.imports.SyncClient;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.registry.Registry;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.PeerLink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.control.imports.SyncClient.entry;
import static org.assertj.core.api.Assertions.assertThat;

/** Two control nodes of one IDC; registry-sync tells one of them: whichever is asked, a healthy peer is healthy. */
@Tag("slow")
class OneHearsForAllTest {

    @TempDir
    Path folder;

    private Registry registry;
    private TestNode one;
    private TestNode two;

    @BeforeEach
    void twoNodes() throws Exception {
        registry = TestNode.registry(folder);
        one = TestNode.named(registry, "control-1", TestNode.QUICK, NodeObserver.NONE).sharing();
        one.awaitReady();
        one.withOrders();
        two = TestNode.named(registry, "control-2", TestNode.QUICK, NodeObserver.NONE).sharing();
        two.awaitReady();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        registry.close();
    }

    @Test
    void whatTheNodeWithTheStreamHearsAllShow() throws Exception {
        try (SyncClient sync = new SyncClient(one)) {
            sync.all(entry("orders", 10, 3));
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(peer(two).state()).isEqualTo(PeerState.CONNECTED);
                assertThat(peer(two).link().by()).isEqualTo("control-1");
                assertThat(peer(one).link().by()).isNull();
            });
            assertThat(two.service().check().findings()).as("a healthy peer is no finding")
                    .noneMatch(finding -> finding.object().equals("peer idc-b"));
            var _ = sync.say(ImportReport.newBuilder().setBeat(Beat.newBuilder().addLinks(
                    PeerLink.newBuilder().setPeer("idc-b").setConnected(false).setLastError("cut"))));
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(peer(two).state()).isEqualTo(PeerState.STALE);
                assertThat(peer(two).lastError()).isEqualTo("cut");
                assertThat(peer(two).link().by()).isEqualTo("control-1");
            });
            assertThat(two.service().check().findings()).anyMatch(finding -> finding.object().equals("peer idc-b"));
        }
    }

    private static PeerView peer(TestNode node) {
        return node.service().peers().getFirst();
    }
}
