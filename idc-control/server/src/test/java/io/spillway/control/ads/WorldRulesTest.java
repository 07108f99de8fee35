package io.spillway.control.ads;

import java.nio.file.Path;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** State of the world (rules S1 to S11). */
@Tag("slow")
class WorldRulesTest {

    @TempDir
    Path folder;
    private TestNode node;
    private WorldClient client;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
        client = new WorldClient(node, "envoy-1");
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void clustersAlwaysComeAsAWholeAndRemovalIsByOmission() throws Exception {
        client.send(ResourceType.CLUSTER, "", "");
        DiscoveryResponse first = client.next(ResourceType.CLUSTER);
        assertThat(first.getResourcesCount()).isEqualTo(4);
        client.ack(first);
        node.applied(TestNode.service("inventory"));
        DiscoveryResponse second = client.next(ResourceType.CLUSTER);
        assertThat(second.getResourcesCount()).isEqualTo(8);
        assertThat(second.getVersionInfo()).isNotEqualTo(first.getVersionInfo());
        assertThat(second.getNonce()).isNotEqualTo(first.getNonce());
        client.ack(second);
        node.service().delete(new DeleteRequest(Kind.SERVICE, "inventory", false, null, "test"));
        DiscoveryResponse third = client.next(ResourceType.CLUSTER);
        assertThat(third.getResourcesCount()).isEqualTo(4);
        assertThat(third.getVersionInfo()).isEqualTo(first.getVersionInfo());
    }

    @Test
    void nothingIsSentWhenNothingChanged() throws Exception {
        client.send(ResourceType.CLUSTER, "", "");
        client.ack(client.next(ResourceType.CLUSTER));
        node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
        client.expectSilence();
    }

    @Test
    void aStaleNonceIsIgnored() throws Exception {
        client.send(ResourceType.ENDPOINT, "", "", "orders/default");
        DiscoveryResponse first = client.next(ResourceType.ENDPOINT);
        client.send(ResourceType.ENDPOINT, "x", "not the nonce", "orders/default@local");
        client.expectSilence();
        client.ack(first, "orders/default", "orders/default@local");
        assertThat(client.next(ResourceType.ENDPOINT).getResourcesCount()).isEqualTo(1);
    }

    @Test
    void aMissingNameIsRememberedAndDoesNotWithholdItsSiblings() throws Exception {
        client.send(ResourceType.ENDPOINT, "", "", "orders/default", "later/default");
        DiscoveryResponse first = client.next(ResourceType.ENDPOINT);
        assertThat(first.getResourcesCount()).isEqualTo(1);
        client.ack(first, "orders/default", "later/default");
        node.applied(TestNode.service("later"));
        assertThat(client.next(ResourceType.ENDPOINT).getResourcesCount()).isEqualTo(1);
    }

    @Test
    void anEmptyListAfterNamesUnsubscribesEverything() throws Exception {
        client.send(ResourceType.CLUSTER, "", "", "orders/default");
        DiscoveryResponse first = client.next(ResourceType.CLUSTER);
        assertThat(first.getResourcesCount()).isEqualTo(1);
        client.ack(first);
        node.applied(TestNode.service("inventory"));
        client.expectSilence();
    }

    @Test
    void anEmptyListAfterAStarUnsubscribesEverythingAndAStarSubscribesItAgain() throws Exception {
        client.send(ResourceType.CLUSTER, "", "", "*");
        DiscoveryResponse first = client.next(ResourceType.CLUSTER);
        client.ack(first);
        node.applied(TestNode.service("inventory"));
        client.expectSilence();
        client.ack(first, "*");
        assertThat(client.next(ResourceType.CLUSTER).getResourcesCount()).isEqualTo(8);
    }

    @Test
    void aNackedWorldIsNotRepeatedAndTheNextGoodChangeComesThrough() throws Exception {
        client.send(ResourceType.ENDPOINT, "", "", "orders/default");
        DiscoveryResponse first = client.next(ResourceType.ENDPOINT);
        client.nack(first, "", "orders/default");
        client.expectSilence();
        node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
        assertThat(client.next(ResourceType.ENDPOINT).getResourcesCount()).isEqualTo(1);
    }

    @Test
    void oneBadClusterDoesNotKeepTheOthersFromAClientThatRefusesWholeWorlds() throws Exception {
        client.send(ResourceType.CLUSTER, "", "");
        DiscoveryResponse both = client.next(ResourceType.CLUSTER);
        client.nack(both, "");
        DiscoveryResponse one = client.next(ResourceType.CLUSTER);
        assertThat(one.getResourcesCount()).isEqualTo(1);
        client.nack(one, "");
        DiscoveryResponse good = client.next(ResourceType.CLUSTER);
        assertThat(good.getResourcesCount()).isEqualTo(1);
        for (int siblings = 2; siblings <= 3; siblings++) {
            client.ack(good);
            good = client.next(ResourceType.CLUSTER);
            assertThat(good.getResourcesCount()).isEqualTo(siblings);
        }
        assertThat(good.getResourcesList()).doesNotContain(one.getResources(0));
        client.ack(good);
        client.expectSilence();
    }

    @Test
    void aClientThatReconnectsWithTheSameWorldGetsNothingAgain() throws Exception {
        client.send(ResourceType.CLUSTER, "", "");
        DiscoveryResponse first = client.next(ResourceType.CLUSTER);
        client.ack(first);
        client.close();
        try (WorldClient again = new WorldClient(node, "envoy-1")) {
            again.send(ResourceType.CLUSTER, first.getVersionInfo(), "");
            again.expectSilence();
            node.applied(TestNode.service("inventory"));
            assertThat(again.next(ResourceType.CLUSTER).getResourcesCount()).isEqualTo(8);
        }
    }
}
