package io.spillway.control.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.spillway.control.node.FlakyRegistry;
import io.spillway.control.node.NodeObserver;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.Finding;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.StatusReport.HeldView;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ServiceEntry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.control.imports.SyncClient.entry;
import static org.assertj.core.api.Assertions.assertThat;

/** What a guard holds is held by the IDC and not by the node that heard of it: any node shows it and releases it. */
@Tag("slow")
class HeldUpdateTest {

    @TempDir
    Path folder;
    private FlakyRegistry registry;
    private TestNode hearing;
    private TestNode other;
    private SyncClient sync;

    @BeforeEach
    void start() throws Exception {
        registry = new FlakyRegistry(TestNode.registry(folder));
        hearing = started("control-1").withOrders();
        other = started("control-2");
        sync = new SyncClient(hearing);
    }

    private TestNode started(String name) throws Exception {
        TestNode node = TestNode.named(registry, name, TestNode.QUICK, NodeObserver.NONE).sharing();
        node.awaitReady();
        return node;
    }

    @AfterEach
    void stop() {
        sync.close();
        hearing.close();
        other.close();
        registry.close();
    }

    private static List<HeldView> held(TestNode node) {
        return node.service().status().peers().stream().filter(peer -> peer.idc().equals("idc-b"))
                .flatMap(peer -> peer.held().stream()).toList();
    }

    private static Optional<ServiceEntrySpec> imported(TestNode node, String service) {
        return node.service().get(Kind.SERVICE_ENTRY, service + ".idc-b").map(Resource::spec)
                .map(ServiceEntrySpec.class::cast);
    }

    private static int declared(TestNode node, String service) {
        return imported(node, service).orElseThrow().groups().stream().mapToInt(GroupCapacity::declared).sum();
    }

    /** Held, an alarm at every node, and released at the one that never heard of it. */
    private void isHeldAndReleasedElsewhere(String service, String guard, String detail) {
        for (TestNode node : List.of(hearing, other)) {
            Awaitility.await().untilAsserted(() -> assertThat(held(node)).singleElement().satisfies(held -> {
                assertThat(held.service()).isEqualTo(service);
                assertThat(held.guard()).isEqualTo(guard);
                assertThat(held.detail()).isEqualTo(detail);
            }));
            assertThat(node.service().check().findings()).extracting(Finding::rule).contains("update-held");
        }
        assertThat(other.service().releaseHeld("idc-b", service, "ann")).isInstanceOf(ReleaseResult.Released.class);
        for (TestNode node : List.of(hearing, other)) {
            Awaitility.await().untilAsserted(() -> assertThat(held(node)).isEmpty());
        }
        assertThat(registry.range(RegistryKeys.HELD).entries()).isEmpty();
        assertThat(other.service().releaseHeld("idc-b", service, "ann"))
                .isEqualTo(new ReleaseResult.NothingHeld("idc-b", service));
    }

    @Test
    void aServiceThatIsEmptied() throws Exception {
        sync.all(entry("orders", 1, 4));
        sync.all(entry("orders", 2, 0));
        assertThat(declared(hearing, "orders")).isEqualTo(4);
        isHeldAndReleasedElsewhere("orders", "empties_service", "declared instances 4 -> 0");
        assertThat(declared(other, "orders")).isZero();
    }

    @Test
    void aServiceThatLosesMost() throws Exception {
        sync.all(entry("orders", 1, 10));
        sync.news(entry("orders", 2, 4));
        assertThat(declared(hearing, "orders")).isEqualTo(10);
        isHeldAndReleasedElsewhere("orders", "removes_majority_of_endpoints", "declared instances 10 -> 4");
        assertThat(declared(other, "orders")).isEqualTo(4);
        sync.news(entry("orders", 3, 2));
        assertThat(declared(hearing, "orders")).as("what was before a release is not remembered").isEqualTo(2);
    }

    @Test
    void aServiceThatLosesMostStepByStep() throws Exception {
        sync.all(entry("orders", 1, 10));
        sync.news(entry("orders", 2, 5));
        sync.news(entry("orders", 3, 3));
        sync.news(entry("orders", 4, 1));
        assertThat(declared(hearing, "orders")).isEqualTo(5);
        isHeldAndReleasedElsewhere("orders", "removes_majority_of_endpoints",
                "declared instances 5 -> 1, 10 within the last hour");
        assertThat(declared(other, "orders")).as("the newest that was said").isEqualTo(1);
    }

