package io.spillway.sync.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.process.config.HostPort;
import io.spillway.sync.peer.SyncView.PeerState;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The peer's control plane dies, or is never reached: nothing is removed, its age is told. */
@Tag("slow")
class PeerDeadTest extends SyncTest {

    @Test
    void whatItDeclaredStaysAndItsAgeIsTold() {
        peer.entry("idc-b", "orders", 5, 4);
        start();
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsKey("orders"));
        await().until(() -> control.link("idc-b").getConnected()); // the beat before says that it is not yet
        peer.stop();
        Instant dead = Instant.now();

        await().until(() -> !control.link("idc-b").getConnected());
        long lastMessage = control.link("idc-b").getLastMessageUnixMillis();
        assertThat(lastMessage).isBetween(1L, dead.toEpochMilli() + 1_000);
        assertThat(control.link("idc-b").getSinceUnixMillis()).isGreaterThanOrEqualTo(dead.toEpochMilli() - 1_000);
        assertThat(control.link("idc-b").getLastError()).contains(peer.address().toString());
        await().untilAsserted(() -> assertThat(view().state()).isEqualTo(PeerState.STALE));
        assertThat(view().services()).isEqualTo(1);

        await().during(LEASE.multipliedBy(2)).until(() -> control.imports("idc-b").equals(Map.of("orders", 5L)));
        assertThat(control.batches()).noneMatch(batch -> batch.getRemovedCount() > 0);
        assertThat(control.link("idc-b").getLastMessageUnixMillis()).as("it gets older").isEqualTo(lastMessage);
    }

    @Test
    void afterItsReturnOnlyDifferencesCome() {
        peer.entry("idc-b", "orders", 5, 4);
        peer.entry("idc-b", "inventory", 6, 4);
        peer.entry("idc-b", "billing", 7, 4);
        start();
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).hasSize(3));
        peer.stop();
        await().until(() -> view().state() == PeerState.STALE);
        peer.entry("idc-b", "orders", 8, 4);
        peer.remove("billing");
        int sentBefore = peer.sent().size();
        int batchesBefore = control.batches().size();
        peer.start();

        await().untilAsserted(
                () -> assertThat(control.imports("idc-b")).isEqualTo(Map.of("orders", 8L, "inventory", 6L)));
        assertThat(peer.firstRequests(XdsNames.TYPE_SERVICE_ENTRY).getLast().getInitialResourceVersionsMap())
                .isEqualTo(Map.of("orders", "v5", "inventory", "v6", "billing", "v7"));
        assertThat(peer.sent().subList(sentBefore, peer.sent().size()).stream()
                .filter(response -> response.getTypeUrl().equals(XdsNames.TYPE_SERVICE_ENTRY))).singleElement()
                .satisfies(response -> {
                    assertThat(response.getResourcesCount()).isEqualTo(1);
                    assertThat(response.getRemovedResourcesList()).containsExactly("billing");
                });
        List<Batch> after = control.batches().subList(batchesBefore, control.batches().size());
        assertThat(after.stream().filter(batch -> !batch.getFull()).mapToInt(Batch::getEntriesCount).sum())
                .isEqualTo(1);
        await().untilAsserted(() -> assertThat(view().state()).isEqualTo(PeerState.LIVE));
    }

    @Test
    void aReturnWithoutDifferencesIsNoticedAlthoughThePeerSaysNothing() {
        peer.entry("idc-b", "orders", 5, 4);
        peer.shift("drgroup/core", 1);
        peer.switchOver("idc-b", "evening", 1);
        peer.progress("idc-b", "evening", 1);
        peer.head("idc-b", 7);
        start();
        await().untilAsserted(() -> assertThat(view().shifts() + view().services()).isEqualTo(2));
        await().until(() -> control.batches().stream().anyMatch(batch -> batch.getProgressCount() > 0)
                && control.batches().stream().anyMatch(batch -> batch.getHeadsCount() > 0));
        peer.stop();
        await().until(() -> view().state() == PeerState.STALE);
        int before = peer.sent().size();
        peer.start();
        await().until(() -> view().state() == PeerState.LIVE && control.link("idc-b").getConnected());
        assertThat(peer.sent()).hasSize(before);
    }

    @Test
    void aPeerThatWasNeverReachedIsNeverReportedAsEmpty() {
        peer.stop();
        start();
        await().until(() -> control.beats().size() > 3);
        assertThat(view().state()).isEqualTo(PeerState.NEVER);
        assertThat(control.batches()).isEmpty();
        assertThat(control.link("idc-b").getLastMessageUnixMillis()).isZero();
    }

    @Test
    void anotherAddressOfThePeerIsTried() {
        peer.entry("idc-b", "orders", 5, 4);
        FakePeer gone = new FakePeer();
        gone.stop();
        start(List.of(gone.address(), peer.address()));
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsKey("orders"));
        await().untilAsserted(() -> assertThat(view().link().address()).isEqualTo(peer.address().toString()));
    }

    @Test
    void anAddressThatTakesConnectionsAndSaysNothingIsCut() throws IOException {
        peer.entry("idc-b", "orders", 5, 4);
        try (ServerSocket hole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            start(List.of(new HostPort("127.0.0.1", hole.getLocalPort()), peer.address()));
            await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsKey("orders"));
            await().untilAsserted(() -> assertThat(view().link().lastError()).contains("silent for"));
        }
    }
}
