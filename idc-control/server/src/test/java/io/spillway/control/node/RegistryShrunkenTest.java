package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.control.service.AcceptResult;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.StatusReport.Problem;
import io.spillway.control.service.WriteResult;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody empties the registry behind a running node: clients notice nothing, status does, and it heals. */
@Tag("slow")
class RegistryShrunkenTest {

    private static final int WORKLOADS = 6;

    @TempDir
    Path folder;

    private TestNode node() throws Exception {
        TestNode node = TestNode.start(folder).withOrders();
        for (int i = 0; i < WORKLOADS; i++) {
            node.applied(TestNode.workload("orders", "orders-" + i, 9000 + i, WorkloadState.UP));
        }
        return node;
    }

    private static void empty(Registry registry) {
        List<Operation> deletes = registry.range(RegistryKeys.RESOURCES).entries().stream().map(KeyValue::key)
                .map(Operation::delete).toList();
        registry.commit(new Transaction(List.of(), deletes));
    }

    private static void awaitHeld(TestNode node, int resources) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(node.service().status().registry().held()).isEqualTo(resources));
    }

    @Test
    void clientsKeepWhatTheyHaveAndAWordMakesItSo() throws Exception {
        try (TestNode node = node(); DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            client.subscribe(ResourceType.CLUSTER);
            client.take(ResourceType.CLUSTER);
            empty(node.registry);
            awaitHeld(node, 6 + WORKLOADS);
            client.expectSilence();
            String id = node.registry.state().clusterId();
            assertThat(node.service().status().problems()).extracting(Problem::problem)
                    .anySatisfy(problem -> assertThat(problem).startsWith("not believed (emptied): at revision ")
                            .contains(
                                    "all 12 resources are gone at once; 12 resources stay in use until they are back, "
                                            + "or until 'spillway registry accept --cluster-id " + id));
            assertThat(node.service().acceptRegistry("another", "tester"))
                    .isEqualTo(new AcceptResult.Mismatch("another", id));
            assertThat(node.service().acceptRegistry(id, "tester")).isInstanceOf(AcceptResult.Accepted.class);
            AuditRecord.Deed deed = Audit.record(Audit.entries(node.service()).getLast()).deed();
            assertThat(deed.action()).isEqualTo("accept");
            assertThat(deed.who().actor()).isEqualTo("tester");
            assertThat(deed.objects().getFirst().name()).isEqualTo("registry/" + id);
            assertThat(deed.result()).isEqualTo("done: 12 removals");
            assertThat(node.service().audit().refused().getLast().deed().result()).startsWith("409: registry another");
            assertThat(node.service().list(Kind.WORKLOAD_ENTRY).resources()).isEmpty();
            assertThat(node.service().status().registry().held()).isZero();
            assertThat(client.take(ResourceType.CLUSTER).getRemovedResourcesList())
                    .containsExactlyInAnyOrder(TestNode.clusters("orders"));
        }
    }

    @Test
    void whoRegistersAgainIsWrittenAgain() throws Exception {
        try (TestNode node = node()) {
            empty(node.registry);
            awaitHeld(node, 6 + WORKLOADS);
            assertThat(node.apply(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP)))
                    .isInstanceOf(WriteResult.Applied.class);
            assertThat(node.registry.get(RegistryKeys.resource("workloads", "orders-1"))).isPresent();
            awaitHeld(node, 5 + WORKLOADS);
            node.withOrders();
            for (int i = 0; i < WORKLOADS; i++) {
                node.applied(TestNode.workload("orders", "orders-" + i, 9000 + i, WorkloadState.UP));
            }
            awaitHeld(node, 0);
            assertThat(node.service().status().problems()).extracting(Problem::problem)
                    .noneMatch(problem -> problem.startsWith("not believed"));
        }
    }

    @Test
    void anOperatorMayDeleteEverythingOneByOne() throws Exception {
        try (TestNode node = node()) {
            for (int i = 0; i < WORKLOADS; i++) {
                assertThat(node.service().delete(new DeleteRequest(Kind.WORKLOAD_ENTRY, "orders-" + i, false, null,
                        "tester"))).isInstanceOf(WriteResult.Applied.class);
            }
            assertThat(node.service().list(Kind.WORKLOAD_ENTRY).resources()).isEmpty();
            assertThat(node.service().status().registry().held()).isZero();
        }
    }
}
