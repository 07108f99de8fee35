package io.spillway.sync.peer;

import java.util.List;

import io.spillway.wire.v1.SwitchOverProgress;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Switch-overs and progress on their way from a peer to the own control plane. */
@Tag("slow")
class SwitchOverRelayTest extends SyncTest {

    private List<Long> toldOf(String name) {
        return control.batches().stream().flatMap(batch -> batch.getSwitchOversList().stream())
                .filter(one -> one.getName().equals(name)).map(one -> one.getGeneration().getCounter()).toList();
    }

    private List<Integer> acked() {
        return control.batches().stream().flatMap(batch -> batch.getProgressList().stream())
                .map(SwitchOverProgress::getAcked).toList();
    }

    @Test
    void bothAreToldAsTheyChangeAndAgainInANewTerm() {
        peer.entry("idc-b", "orders", 5, 4);
        start();
        await().until(() -> !control.imports("idc-b").isEmpty());
        peer.switchOver("idc-b", "evening", 1);
        peer.progress("idc-b", "evening", 10);
        await().until(() -> toldOf("evening").equals(List.of(1L)) && acked().equals(List.of(10)));
        peer.switchOver("idc-b", "evening", 2);
        await().until(() -> toldOf("evening").equals(List.of(1L, 2L)));
        control.term(7);
        await().until(() -> control.batches().stream().anyMatch(batch -> batch.getTerm() == 7
                && batch.getSwitchOversCount() == 1 && batch.getProgressCount() == 1));
    }

    @Test
    void ofAnotherOriginTheyAreRefusedByName() {
        peer.entry("idc-b", "orders", 5, 4);
        peer.switchOver("idc-c", "stolen", 1);
        peer.switchOver("idc-a", "ours", 1);
        peer.switchOver("idc-b", "theirs", 1);
        peer.progress("idc-c", "theirs", 1);
        start();
        await().until(() -> toldOf("theirs").equals(List.of(1L)));
        await().untilAsserted(() -> assertThat(observed).containsExactlyInAnyOrder(
                "refused idc-b stolen: origin \"idc-c\" (expected: idc-b)",
                "refused idc-b ours: origin \"idc-a\" (expected: idc-b), our own switch-overs are never imported",
                "refused idc-b theirs: origin \"idc-c\" (expected: idc-b)"));
        assertThat(toldOf("stolen")).isEmpty();
        assertThat(toldOf("ours")).isEmpty();
        assertThat(acked()).isEmpty();
        await().untilAsserted(() -> assertThat(view().refused()).containsOnlyKeys("stolen", "ours", "theirs"));
    }

    /** Another IDC took it over: the one that told it does not tell it any more, and nobody forgets it for that. */
    @Test
    void whatAPeerHasNoMoreIsToldToNobody() {
        peer.entry("idc-b", "orders", 5, 4);
        peer.switchOver("idc-b", "evening", 1);
        start();
        await().until(() -> toldOf("evening").equals(List.of(1L)));
        peer.remove(XdsNames.TYPE_SWITCH_OVER, "evening");
        peer.entry("idc-b", "later", 6, 4);
        await().until(() -> control.imports("idc-b").containsKey("later"));
        assertThat(control.batches()).allSatisfy(batch -> assertThat(batch.getRemovedList()).isEmpty());
    }

    @Test
    void afterACutOnlyWhatDiffersIsAskedFor() {
        peer.entry("idc-b", "orders", 5, 4);
        peer.switchOver("idc-b", "evening", 1);
        peer.progress("idc-b", "evening", 10);
        start();
        await().until(() -> acked().equals(List.of(10)) && toldOf("evening").equals(List.of(1L)));
        peer.stop();
        peer.start();
        await().until(() -> peer.firstRequests(XdsNames.TYPE_SWITCH_OVER_PROGRESS).size() == 2);
        assertThat(peer.firstRequests(XdsNames.TYPE_SWITCH_OVER).getLast().getInitialResourceVersionsMap())
                .containsEntry("evening", "g1");
        assertThat(peer.firstRequests(XdsNames.TYPE_SWITCH_OVER_PROGRESS).getLast().getInitialResourceVersionsMap())
                .containsEntry("evening", "a10");
    }
}
