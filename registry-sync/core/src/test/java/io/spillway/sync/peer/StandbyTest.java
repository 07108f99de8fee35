package io.spillway.sync.peer;

import java.util.Map;

import io.spillway.wire.v1.Batch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two registry-syncs in an IDC: this one waits with a warm world, leads, and is overtaken. */
@Tag("slow")
class StandbyTest extends SyncTest {

    @Test
    void whoDoesNotLeadHearsThePeersBeatsAndTellsNothing() {
        control.term(0);
        peer.entry("idc-b", "orders", 5, 4);
        start();
        await().until(() -> view().services() == 1 && control.link("idc-b").getConnected());
        await().during(LEASE.multipliedBy(2)).until(() -> control.batches().isEmpty());
        assertThat(all().lead().leading()).isFalse();
        assertThat(all().lead().leader()).isEqualTo("sync-2");
    }

    @Test
    void whoBeginsToLeadTellsAllWithoutAskingThePeerAndSaysOfNothingThatItIsGone() {
        control.term(0);
        peer.entry("idc-b", "orders", 5, 4);
        peer.entry("idc-b", "billing", 6, 4);
        start();
        await().until(() -> view().services() == 2);
        peer.remove("billing"); // the old leader may have died before it told that
        await().until(() -> view().services() == 1);
        int asked = peer.sent().size();
        control.term(7);
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).isEqualTo(Map.of("orders", 5L)));
        Batch first = control.batches().getFirst();
        assertThat(first.getFull()).isFalse();
        assertThat(first.getTerm()).isEqualTo(7);
        assertThat(first.getRemovedList()).containsExactly("billing");
        assertThat(peer.sent()).hasSize(asked);
        // Only when the peer was heard for a lease.
        await().until(() -> control.batches().stream().anyMatch(Batch::getFull));
    }

    @Test
    void aBatchThatCameTooLateIsToldAgainInTheNextTerm() {
        peer.entry("idc-b", "orders", 5, 4);
        peer.entry("idc-b", "billing", 6, 4);
        start();
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).hasSize(2));
        control.term(0); // and it does not know yet
        peer.remove("billing");
        await().until(() -> !all().lead().leading());
        assertThat(control.imports("idc-b")).hasSize(2);
        control.term(9);
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).isEqualTo(Map.of("orders", 5L)));
    }
}
