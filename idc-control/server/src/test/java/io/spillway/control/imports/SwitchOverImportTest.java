package io.spillway.control.imports;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.spillway.control.service.Finding;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.ProgressRecords;
import io.spillway.wire.record.ReplicatedRecords;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.Refused;
import io.spillway.wire.v1.SwitchOver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** A switch-over that another IDC coordinates, as it is known here: the newest that was said, with its locks. */
@Tag("slow")
class SwitchOverImportTest extends ImportScene {

    private static final String CORE = "drgroup/core";
    private static final String RECORD = RegistryKeys.resource("switchovers", "evening");

    private ImportAnswer told(SwitchOver... switchOvers) throws InterruptedException {
        return sync.say(SyncClient.batch().addAllSwitchOvers(List.of(switchOvers)));
    }

    private ImportAnswer said(io.spillway.wire.v1.SwitchOverProgress... progress) throws InterruptedException {
        return sync.say(SyncClient.batch().addAllProgress(List.of(progress)));
    }

    private SwitchOverStatus standing(String name) {
        return requireNonNull(((SwitchOverSpec) node.service().get(Kind.SWITCH_OVER, name).orElseThrow().spec())
                .status());
    }

    /** Returns who holds what, as the registry has it. */
    private Map<String, String> locks() {
        Map<String, String> locks = new TreeMap<>();
        node.registry.range(RegistryKeys.SWITCH_OVER_LOCKS).entries()
                .forEach(entry -> locks.put(entry.key().substring(RegistryKeys.SWITCH_OVER_LOCKS.length()),
                        new String(entry.value(), StandardCharsets.UTF_8)));
        return locks;
    }

    private SwitchOverProgress progressOfB() {
        return ((Decoded.Valid<SwitchOverProgress>) ProgressRecords.decode(node.registry
                .get(RegistryKeys.progress("idc-b", "evening")).orElseThrow().value())).value();
    }

    @Test
    void theNewerIsTakenAndTheOlderIsNot() throws Exception {
        told(SwitchOvers.told("evening", 1, 5, SwitchOverState.READY, CORE));
        assertThat(standing("evening").state()).isEqualTo(SwitchOverState.READY);
        told(SwitchOvers.told("evening", 1, 6, SwitchOverState.SHIFTING, CORE));
        assertThat(standing("evening").state()).isEqualTo(SwitchOverState.SHIFTING);
        told(SwitchOvers.told("evening", 1, 5, SwitchOverState.READY, CORE));
        assertThat(standing("evening").state()).isEqualTo(SwitchOverState.SHIFTING);
        told(SwitchOvers.told("evening", 2, 1, SwitchOverState.PAUSED, CORE));
        assertThat(standing("evening").state()).as("after a take-over it is counted on, by a higher generation")
                .isEqualTo(SwitchOverState.PAUSED);
        told(SwitchOvers.told("evening", 1, 99, SwitchOverState.COMPLETED, CORE));
        assertThat(standing("evening").state()).as("of who was taken over").isEqualTo(SwitchOverState.PAUSED);
    }

    @Test
    void whatWasToldTwiceIsWrittenOnce() throws Exception {
        SwitchOver one = SwitchOvers.told("evening", 1, 5, SwitchOverState.SHIFTING, CORE);
        told(one);
        said(SwitchOvers.said("evening", "idc-b", 5, 10));
        List<Long> written = written("evening");
        told(one);
        said(SwitchOvers.said("evening", "idc-b", 5, 10));
        assertThat(written("evening")).isEqualTo(written);
    }

    /** Returns when its record and what idc-b says of it were written; this node says something of it too. */
    private List<Long> written(String id) {
        return Stream.of(RegistryKeys.resource(Kind.SWITCH_OVER.plural(), id), RegistryKeys.progress("idc-b", id))
                .map(key -> node.registry.get(key).orElseThrow().modRevision()).toList();
    }

