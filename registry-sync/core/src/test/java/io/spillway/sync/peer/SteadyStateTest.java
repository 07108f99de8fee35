package io.spillway.sync.peer;

import java.util.List;
import java.util.Map;

import io.spillway.sync.peer.SyncView.PeerState;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.TrafficShift;
import io.spillway.wire.xds.XdsNames;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing fails: what a peer declares arrives, then only what changes. */
@Tag("slow")
class SteadyStateTest extends SyncTest {

    @Test
    void allIsToldAtOnceThatThereIsNoMoreAfterALeaseAndThenOnlyDifferences() {
        peer.entry("idc-b", "orders", 5, 4);
        peer.entry("idc-b", "inventory", 6, 2);
        peer.shift("drgroup/core", 1);
        start();
        await().untilAsserted(
                () -> assertThat(control.imports("idc-b")).isEqualTo(Map.of("orders", 5L, "inventory", 6L)));
        assertThat(control.batches().getFirst().getFull()).as("a peer that was just reached may be behind").isFalse();
        await().untilAsserted(() -> assertThat(control.batches().stream().filter(Batch::getFull).findFirst()).get()
                .satisfies(batch -> assertThat(batch.getEntriesList()).extracting(ServiceEntry::getService)
                        .containsExactlyInAnyOrder("inventory", "orders")));
        await().until(() -> control.batches().stream().flatMap(batch -> batch.getShiftsList().stream())
                .map(TrafficShift::getScope).toList().contains("drgroup/core"));

        peer.entry("idc-b", "orders", 7, 3);
        peer.remove("inventory");
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).isEqualTo(Map.of("orders", 7L)));
        List<Batch> differences = control.batches().stream().filter(batch -> !batch.getFull()).toList();
        assertThat(differences).anySatisfy(batch -> assertThat(batch.getRemovedList()).containsExactly("inventory"));
        await().untilAsserted(() -> assertThat(view().state()).isEqualTo(PeerState.LIVE));
        await().untilAsserted(() -> assertThat(view().services()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(view().waiting()).isZero());
    }

    @Test
    void itSaysWhoItIsToBothSides() {
        start();
        await().until(() -> !control.hellos().isEmpty() && !peer.firstRequests(XdsNames.TYPE_SERVICE_ENTRY).isEmpty());
        assertThat(control.hellos().getFirst().getSequence()).isEqualTo(1);
        assertThat(control.hellos().getFirst().getHello()).satisfies(hello -> {
            assertThat(hello.getIdc()).isEqualTo("idc-a");
            assertThat(hello.getNode()).isEqualTo("sync-1");
            assertThat(hello.getLeaseMillis()).isEqualTo(2_000);
        });
        assertThat(peer.firstRequests(XdsNames.TYPE_SERVICE_ENTRY).getFirst()).satisfies(request -> {
            assertThat(request.getNode().getLocality().getZone()).isEqualTo("idc-a");
            assertThat(request.getNode().getMetadata().getFieldsOrThrow("role").getStringValue()).isEqualTo("sync");
            assertThat(request.getResourceNamesSubscribeList()).isEmpty();
        });
    }

    @Test
    void aBeatComesAtLeastThreeTimesPerLease() {
        start();
        await().until(() -> !control.beats().isEmpty());
        // In the first lease in which this machine gives it time; of one that is too slow there would be none.
        await().untilAsserted(() -> {
            int before = control.beats().size();
            Awaitility.await().during(LEASE).atMost(LEASE.multipliedBy(2)).until(() -> true);
            assertThat(control.beats().size() - before).isGreaterThanOrEqualTo(3);
        });
        await().until(() -> control.link("idc-b").getConnected());
    }

    @Test
    void aPeerThatDeclaresNothingMakesAnEmptyFullBatch() {
        start();
        await().until(() -> control.batches().stream().anyMatch(Batch::getFull));
        assertThat(control.imports("idc-b")).isEmpty();
        assertThat(control.batches().getFirst().getEntriesCount()).isZero();
    }
}
