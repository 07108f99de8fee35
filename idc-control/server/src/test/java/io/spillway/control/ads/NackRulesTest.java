package io.spillway.control.ads;

import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.DeliveryReport.PushState;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.WorkloadState;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A refused version is parked: said once, shown, and never sent again until it changes (rules S3, D12). */
@Tag("slow")
class NackRulesTest {

    @TempDir
    Path folder;
    private TestNode node;
    private DeltaClient client;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
        client = DeltaClient.gateway(node, "gw-1");
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    /** Silence says what was not sent, not that the answer before it is worked in already. */
    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
    }

    @Test
    void aGatewayNamesWhatItRefusesAndTheSiblingsCount() throws Exception {
        client.subscribe(ResourceType.CLUSTER);
        DeltaDiscoveryResponse first = client.next(ResourceType.CLUSTER);
        client.nack(first, "rejected: orders/default: too odd; really");
        client.expectSilence();
        soon().untilAsserted(() -> assertThat(node.service().dataPlanes()).singleElement().satisfies(view -> {
            assertThat(view.state()).isEqualTo(SyncState.NACKED);
            assertThat(view.resources()).isEqualTo(3);
            assertThat(view.lastNack()).contains("too odd; really");
        }));
        node.applied(TestNode.service("inventory"));
        assertThat(DeltaClient.names(client.take(ResourceType.CLUSTER)))
                .containsExactly(TestNode.clusters("inventory"));
    }

    @Test
    void otherClientsGetTheSuspectsOneByOne() throws Exception {
        client.subscribe(ResourceType.CLUSTER);
        DeltaDiscoveryResponse both = client.next(ResourceType.CLUSTER);
        assertThat(both.getResourcesCount()).isEqualTo(4);
        client.nack(both, "Error adding/updating cluster(s)");
        DeltaDiscoveryResponse one = client.next(ResourceType.CLUSTER);
        client.nack(one, "Error adding/updating cluster(s)");
        TreeSet<String> sent = new TreeSet<>(DeltaClient.names(one));
        for (int suspect = 2; suspect <= 4; suspect++) {
            DeltaDiscoveryResponse other = client.take(ResourceType.CLUSTER);
            assertThat(other.getResourcesCount()).isEqualTo(1);
            sent.addAll(DeltaClient.names(other));
        }
        assertThat(one.getResourcesCount()).isEqualTo(1);
        assertThat(sent).isEqualTo(new TreeSet<>(DeltaClient.names(both)));
        client.expectSilence();
    }

    @Test
    void aParkedNameIsSentAgainAsSoonAsItsContentChanges() throws Exception {
        client.subscribe(ResourceType.ENDPOINT, "orders/default");
        client.take(ResourceType.ENDPOINT);
        long revision = node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP)).revision();
        client.nack(client.next(ResourceType.ENDPOINT), "rejected: orders/default: no");
        client.expectSilence();
        soon().untilAsserted(
                () -> assertThat(node.service().delivery(revision - 1).pushes()).singleElement().satisfies(push -> {
                    assertThat(push.state()).isEqualTo(PushState.NACKED);
                    assertThat(push.detail()).contains("orders/default: no");
                }));
        node.applied(TestNode.workload("orders", "orders-1", 9002, WorkloadState.UP));
        assertThat(DeltaClient.names(client.take(ResourceType.ENDPOINT))).containsExactly("orders/default");
        soon().untilAsserted(() -> assertThat(node.service().dataPlanes())
                .singleElement().satisfies(view -> assertThat(view.state()).isEqualTo(SyncState.SYNCED)));
    }
}