    @Test
    void aForeignOriginIsRefusedByName() throws Exception {
        SwitchOver ours = ReplicatedRecords.toProto(SwitchOvers.at("evening",
                new io.spillway.model.resource.Generation(1, "idc-a"), 1, SwitchOverState.SHIFTING, CORE));
        assertThat(told(ours, SwitchOvers.told("morning", 1, 1, SwitchOverState.READY)).getRefusedList())
                .containsExactly(Refused.newBuilder().setPeer("idc-b").setName("evening")
                        .setReason("/generation/idc: \"idc-a\" (expected: idc-b, the peer it came from)").build());
        assertThat(said(SwitchOvers.said("evening", "idc-c", 1, 1)).getRefusedList())
                .containsExactly(Refused.newBuilder().setPeer("idc-b").setName("evening")
                        .setReason("/idc: \"idc-c\" (expected: idc-b, the peer it came from)").build());
        assertThat(node.service().get(Kind.SWITCH_OVER, "evening")).isEmpty();
        assertThat(node.service().get(Kind.SWITCH_OVER, "morning")).as("its sibling").isPresent();
        assertThat(node.registry.range(RegistryKeys.progress("idc-c", "")).entries()).isEmpty();
        assertThat(locks()).isEmpty();
    }

    @Test
    void itsLocksAreTakenAndGivenAwayInTheSameWrite() throws Exception {
        told(SwitchOvers.told("evening", 1, 5, SwitchOverState.READY, CORE, "service/lone"));
        assertThat(locks()).isEmpty();
        told(SwitchOvers.told("evening", 1, 6, SwitchOverState.SHIFTING, CORE, "service/lone"));
        assertThat(locks()).isEqualTo(Map.of(CORE, "evening", "service/lone", "evening"));
        assertThat(node.registry.get(RegistryKeys.switchOverLock(CORE)).orElseThrow().modRevision())
                .isEqualTo(node.registry.get(RECORD).orElseThrow().modRevision());
        told(SwitchOvers.told("evening", 1, 7, SwitchOverState.COMPLETED, CORE, "service/lone"));
        assertThat(locks()).as("held while its shift stands").hasSize(2);
        told(SwitchOvers.told("evening", 1, 9, SwitchOverState.ROLLED_BACK, CORE, "service/lone"));
        assertThat(locks()).isEmpty();
    }

    @Test
    void whatOneGivesAwayAnotherTakesInTheSameBatch() throws Exception {
        told(SwitchOvers.told("evening", 1, 6, SwitchOverState.SHIFTING, CORE));
        told(SwitchOvers.told("night", 1, 6, SwitchOverState.SHIFTING, CORE),
                SwitchOvers.told("evening", 1, 9, SwitchOverState.ROLLED_BACK, CORE));
        assertThat(locks()).isEqualTo(Map.of(CORE, "night"));
        assertThat(standing("evening").state()).isEqualTo(SwitchOverState.ROLLED_BACK);
    }

    @Test
    void aLockThatAnotherHoldsDoesNotHinderTheRecord() throws Exception {
        told(SwitchOvers.told("evening", 1, 6, SwitchOverState.SHIFTING, CORE));
        told(SwitchOvers.told("night", 1, 6, SwitchOverState.SHIFTING, CORE));
        assertThat(standing("night").state()).isEqualTo(SwitchOverState.SHIFTING);
        assertThat(locks()).isEqualTo(Map.of(CORE, "evening"));
    }

    @Test
    void whatAPeerDoesNotTellAnyMoreStays() throws Exception {
        told(SwitchOvers.told("evening", 1, 6, SwitchOverState.SHIFTING, CORE));
        said(SwitchOvers.said("evening", "idc-b", 6, 50));
        sync.all();
        assertThat(standing("evening").state()).isEqualTo(SwitchOverState.SHIFTING);
        assertThat(locks()).isEqualTo(Map.of(CORE, "evening"));
        assertThat(progressOfB().acked()).isEqualTo(50);
    }