    @Test
    void aGroupThatIsEmptied() throws Exception {
        sync.all(entry("orders", 1, 4).toBuilder().addGroups(SyncClient.group("green", 1)).build());
        sync.news(entry("orders", 2, 5));
        isHeldAndReleasedElsewhere("orders", "empties_group", "declared instances of group green 1 -> 0");
        assertThat(imported(other, "orders").orElseThrow().groups()).hasSize(1);
    }

    @Test
    void aServiceWithInstancesThatIsRemoved() throws Exception {
        sync.all(entry("orders", 1, 4), entry("other", 1, 1));
        sync.all(entry("other", 1, 1));
        assertThat(declared(hearing, "orders")).isEqualTo(4);
        isHeldAndReleasedElsewhere("orders", "empties_service", "removes the service with 4 declared instances");
        assertThat(imported(other, "orders")).isEmpty();
        assertThat(imported(other, "other")).isPresent();
    }

    @Test
    void mostOfTheServicesAtOnce() throws Exception {
        sync.all(entry("a", 1, 1), entry("b", 1, 1), entry("c", 1, 1));
        sync.all(entry("c", 1, 1));
        assertThat(declared(hearing, "a")).isEqualTo(1);
        isHeldAndReleasedElsewhere("", "removes_majority_of_services", "removes 2 of 3 services");
        assertThat(imported(other, "a")).isEmpty();
        assertThat(imported(other, "b")).isEmpty();
        assertThat(imported(other, "c")).isPresent();
        sync.all();
        assertThat(held(hearing)).as("the released do not count as gone by themselves").singleElement()
                .satisfies(held -> assertThat(held.service()).isEqualTo("c"));
    }

    /** More than one transaction of the registry takes: what is left of the hold is what is not released. */
    @Test
    void aHundredAndFiftyServicesAtOnce() throws Exception {
        ServiceEntry[] all = new ServiceEntry[151];
        for (int i = 0; i < all.length; i++) {
            all[i] = entry("s-" + i, 1, 1);
        }
        sync.all(all);
        sync.all(all[150]);
        Awaitility.await().untilAsserted(() -> assertThat(held(other)).singleElement().satisfies(
                held -> assertThat(held.detail()).isEqualTo("removes 150 of 151 services")));
        assertThat(other.service().releaseHeld("idc-b", "", "ann")).isEqualTo(new ReleaseResult.Released(150));
        assertThat(registry.range(RegistryKeys.IMPORTS).entries()).hasSize(1);
        assertThat(registry.range(RegistryKeys.HELD).entries()).isEmpty();
        assertThat(registry.range(RegistryKeys.TRACES).entries()).hasSize(150);
    }

    /** A bit that fell over in the registry, or a newer program's words. */
    @Test
    void notesThatCannotBeReadDoNotBlockThePeer() throws Exception {
        byte[] nonsense = {(byte) 0xff, 1, 2};
        for (String key : List.of(RegistryKeys.held("idc-b", "orders"), RegistryKeys.trace("idc-b", "orders"),
                RegistryKeys.unfinished("idc-b"))) {
            assertThat(registry.commit(Transaction.put(key, 0, nonsense)))
                    .isInstanceOf(CommitResult.Committed.class);
        }
        sync.all(entry("orders", 1, 10));
        sync.all(entry("orders", 2, 6));
        sync.all(entry("orders", 3, 1));
        isHeldAndReleasedElsewhere("orders", "removes_majority_of_endpoints",
                "declared instances 6 -> 1, 10 within the last hour");
        assertThat(declared(other, "orders")).isEqualTo(1);
    }

    @Test
    void aHeldUpdateIsShownAndReleasedAfterARestart() throws Exception {
        sync.all(entry("orders", 1, 10));
        sync.all(entry("orders", 2, 1));
        HeldView before = held(hearing).getFirst();
        sync.close();
        hearing.close();
        other.close();
        hearing = started("control-1");
        other = started("control-2");
        assertThat(held(hearing)).containsExactly(before);
        isHeldAndReleasedElsewhere("orders", "removes_majority_of_endpoints", "declared instances 10 -> 1");
    }

