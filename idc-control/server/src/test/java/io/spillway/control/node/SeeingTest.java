package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.grpc.Status;
import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.ControlEvent;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.DeliveryReport.RevisionView;
import io.spillway.control.service.HistoryReport.Change;
import io.spillway.control.service.HistoryReport.RevisionChange;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.Discrepancy;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.control.service.WriteResult;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What an operator sees of a change: who wrote it, who has it, and how what a client has differs from what it should. */
@Tag("slow")
class SeeingTest {

    private static final String CLUSTER = "orders/default";

    @TempDir
    Path folder;

    @Test
    void everyNodeKnowsWhoChangedWhatAndWhoDeletedIt() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                TestNode other = TestNode.on(node.registry, Duration.ofSeconds(30)).sharing()) {
            other.awaitReady();
            var written = (WriteResult.Applied) node.service().apply(new ApplyRequest(
                    List.of(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP)), false, null, "alice"));
            var deleted = (WriteResult.Applied) node.service()
                    .delete(new DeleteRequest(Kind.WORKLOAD_ENTRY, "orders-1", false, null, "bob"));
            for (TestNode each : List.of(node, other)) {
                await().untilAsserted(() -> assertThat(each.service().history(2, null).revisions())
                        .extracting(RevisionChange::revision)
                        .containsExactly(written.revision(), deleted.revision()));
                List<RevisionChange> newest = each.service().history(2, null).revisions();
                assertThat(newest.getFirst().changes().getFirst().author()).isEqualTo("alice");
                assertThat(newest.getLast().changes().getFirst().author()).isEqualTo("bob");
                assertThat(newest.getLast().changes().getFirst().change()).isEqualTo(Change.DELETED);
            }
            assertThat(other.service().history(100, null).revisions().getFirst().changes().getFirst().change())
                    .isEqualTo(Change.FOUND);
        }
    }

    @Test
    void aRevisionIsFollowedFromTheClientsThatOweItToTheLastAck() throws Exception {
        List<ControlEvent> events = new CopyOnWriteArrayList<>();
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient quick = DeltaClient.gateway(node, "gw-1");
                DeltaClient slow = DeltaClient.gateway(node, "gw-2")) {
            var _ = node.service().events(events::add);
            for (DeltaClient client : List.of(quick, slow)) {
                client.subscribe(ResourceType.ENDPOINT, CLUSTER);
                client.take(ResourceType.ENDPOINT);
            }
            long revision = node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP)).revision();
            quick.take(ResourceType.ENDPOINT);
            var late = slow.next(ResourceType.ENDPOINT);
            // The answer may be counted before the last stream says that it has looked.
            await().untilAsserted(() -> assertThat(delivery(node, revision)).satisfies(view -> {
                assertThat(view.acked()).isEqualTo(1);
                assertThat(view.complete()).isTrue();
            }));
            RevisionView half = delivery(node, revision);
            assertThat(half.clients()).isEqualTo(2);
            assertThat(half.p50()).isPositive();
            assertThat(half.p99()).isNull();
            assertThat(half.pendingAt()).containsExactly("gw-2");
            DataPlaneView stale = plane(node, "gw-2");
            assertThat(stale.state()).isEqualTo(SyncState.STALE);
            assertThat(stale.intended()).isNotNull().satisfies(intended -> {
                assertThat(intended.differing()).isEqualTo(1);
                assertThat(intended.differs().getFirst().name()).isEqualTo(CLUSTER);
                assertThat(intended.differs().getFirst().how()).isEqualTo(Discrepancy.OTHER_VERSION);
            });
            slow.ack(late);
            await().untilAsserted(() -> assertThat(delivery(node, revision).p100()).isNotNull());
            await().untilAsserted(
                    () -> assertThat(node.service().history(1, revision).revisions().getFirst().delivery())
                            .isNotNull().satisfies(view -> assertThat(view.acked()).isEqualTo(2)));
            await().untilAsserted(() -> assertThat(events).anySatisfy(event -> {
                assertThat(event.type()).isEqualTo("delivery");
                assertThat(event.object()).isEqualTo("revisions/" + revision);
            }));
            await().untilAsserted(() -> assertThat(plane(node, "gw-2").intended()).isNull());
        }
    }

    @Test
    void aStreamThatFailsInTheMiddleOfAnAnswerOwesNothing() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        NodeObserver observer = new NodeObserver() {
            @Override
            public void acked(ResourceType type, long nanosSinceEvent) {
                if (broken.get()) {
                    throw new IllegalStateException("broken on purpose");
                }
            }
        };
        try (TestNode node = TestNode.named(TestNode.registry(folder), "control-1", Sharing.USUAL, observer)) {
            node.awaitReady();
            node.withOrders();
            try (DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
                client.subscribe(ResourceType.ENDPOINT, CLUSTER);
                client.take(ResourceType.ENDPOINT);
                long revision = node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP))
                        .revision();
                var response = client.next(ResourceType.ENDPOINT);
                await().untilAsserted(() -> assertThat(delivery(node, revision).pendingAt()).containsExactly("gw-1"));
                broken.set(true);
                client.ack(response);
                assertThat(Status.fromThrowable(client.error()).getCode()).isEqualTo(Status.Code.INTERNAL);
                await().untilAsserted(() -> assertThat(delivery(node, revision)).satisfies(view -> {
                    assertThat(view.pendingAt()).isEmpty();
                    assertThat(view.gone()).isEqualTo(1);
                }));
            }
        }
    }

    @Test
    void whatAClientDoesNotWantAnyMoreItDoesNotOwe() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            client.subscribe(ResourceType.ENDPOINT, CLUSTER);
            var unanswered = client.next(ResourceType.ENDPOINT);
            long revision = node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP)).revision();
            await().untilAsserted(() -> assertThat(delivery(node, revision).pendingAt()).containsExactly("gw-1"));
            client.unsubscribe(ResourceType.ENDPOINT, CLUSTER);
            client.ack(unanswered);
            await().untilAsserted(() -> assertThat(delivery(node, revision).pendingAt()).isEmpty());
        }
    }

    @Test
    void aChangeOfManyNamesIsAckedWhenTheLastOfThemIs() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            client.subscribe(ResourceType.ENDPOINT, CLUSTER, CLUSTER + "!idc-a");
            client.take(ResourceType.ENDPOINT);
            long revision = node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP)).revision();
            client.nack(client.next(ResourceType.ENDPOINT), "too odd");
            // It did not say which, so they come one by one.
            client.take(ResourceType.ENDPOINT);
            var last = client.next(ResourceType.ENDPOINT);
            assertThat(delivery(node, revision).acked()).isZero();
            client.ack(last);
            await().untilAsserted(() -> assertThat(delivery(node, revision).acked()).isEqualTo(1));
        }
    }

    @Test
    void whatAClientRefusesIsNamedWithItsReason() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            client.subscribe(ResourceType.ENDPOINT, CLUSTER);
            client.nack(client.next(ResourceType.ENDPOINT), "too odd");
            await().untilAsserted(() -> assertThat(plane(node, "gw-1")).satisfies(plane -> {
                assertThat(plane.state()).isEqualTo(SyncState.NACKED);
                assertThat(plane.intended()).isNotNull().satisfies(
                        intended -> assertThat(intended.differs()).singleElement().satisfies(difference -> {
                            assertThat(difference.how()).isEqualTo(Discrepancy.PARKED);
                            assertThat(difference.detail()).isEqualTo("too odd");
                        }));
            }));
        }
    }

    private static RevisionView delivery(TestNode node, long revision) {
        return node.service().delivery(revision - 1).revisions().stream()
                .filter(view -> view.revision() == revision).findFirst().orElseThrow();
    }

    private static DataPlaneView plane(TestNode node, String name) {
        return node.service().status().dataPlanes().stream().filter(view -> view.node().equals(name)).findFirst()
                .orElseThrow();
    }
}
