package io.spillway.sync.peer;

import java.util.List;
import java.util.Map;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.spillway.wire.v1.GroupCapacity;
import io.spillway.wire.v1.OriginVersion;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.xds.ContentVersion;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a peer has and what is held of it are compared by one digest: what got lost is found, what is the same is not sent. */
@Tag("slow")
class LostUpdateTest extends SyncTest {

    private static final int MANY = 20;

    private void manyServices() {
        peer.saysDigests();
        for (int i = 0; i < MANY; i++) {
            peer.entry("idc-b", "s-" + i, 1, 4);
        }
        start();
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).hasSize(MANY));
    }

    private List<DeltaDiscoveryRequest> firstRequests() {
        return peer.firstRequests(XdsNames.TYPE_SERVICE_ENTRY);
    }

    private static String world(DeltaDiscoveryRequest request) {
        return request.getNode().getMetadata().getFieldsOrDefault(XdsNames.NODE_WORLD,
                com.google.protobuf.Value.getDefaultInstance()).getStringValue();
    }

    private void reconnects() {
        peer.stop();
        await().until(() -> !view().link().connected());
        peer.start();
    }

    @Test
    void anUpdateOfWhichNobodyHeardIsFoundWithTheNextOne() {
        manyServices();
        peer.loses(() -> peer.entry("idc-b", "s-3", 2, 4));
        peer.loses(() -> peer.remove("s-4"));
        peer.entry("idc-b", "s-5", 2, 4);
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).hasSize(MANY - 1).containsEntry("s-3", 2L)
                .containsEntry("s-5", 2L).doesNotContainKey("s-4"));
        assertThat(observed).containsExactly("lacked idc-b");
        assertThat(firstRequests()).hasSize(2);
        assertThat(firstRequests().getLast().getInitialResourceVersionsMap()).hasSize(MANY);
        peer.entry("idc-b", "s-6", 2, 4);
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsEntry("s-6", 2L));
        assertThat(firstRequests()).as("now it fits").hasSize(2);
    }

    @Test
    void whoComesBackSaysOneDigestAndAllVersionsOnlyWhenThatIsNotKnown() {
        manyServices();
        peer.isForgetful();
        reconnects();
        await().until(() -> firstRequests().size() == 3);
        assertThat(world(firstRequests().get(1))).hasSize(16);
        assertThat(firstRequests().get(1).getInitialResourceVersionsMap()).isEmpty();
        assertThat(world(firstRequests().get(2))).isEmpty();
        assertThat(firstRequests().get(2).getInitialResourceVersionsMap()).hasSize(MANY);
        peer.entry("idc-b", "s-6", 2, 4);
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsEntry("s-6", 2L));
        assertThat(observed).isEmpty();
    }

    /** One of another version, perhaps: it is not asked again and again. */
    @Test
    void aPeerThatCountsOtherwiseIsBelievedAfterTheSecondTime() {
        peer.countsOtherwise();
        manyServices();
        await().until(() -> firstRequests().size() == 2);
        for (int i = 0; i < MANY; i++) {
            peer.entry("idc-b", "s-" + i, 2, 4);
        }
        await().untilAsserted(() -> assertThat(control.imports("idc-b").values()).containsOnly(2L));
        await().until(() -> view().waiting() == 0);
        assertThat(firstRequests()).hasSize(2);
        assertThat(observed).containsExactly("lacked idc-b");
    }

    /** A process that was started again holds nothing; what the control plane has need not cross the line once more. */
    @Test
    void afterARestartThePeerIsAskedForWhatTheControlPlaneDoesNotHave() {
        ServiceEntry known = ServiceEntry.newBuilder().setSchema(1).setIdc("idc-b").setService("orders")
                .setVersion(OriginVersion.newBuilder().setEpoch(1).setRevision(5))
                .addGroups(GroupCapacity.newBuilder().setGroup("default").setDeclared(4)).build();
        control.knows(known, known.toBuilder().setIdc("idc-c").setService("not-of-this-peer").build());
        peer.entry("idc-b", "inventory", 6, 2);
        start();
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).isEqualTo(Map.of("inventory", 6L)));
        assertThat(control.hellos().getFirst().getHello().getAsksKnown()).isTrue();
        assertThat(firstRequests().getFirst().getInitialResourceVersionsMap()).isEqualTo(Map.of("orders",
                ContentVersion.of(ContentVersion.bytes(known.toBuilder().clearVersion().build()))));
        assertThat(control.batches()).as("the peer has it no more").anySatisfy(
                batch -> assertThat(batch.getRemovedList()).containsExactly("orders"));
        control.stop();
        await().until(() -> !all().control().connected());
        control.start();
        await().until(() -> control.hellos().size() >= 2);
        assertThat(control.hellos().getLast().getHello().getAsksKnown()).as("it knows more now").isFalse();
    }
}