    @Test
    void progressIsTheNewestThatWasSaid() throws Exception {
        said(SwitchOvers.said("evening", "idc-b", 5, 10));
        said(SwitchOvers.said("evening", "idc-b", 5, 49));
        assertThat(progressOfB().acked()).isEqualTo(49);
        said(SwitchOvers.said("evening", "idc-b", 4, 50));
        assertThat(progressOfB().acked()).as("of an earlier transition").isEqualTo(49);
        said(SwitchOvers.said("evening", "idc-b", 6, 0), SwitchOvers.said("evening", "idc-b", 5, 50));
        assertThat(progressOfB().sequence()).isEqualTo(6);
    }

    /** A later version may have written what this one does not understand: it may be newer than what the peer says. */
    @Test
    void whatStandsAndCannotBeReadIsNotWrittenOver() throws Exception {
        byte[] later = {1, 2, 3};
        node.registry.commit(Transaction.put(RECORD, 0, later));
        assertThat(told(SwitchOvers.told("evening", 1, 5, SwitchOverState.READY),
                SwitchOvers.told("morning", 1, 5, SwitchOverState.READY)).getRefusedList())
                .singleElement()
                .satisfies(refused -> assertThat(refused.getReason()).startsWith("what stands here cannot be read"));
        assertThat(node.registry.get(RECORD).orElseThrow().value()).isEqualTo(later);
        assertThat(standing("morning").sequence()).isEqualTo(5);
    }

    @Test
    void progressThatCannotBeReadIsSetAsideByItsKey() throws Exception {
        String key = RegistryKeys.progress("idc-b", "evening");
        node.registry.commit(Transaction.put(key, 0, new byte[]{(byte) 0xff}));
        String other = RegistryKeys.progress("idc-c", "evening");
        node.registry.commit(
                Transaction.put(other, 0, ProgressRecords.encode(SwitchOvers.progress("evening", "idc-b", 1, 1))));
        Awaitility.await().untilAsserted(() -> assertThat(node.service().check().findings())
                .filteredOn(one -> one.rule().equals("unreadable-record")).extracting(Finding::object)
                .containsExactlyInAnyOrder(key, other));
        said(SwitchOvers.said("evening", "idc-b", 5, 10));
        assertThat(progressOfB().acked()).isEqualTo(10);
    }

    @Test
    void locksThatAreNoneAreRefused() throws Exception {
        for (String lock : List.of("core", "idc/idc-a", "drgroup/../x", "drgroup/" + "n".repeat(200))) {
            assertThat(told(SwitchOvers.told("evening", 1, 5, SwitchOverState.SHIFTING, lock)).getRefusedList())
                    .singleElement().satisfies(refused -> assertThat(refused.getReason())
                            .isEqualTo("/status/plan/locks: \"" + lock
                                    + "\" (expected: drgroup/NAME or service/NAME)"));
        }
        String[] many = new String[Pieces.MAX_KEYS];
        for (int i = 0; i < many.length; i++) {
            many[i] = "service/s-" + i;
        }
        assertThat(told(SwitchOvers.told("evening", 1, 5, SwitchOverState.SHIFTING, many)).getRefusedList())
                .singleElement()
                .satisfies(refused -> assertThat(refused.getReason()).startsWith("with its locks 101 keys"));
        assertThat(node.service().get(Kind.SWITCH_OVER, "evening")).isEmpty();
    }

    @Test
    void aBatchOfAllTypesIsOne() throws Exception {
        Batch.Builder all = SyncClient.batch(SyncClient.entry("orders", 1, 2))
                .addSwitchOvers(SwitchOvers.told("evening", 1, 5, SwitchOverState.SHIFTING, CORE))
                .addProgress(SwitchOvers.said("evening", "idc-b", 5, 10));
        assertThat(sync.say(all).getRefusedList()).isEmpty();
        assertThat(node.registry.get(RECORD).orElseThrow().modRevision())
                .isEqualTo(node.registry.get(RegistryKeys.imported("idc-b", "orders")).orElseThrow().modRevision())
                .isEqualTo(node.registry.get(RegistryKeys.progress("idc-b", "evening")).orElseThrow().modRevision());
    }
}
