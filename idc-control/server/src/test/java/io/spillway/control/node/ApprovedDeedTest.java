package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.ApprovalService.Approval;
import io.spillway.control.service.ApprovalService.Listed;
import io.spillway.control.service.ApprovalService.Said;
import io.spillway.control.service.Asker;
import io.spillway.control.service.AuditService.Page;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.Origin;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Kind;
import io.spillway.registry.Registry;
import io.spillway.wire.audit.AuditRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Another person's yes is used up by the one deed that happens, and by none that does not. */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ApprovedDeedTest {

    private static final Origin OFFICE = new Origin("admin", "192.0.2.7");

    @TempDir
    Path folder;
    private Registry registry;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        registry = TestNode.registry(folder);
        node = TestNode.named(registry, "control-1", TestNode.QUICK, NodeObserver.NONE).sharing();
        node.awaitReady();
        node.withOrders();
    }

    @AfterEach
    void stop() {
        node.close();
        registry.close();
    }

    private static DeleteRequest deletion(@Nullable Long ifMatch, @Nullable String approval) {
        return new DeleteRequest(Kind.SERVICE, "orders", false, ifMatch, "token/ann", OFFICE,
                new Asker("ann", "token/ann", "DELETE /v1/services/orders", approval, true));
    }

    private List<Approval> waiting() {
        assertThat(node.service().approvals().all()).isInstanceOf(Listed.Approvals.class);
        return ((Listed.Approvals) node.service().approvals().all()).all();
    }

    private String approved() {
        assertThat(node.service().delete(deletion(null, null))).isInstanceOfSatisfying(WriteResult.Guarded.class,
                guarded -> assertThat(guarded.guard()).isEqualTo("two_persons"));
        Approval approval = waiting().getFirst();
        assertThat(node.service().approvals().approve(approval.id(), approval.hash(), "bob", "token/bob", OFFICE))
                .isInstanceOf(Said.Approved.class);
        return approval.id();
    }

    @Test
    void aDeedThatFailsLeavesItAndTheNextOneUsesItUp() {
        String id = approved();
        assertThat(node.service().delete(deletion(1L, id))).isInstanceOf(WriteResult.Stale.class);
        WriteResult other = node.service().apply(new ApplyRequest(List.of(TestNode.idc("idc-c", "127.0.0.1:1")), false,
                null, "token/ann", OFFICE, new Asker("ann", "token/ann", "PUT /v1/idcs/idc-c", id, true)));
        assertThat(other).isInstanceOf(WriteResult.Conflict.class);
        assertThat(waiting()).extracting(Approval::id).containsExactly(id);
        assertThat(node.service().delete(deletion(null, id))).isInstanceOf(WriteResult.Applied.class);
        assertThat(waiting()).isEmpty();
        AuditRecord.Deed deed = newest();
        assertThat(deed.action()).isEqualTo("delete");
        assertThat(deed.approver()).isEqualTo("bob");
        assertThat(deed.objects()).extracting(AuditRecord.Touched::name).containsExactly("services/orders",
                "approvals/" + id);
    }

    private AuditRecord.Deed newest() {
        if (node.service().audit().page(1, 100) instanceof Page.Records page
                && page.entries().getLast().record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record)) {
            return record.deed();
        }
        throw new AssertionError("no audit");
    }

    @Test
    void ofTwoNodesThatUseItAtOnceOneWins() throws Exception {
        String id = approved();
        TestNode second = TestNode.named(registry, "control-2", TestNode.QUICK, NodeObserver.NONE).sharing();
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            second.awaitReady();
            Awaitility.await().atMost(Duration.ofSeconds(10))
                    .until(() -> second.service().get(Kind.SERVICE, "orders").isPresent());
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<WriteResult>> answers = new ArrayList<>();
            for (TestNode each : List.of(node, second)) {
                answers.add(both.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return each.service().delete(deletion(null, id));
                }));
            }
            List<WriteResult> results = List.of(answers.get(0).get(), answers.get(1).get());
            assertThat(results).filteredOn(WriteResult.Applied.class::isInstance).hasSize(1);
            assertThat(results).filteredOn(result -> result instanceof WriteResult.Conflict
                    || result instanceof WriteResult.NotFound).hasSize(1);
            assertThat(waiting()).isEmpty();
        } finally {
            second.close();
        }
    }
}
