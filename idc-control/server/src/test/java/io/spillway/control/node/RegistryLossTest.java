package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

import io.spillway.control.service.WriteResult;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.time.Ticker;
import io.spillway.registry.embedded.EmbeddedRegistry;
import io.spillway.registry.embedded.EmbeddedSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The registry is lost: serve on, refuse writes, say since when; it returns: nothing is missing. */
@Tag("slow")
class RegistryLossTest {

    @TempDir
    Path folder;

    private FlakyRegistry registry() {
        return new FlakyRegistry(EmbeddedRegistry.open(EmbeddedSettings.of(folder.resolve("registry"), "test"),
                Clock.systemUTC(), Ticker.system(), new Random(1)));
    }

    @Test
    void clientsAreServedAndWritesAreRefusedUntilItReturns() throws Exception {
        FlakyRegistry registry = registry();
        try (TestNode node = TestNode.on(registry, Duration.ofSeconds(30))) {
            node.awaitReady();
            node.withOrders();
            registry.lose();
            assertThat(node.apply(TestNode.service("inventory")))
                    .isInstanceOfSatisfying(WriteResult.Unavailable.class,
                            unavailable -> assertThat(unavailable.since()).isEqualTo(registry.state().since()));
            assertThat(node.node.notReady()).isEmpty();
            assertThat(node.service().status().registry().connected()).isFalse();
            try (DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
                client.subscribe(ResourceType.CLUSTER);
                assertThat(DeltaClient.names(client.take(ResourceType.CLUSTER))).contains("orders/default");
                registry.find();
                node.applied(TestNode.service("inventory"));
                assertThat(DeltaClient.names(client.take(ResourceType.CLUSTER))).contains("inventory/default");
            }
        }
    }

    @Test
    void whatTheWatchLostIsFoundByTheComparisonAfterReconnecting() throws Exception {
        FlakyRegistry registry = registry();
        try (TestNode node = TestNode.on(registry, Duration.ofSeconds(30))) {
            node.awaitReady();
            node.withOrders();
            try (TestNode writer = TestNode.on(registry, Duration.ofSeconds(30)).sharing()) {
                writer.awaitReady();
                registry.swallowEvents();
                writer.apply(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
            }
            assertThat(node.service().get(Kind.WORKLOAD_ENTRY, "orders-1")).isEmpty();
            registry.lose();
            registry.find();
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(
                    () -> assertThat(node.service().get(Kind.WORKLOAD_ENTRY, "orders-1")).isPresent());
        }
    }

    @Test
    void aCompactionMakesTheNodeListAgainAndClientsGetOnlyTheDifference() throws Exception {
        FlakyRegistry registry = registry();
        try (TestNode node = TestNode.on(registry, Duration.ofSeconds(30))) {
            node.awaitReady();
            node.withOrders();
            try (DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
                client.subscribe(ResourceType.CLUSTER);
                client.take(ResourceType.CLUSTER);
                registry.swallowEvents();
                node.apply(TestNode.service("inventory"));
                registry.compacted();
                assertThat(DeltaClient.names(client.take(ResourceType.CLUSTER)))
                        .containsExactly(TestNode.clusters("inventory"));
                client.expectSilence();
            }
        }
    }

    @Test
    void aNodeThatCannotLoadIsNotReadyAndRefusesStreams() throws Exception {
        FlakyRegistry registry = registry();
        registry.lose();
        try (TestNode node = TestNode.on(registry, Duration.ofSeconds(30));
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            client.subscribe(ResourceType.CLUSTER);
            assertThat(client.error()).hasMessageContaining("not ready: the registry is not loaded yet");
            registry.find();
            node.awaitReady();
        }
    }
}
