package io.spillway.sync.peer;

import java.util.Map;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.spillway.wire.v1.Held;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.Refused;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Bad records: set aside by name, their siblings arrive. */
@Tag("slow")
class BadRecordTest extends SyncTest {

    @Test
    void aRecordThatCannotBeReadDoesNotBlockTheOthers() {
        peer.entry("idc-b", "orders", 5, 4);
        peer.put(XdsNames.TYPE_SERVICE_ENTRY, "broken", "v1", Any.newBuilder().setTypeUrl(XdsNames.TYPE_SERVICE_ENTRY)
                .setValue(ByteString.copyFrom(new byte[]{(byte) 0xff, 1, 2, 3})).build());
        peer.entry("idc-b", "inventory", 6, 4);
        start();
        await().untilAsserted(
                () -> assertThat(control.imports("idc-b")).isEqualTo(Map.of("orders", 5L, "inventory", 6L)));
        await().untilAsserted(() -> assertThat(peer.nacks()).singleElement().asString()
                .startsWith("rejected: broken: cannot be read: "));
        await().untilAsserted(() -> assertThat(observed).singleElement().asString()
                .startsWith("refused idc-b broken: cannot be read"));
        await().untilAsserted(() -> assertThat(view().refused()).containsOnlyKeys("broken"));

        peer.entry("idc-b", "broken", 9, 4);
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsEntry("broken", 9L));
        await().untilAsserted(() -> assertThat(view().refused()).isEmpty());
    }

    @Test
    void aPeerThatNamesAnotherIdcAsOriginIsRefusedByName() {
        peer.entry("idc-b", "orders", 5, 4);
        peer.entry("idc-c", "stolen", 6, 4);
        peer.entry("idc-a", "ours", 7, 4);
        start();
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).isEqualTo(Map.of("orders", 5L)));
        await().untilAsserted(() -> assertThat(observed).containsExactlyInAnyOrder(
                "refused idc-b stolen: origin \"idc-c\" (expected: idc-b)",
                "refused idc-b ours: origin \"idc-a\" (expected: idc-b), our own services are never imported"));
        assertThat(control.batches()).allSatisfy(batch -> assertThat(batch.getPeer()).isEqualTo("idc-b"));
    }

    @Test
    void aGoodRecordThatTurnsBadKeepsItsLastGoodState() {
        peer.entry("idc-b", "orders", 5, 4);
        start();
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsEntry("orders", 5L));
        peer.entry("idc-c", "orders", 6, 4);
        await().until(() -> !peer.nacks().isEmpty());
        await().untilAsserted(() -> assertThat(view().services()).isEqualTo(1));
        assertThat(control.imports("idc-b")).containsEntry("orders", 5L);
    }

    @Test
    void whatTheControlPlaneHoldsOrRefusesIsCountedAndShown() {
        peer.entry("idc-b", "orders", 5, 4);
        control.answerWith(batch -> ImportAnswer.newBuilder()
                .addHeld(Held.newBuilder().setPeer("idc-b").setService("orders").setGuard("empties_service")
                        .setDetail("4 -> 0 declared"))
                .addRefused(Refused.newBuilder().setPeer("idc-b").setName("drgroup/x").setReason("older generation")));
        start();
        await().untilAsserted(() -> assertThat(observed).contains("held idc-b orders empties_service",
                "refused idc-b drgroup/x: older generation"));
        await().untilAsserted(
                () -> assertThat(view().held()).isEqualTo(Map.of("orders", "empties_service: 4 -> 0 declared")));
        await().untilAsserted(() -> assertThat(view().refused()).isEqualTo(Map.of("drgroup/x", "older generation")));
    }
}
