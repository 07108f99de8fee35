package io.spillway.control.ads;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.node.DeltaClient;
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

/** What a delta client subscribes, and what it therefore gets (rules D2 to D8). */
@Tag("slow")
class SubscriptionRulesTest {

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

    @Test
    void answersANameThatDoesNotExistAndSendsItWhenItIsCreated() throws Exception {
        client.subscribe(ResourceType.CLUSTER, "later/default");
        assertThat(client.take(ResourceType.CLUSTER).getRemovedResourcesList()).containsExactly("later/default");
        node.applied(TestNode.service("later"));
        assertThat(DeltaClient.names(client.take(ResourceType.CLUSTER))).containsExactly("later/default");
    }

    @Test
    void answersARepeatedSubscriptionAlthoughNothingChanged() throws Exception {
        client.subscribe(ResourceType.ENDPOINT, "orders/default");
        client.take(ResourceType.ENDPOINT);
        client.subscribe(ResourceType.ENDPOINT, "orders/default");
        assertThat(DeltaClient.names(client.take(ResourceType.ENDPOINT))).containsExactly("orders/default");
    }

    @Test
    void namedSubscriptionsGetNothingElse() throws Exception {
        client.subscribe(ResourceType.CLUSTER, "orders/default");
        assertThat(DeltaClient.names(client.take(ResourceType.CLUSTER))).containsExactly("orders/default");
        node.applied(TestNode.service("inventory"));
        client.expectSilence();
    }

    @Test
    void anUnsubscribedNameIsNotPushedAndUnsubscribingTwiceIsHarmless() throws Exception {
        client.subscribe(ResourceType.ENDPOINT, "orders/default");
        client.take(ResourceType.ENDPOINT);
        client.unsubscribe(ResourceType.ENDPOINT, "orders/default");
        client.unsubscribe(ResourceType.ENDPOINT, "orders/default", "never/subscribed");
        // Until both are read: the stream and the API are two ways into the node.
        client.expectSilence();
        node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
        client.expectSilence();
    }

    @Test
    void leavingTheWildcardKeepsTheNamedOnes() throws Exception {
        client.subscribe(ResourceType.CLUSTER, "*", "orders/default");
        client.take(ResourceType.CLUSTER);
        client.unsubscribe(ResourceType.CLUSTER, "*");
        // Until it is read: the stream and the API are two ways into the node.
        client.expectSilence();
        node.applied(TestNode.service("inventory"));
        client.expectSilence();
        node.service().delete(new DeleteRequest(Kind.SERVICE, "orders", false, null, "test"));
        assertThat(client.take(ResourceType.CLUSTER).getRemovedResourcesList()).containsExactly("orders/default");
    }

    @Test
    void unsubscribingANameUnderAWildcardIsAnsweredWithTheResource() throws Exception {
        client.subscribe(ResourceType.CLUSTER, "*", "orders/default", "gone/default");
        client.take(ResourceType.CLUSTER);
        client.unsubscribe(ResourceType.CLUSTER, "orders/default", "gone/default");
        DeltaDiscoveryResponse answer = client.take(ResourceType.CLUSTER);
        assertThat(DeltaClient.names(answer)).containsExactly("orders/default");
        assertThat(answer.getRemovedResourcesList()).containsExactly("gone/default");
    }

    @Test
    void aStaleNonceStillChangesTheSubscription() throws Exception {
        client.subscribe(ResourceType.CLUSTER, "orders/default");
        client.take(ResourceType.CLUSTER);
        client.send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(ResourceType.CLUSTER.typeUrl())
                .setResponseNonce("no such nonce").addResourceNamesSubscribe("orders/default@local"));
        assertThat(DeltaClient.names(client.take(ResourceType.CLUSTER))).containsExactly("orders/default@local");
    }

    @Test
    void anEmptyWorldIsAnsweredToo() throws Exception {
        try (DeltaClient sync = DeltaClient.as(node, DeltaClient.node("sync-b", "sync", "idc-b"))) {
            sync.subscribe(ResourceType.TRAFFIC_SHIFT);
            DeltaDiscoveryResponse answer = sync.take(ResourceType.TRAFFIC_SHIFT);
            assertThat(answer.getResourcesList()).isEmpty();
            assertThat(answer.getNonce()).isNotEmpty();
        }
    }

    @Test
    void aClientThatResumesGetsTheDifferencesAndTheRemovalsOnly() throws Exception {
        node.applied(TestNode.service("inventory"), TestNode.service("old"));
        client.subscribe(ResourceType.CLUSTER);
        Map<String, String> versions = new HashMap<>();
        client.take(ResourceType.CLUSTER).getResourcesList()
                .forEach(resource -> versions.put(resource.getName(), resource.getVersion()));
        client.close();
        node.service().delete(new DeleteRequest(Kind.SERVICE, "old", false, null, "test"));
        node.applied(TestNode.service("new"));
        try (DeltaClient again = DeltaClient.gateway(node, "gw-1")) {
            again.resume(ResourceType.CLUSTER, versions);
            DeltaDiscoveryResponse difference = again.take(ResourceType.CLUSTER);
            assertThat(DeltaClient.names(difference)).containsExactly(TestNode.clusters("new"));
            assertThat(difference.getRemovedResourcesList()).containsExactlyInAnyOrder(TestNode.clusters("old"));
        }
    }

    @Test
    void aNodeOfAnotherIdcIsRefusedByName() throws Exception {
        try (DeltaClient stranger = DeltaClient.as(node, DeltaClient.node("gw-9", "gateway", "idc-b"))) {
            stranger.subscribe(ResourceType.CLUSTER);
            assertThat(stranger.error())
                    .hasMessageContaining("node gw-9: locality.zone: \"idc-b\" (expected: idc-a)");
        }
    }

    @Test
    void versionsAreTheSameAfterARestart() throws Exception {
        node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
        client.subscribe(ResourceType.CLUSTER);
        List<String> before = client.take(ResourceType.CLUSTER).getResourcesList().stream()
                .map(resource -> resource.getName() + "=" + resource.getVersion()).sorted().toList();
        client.close();
        node.close();
        node = TestNode.start(folder);
        client = DeltaClient.gateway(node, "gw-1");
        client.subscribe(ResourceType.CLUSTER);
        assertThat(client.take(ResourceType.CLUSTER).getResourcesList().stream()
                .map(resource -> resource.getName() + "=" + resource.getVersion()).sorted().toList())
                .isEqualTo(before);
    }
}
