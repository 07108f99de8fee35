package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.Finding;
import io.spillway.control.service.Origin;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.audit.AuditRecord.Touched;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What operators do is in the audit, or it did not happen. */
@Tag("slow")
class AuditedWritesTest {

    private static final Origin OFFICE = new Origin("operator", "192.0.2.7");

    @TempDir
    Path folder;
    private Registry real;
    private FlakyRegistry registry;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        real = TestNode.registry(folder);
        registry = new FlakyRegistry(real);
        node = TestNode.on(registry, Duration.ofSeconds(30));
        node.awaitReady();
        node.withOrders();
    }

    @AfterEach
    void stop() {
        registry.onCommit(_ -> Optional.empty());
        node.close();
    }

    private WriteResult write(String author, Resource... resources) {
        return node.service().apply(new ApplyRequest(List.of(resources), false, null, author, OFFICE));
    }

    private static Resource service(String name) {
        return Resource.of(name, ServiceSpec.of(List.of(name + ".test"), "core"));
    }

    private List<AuditEntry> entries() {
        return Audit.entries(node.service());
    }

    private AuditHead head() {
        return Audit.head(node.service());
    }

    private void fits() {
        Audit.fits(node.service());
    }

    private AuditRecord newest() {
        return Audit.record(entries().getLast());
    }

    private static long revision(WriteResult result) {
        assertThat(result).isInstanceOf(WriteResult.Applied.class);
        return ((WriteResult.Applied) result).revision();
    }

    @Test
    void aWriteAndItsRecordAreOfOneRevision() {
        long first = revision(write("alice@office", service("pay"), service("ship")));
        assertThat(entries().getLast().revision()).isEqualTo(first);
        AuditRecord.Deed deed = newest().deed();
        assertThat(deed.who()).isEqualTo(new AuditRecord.Who("alice@office", "operator", "192.0.2.7"));
        assertThat(deed.action()).isEqualTo("apply");
        assertThat(deed.objects()).containsExactly(new Touched("services/pay", 0), new Touched("services/ship", 0));
        assertThat(deed.result()).isEqualTo("done");
        revision(write("bob", service("pay").withSpec(ServiceSpec.of(List.of("pay.test", "more.test"), "core"))));
        assertThat(newest().deed().objects()).containsExactly(new Touched("services/pay", first));
        fits();
    }

    @Test
    void deletionsAndShiftsAreInItToo() {
        long written = revision(write("alice", service("pay")));
        long deleted = revision(node.service()
                .delete(new DeleteRequest(Kind.SERVICE, "pay", false, null, "bob", OFFICE)));
        assertThat(entries().getLast().revision()).isEqualTo(deleted);
        assertThat(newest().deed().action()).isEqualTo("delete");
        assertThat(newest().deed().objects()).containsExactly(new Touched("services/pay", written));
        Resource shift = TestNode.shift("core", 60, 40);
        revision(write("alice", shift));
        assertThat(newest().deed().reason()).isEqualTo("test");
        revision(node.service().delete(new DeleteRequest(Kind.TRAFFIC_SHIFT, shift.name(), false, null, "bob",
                OFFICE)));
        assertThat(newest().deed().action()).isEqualTo("clear");
        assertThat(newest().deed().who().actor()).isEqualTo("bob");
        fits();
    }

    /** They come and go by themselves, thousands at once: none of them waits for the chain. */
    @Test
    void workloadsAreNot() {
        AuditHead before = head();
        node.applied(TestNode.workload("orders", "w", 9000, WorkloadState.UP));
        assertThat(node.service().delete(new DeleteRequest(Kind.WORKLOAD_ENTRY, "w", false, null, "w")))
                .isInstanceOf(WriteResult.Applied.class);
        node.service().apply(new ApplyRequest(List.of(service("tried")), true, null, "dry"));
        write("alice", TestNode.service("orders"));
        assertThat(head()).as("nor is what changes nothing").isEqualTo(before);
    }

    @Test
    void aWriteWhoseRecordCannotBeWrittenDoesNotHappen() {
        AuditHead before = head();
        registry.onCommit(transaction -> transaction.operations().stream()
                .anyMatch(operation -> operation.key().startsWith(RegistryKeys.AUDIT))
                        ? Optional.of(new CommitResult.Unavailable(Instant.EPOCH, "no space", false))
                        : Optional.empty());
        assertThat(write("alice", service("pay"))).isEqualTo(new WriteResult.Unavailable(Instant.EPOCH, "no space"));
        assertThat(real.get(RegistryKeys.resource("services", "pay"))).isEmpty();
        registry.onCommit(_ -> Optional.empty());
        assertThat(head()).isEqualTo(before);
        revision(write("alice", service("pay")));
        fits();
    }

    /** Glass is broken where nothing works any more: what is done then is kept in a file, and chained when that goes again. */
    @Test
    void whoBreaksGlassGoesOnWithoutTheChainWhichIsTold() {
        revision(write("alice", service("pay")));
        AuditHead before = head();
        registry.onCommit(transaction -> transaction.operations().stream()
                .anyMatch(operation -> operation.key().startsWith(RegistryKeys.AUDIT))
                        ? Optional.of(new CommitResult.Unavailable(Instant.EPOCH, "no space", false))
                        : Optional.empty());
        DeleteRequest deletion = new DeleteRequest(Kind.SERVICE, "pay", false, null, "bob", OFFICE);
        assertThat(node.service().delete(deletion)).isEqualTo(new WriteResult.Unavailable(Instant.EPOCH, "no space"));
        assertThat(node.service().delete(new DeleteRequest(Kind.SERVICE, "none", false, null, "ann",
                new Origin("breakglass", "192.0.2.7")))).isInstanceOf(WriteResult.NotFound.class);
        assertThat(node.service().audit().owed()).isZero();
        revision(node.service().delete(new DeleteRequest(Kind.SERVICE, "pay", false, null, "ann (it burns)",
                new Origin("breakglass", "192.0.2.7"))));
        assertThat(real.get(RegistryKeys.resource("services", "pay"))).isEmpty();
        assertThat(head()).isEqualTo(before);
        assertThat(node.service().audit().owed()).isEqualTo(1);
        assertThat(findings()).contains("audit-owed");
        registry.onCommit(_ -> Optional.empty());
        Awaitility.await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(node.service().audit().owed()).isZero());
        assertThat(newest().deed().who().actor()).isEqualTo("ann (it burns)");
        assertThat(newest().deed().action()).isEqualTo("delete");
        assertThat(newest().deed().result()).startsWith("done; without the chain: no space");
        assertThat(findings()).doesNotContain("audit-owed");
        fits();
    }

    /** The registry took it, and the answer was lost: the record is there once, and the next one goes on from it. */
    @Test
    void aWriteWhoseAnswerWasLostIsInTheChainOnce() {
        AtomicBoolean once = new AtomicBoolean();
        registry.onCommit(transaction -> {
            if (transaction.operations().getFirst().key().endsWith("/pay") && !once.getAndSet(true)) {
                real.commit(transaction);
                return Optional.of(new CommitResult.Unavailable(Instant.EPOCH, "no answer", true));
            }
            return Optional.empty();
        });
        assertThat(write("alice", service("pay")))
                .isEqualTo(new WriteResult.Unavailable(Instant.EPOCH, "no answer", true));
        revision(write("bob", service("ship")));
        assertThat(entries().stream().map(Audit::record).flatMap(record -> record.deed().objects().stream())
                .map(Touched::name)).containsOnlyOnce("services/pay").endsWith("services/ship");
        fits();
    }

    @Test
    void whatIsRefusedIsRememberedAndWritesNothing() {
        AuditHead before = head();
        long standing = node.service().get(Kind.SERVICE, "orders").orElseThrow().metadata().revision();
        assertThat(node.service().delete(new DeleteRequest(Kind.DR_GROUP, "core", false, null, "mallory", OFFICE)))
                .isInstanceOf(WriteResult.Guarded.class);
        assertThat(node.service().apply(new ApplyRequest(List.of(TestNode.service("orders")), false, standing - 1,
                "late", OFFICE))).isInstanceOf(WriteResult.Stale.class);
        assertThat(head()).isEqualTo(before);
        List<AuditRecord> refused = node.service().audit().refused();
        assertThat(refused).extracting(record -> record.deed().result().substring(0, 3)).endsWith("422", "412");
        assertThat(refused.getLast().deed().who()).isEqualTo(new AuditRecord.Who("late", "operator", "192.0.2.7"));
    }

    @Test
    void moreResourcesThanATransactionHasPlaceForBesideTheRecordAreRefused() {
        List<Resource> most = new ArrayList<>();
        for (int i = 0; i < Transaction.MAX_COMPARES - 2; i++) {
            most.add(TestNode.idc("idc-" + (char) ('b' + i / 26) + (char) ('a' + i % 26), "127.0.0.1:" + (20_000 + i)));
        }
        revision(write("alice", most.toArray(Resource[]::new)));
        assertThat(newest().deed().objects()).hasSize(125);
        most.add(TestNode.idc("idc-zzz", "127.0.0.1:19999"));
        assertThat(write("alice", most.toArray(Resource[]::new))).isInstanceOfSatisfying(WriteResult.Invalid.class,
                invalid -> assertThat(invalid.violations().getFirst().message())
                        .isEqualTo("document: 126 resources (expected: at most 125 resources in one write)"));
    }

    @Test
    void aCheckOfTheIdcFindsWhoChangedTheAudit() {
        revision(write("alice", service("pay")));
        assertThat(findings()).doesNotContain("audit-chain-broken");
        AuditEntry first = entries().getFirst();
        real.commit(new Transaction(List.of(), List.of(
                Operation.put(RegistryKeys.audit(2), first.encode()))));
        assertThat(findings()).contains("audit-chain-broken");
    }

    private List<String> findings() {
        return node.service().check().findings().stream().map(Finding::rule).toList();
    }
}