    /** A registry-sync that begins is told what is in use, as if its peers had said it: of this they said something else. */
    @Test
    void whatIsHeldIsNotKnownToARegistrySyncThatBegins() throws Exception {
        sync.all(entry("a", 1, 10), entry("b", 1, 1), entry("c", 1, 1), entry("d", 1, 0));
        assertThat(known()).containsExactly("a", "b", "c", "d");
        sync.all(entry("a", 2, 1), entry("b", 1, 1));
        assertThat(held(hearing)).extracting(HeldView::service).containsExactly("a", "c");
        assertThat(known()).containsExactly("b");
        sync.all(entry("b", 1, 1));
        assertThat(held(hearing)).extracting(HeldView::service).contains("");
        assertThat(known()).containsExactly("b");
    }

    private List<String> known() throws Exception {
        try (SyncClient beginner = new SyncClient(hearing, true)) {
            return beginner.known();
        }
    }

    @Test
    void aRepeatedReportIsNotCountedAndWritesNothing() throws Exception {
        sync.all(entry("orders", 1, 10));
        ImportAnswer first = sync.all(entry("orders", 2, 1));
        assertThat(first.getHeldList()).singleElement().satisfies(held -> assertThat(held.getAgain()).isFalse());
        long revision = registry.range(RegistryKeys.META).revision();
        ImportAnswer again = sync.all(entry("orders", 2, 1));
        assertThat(again.getHeldList()).singleElement().satisfies(held -> assertThat(held.getAgain()).isTrue());
        assertThat(registry.range(RegistryKeys.IMPORTS).entries()).singleElement()
                .satisfies(entry -> assertThat(entry.modRevision()).isLessThanOrEqualTo(revision));
        assertThat(registry.range(RegistryKeys.HELD).entries()).singleElement()
                .satisfies(entry -> assertThat(entry.modRevision()).isLessThanOrEqualTo(revision));
    }

    @Test
    void whatThePeerTakesBackIsHeldNoMore() throws Exception {
        sync.all(entry("a", 1, 10), entry("b", 1, 1), entry("c", 1, 1));
        sync.all(entry("a", 2, 1));
        assertThat(held(hearing)).extracting(HeldView::service).containsExactly("", "a");
        sync.news(entry("a", 3, 9), entry("b", 3, 1));
        assertThat(held(hearing)).as("one of three may go, but it has an instance").extracting(HeldView::service)
                .containsExactly("c");
        sync.all(entry("a", 3, 9), entry("b", 3, 1), entry("c", 3, 1));
        assertThat(held(hearing)).isEmpty();
    }

    /** Between the operator's look and the write the origin says something worse. */
    @Test
    void aReleaseOfWhatIsHeldNoMoreSoSaysWhatIsHeldNow() throws Exception {
        sync.all(entry("orders", 1, 10));
        sync.all(entry("orders", 2, 4));
        AtomicBoolean once = new AtomicBoolean();
        registry.onCommit(transaction -> {
            boolean release = transaction.operations().contains(
                    (Operation) new Operation.Delete(RegistryKeys.held("idc-b", "orders")));
            if (release && !once.getAndSet(true)) {
                meanwhile();
            }
            return Optional.empty();
        });
        assertThat(other.service().releaseHeld("idc-b", "orders", "ann")).isEqualTo(new ReleaseResult.HeldOtherwise(
                "idc-b", "orders", "empties_service", "declared instances 10 -> 0"));
        assertThat(declared(other, "orders")).isEqualTo(10);
        assertThat(held(other)).singleElement().satisfies(
                held -> assertThat(held.detail()).isEqualTo("declared instances 10 -> 0"));
    }

    private void meanwhile() {
        try {
            sync.all(entry("orders", 3, 0));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aReleaseWithoutARegistryChangesNothingAndCanBeRepeated() throws Exception {
        sync.all(entry("orders", 1, 10));
        sync.all(entry("orders", 2, 4));
        Registry unchanged = registry;
        registry.lose();
        assertThat(hearing.service().releaseHeld("idc-b", "orders", "ann"))
                .isInstanceOf(ReleaseResult.NotReleased.class);
        registry.find();
        assertThat(held(hearing)).hasSize(1);
        assertThat(unchanged.range(RegistryKeys.HELD).entries()).hasSize(1);
        assertThat(hearing.service().releaseHeld("idc-b", "orders", "ann")).isEqualTo(new ReleaseResult.Released(1));
    }
}
