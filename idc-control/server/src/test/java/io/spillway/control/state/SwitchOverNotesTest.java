package io.spillway.control.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.imports.SwitchOvers;
import io.spillway.control.state.StateFold.Word;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.LockRecord;
import io.spillway.wire.record.ProgressRecords;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What stands of switch-overs beside their records, as every node sees it; and what is looked up without a walk. */
class SwitchOverNotesTest {

    private final StateFold fold = new StateFold(new StoredRecords());

    private static KeyValue said(String idc, String switchOver, int acked, long revision) {
        return new KeyValue(RegistryKeys.progress(idc, switchOver),
                ProgressRecords.encode(SwitchOvers.progress(switchOver, idc, 5, acked)), revision, revision, 0);
    }

    private StateFold.Step happens(Event.Type type, KeyValue entry) {
        return fold.apply(entry.modRevision(), List.of(new Event(type, entry)));
    }

    private List<String> heard() {
        return fold.state().progress("evening").stream().map(one -> one.idc() + " " + one.acked()).toList();
    }

    @Test
    void eachIdcsProgressIsHeldInTheOrderOfTheirNames() {
        happens(Event.Type.PUT, said("idc-c", "evening", 3, 1));
        happens(Event.Type.PUT, said("idc-a", "evening", 1, 2));
        happens(Event.Type.PUT, said("idc-b", "morning", 9, 3));
        assertThat(heard()).containsExactly("idc-a 1", "idc-c 3");
        happens(Event.Type.PUT, said("idc-a", "evening", 50, 4));
        assertThat(heard()).containsExactly("idc-a 50", "idc-c 3");
        happens(Event.Type.DELETE, said("idc-a", "evening", 50, 5));
        assertThat(heard()).containsExactly("idc-c 3");
        assertThat(fold.state().progress("night")).isEmpty();
    }

    /** Who waits for a state is told of it: a coordinator goes on by what other IDCs say. */
    @Test
    void itIsNewsAlsoWhenNoResourceChanges() {
        StateFold.Step step = happens(Event.Type.PUT, said("idc-b", "evening", 1, 1));
        assertThat(step.touched().isEmpty()).isFalse();
        assertThat(step.touched().progress()).containsExactly("idc-b/evening");
    }

    @Test
    void whatSaysAnotherIdcThanItsKeyIsUnreadableAndWhatStoodStays() {
        happens(Event.Type.PUT, said("idc-b", "evening", 1, 1));
        String key = RegistryKeys.progress("idc-b", "evening");
        happens(Event.Type.PUT, new KeyValue(key,
                ProgressRecords.encode(SwitchOvers.progress("evening", "idc-c", 5, 9)), 1, 2, 0));
        assertThat(fold.unreadable()).hasEntrySatisfying(key,
                why -> assertThat(why).isEqualTo("/idc: idc-c/evening (expected: what the key " + key + " says)"));
        assertThat(heard()).containsExactly("idc-b 1");
        happens(Event.Type.PUT, said("idc-b", "evening", 2, 3));
        assertThat(fold.unreadable()).isEmpty();
    }

    @Test
    void locksComeAndGoByWhatTheRegistryHas() {
        KeyValue lock = new KeyValue(RegistryKeys.switchOverLock("drgroup/core"), new LockRecord("evening").encode(), 1,
                1, 0);
        happens(Event.Type.PUT, lock);
        assertThat(fold.state().lockHolder("drgroup/core")).isEqualTo("evening");
        assertThat(fold.state().lockHolder("service/core")).isNull();
        fold.reconcile(new RangeResult(2, List.of()), Word.NONE);
        assertThat(fold.state().lockHolder("drgroup/core")).as("the listing has it no more").isNull();
    }

    @Test
    void whatAListingBringsIsThereToo() {
        List<KeyValue> listing = new ArrayList<>(List.of(said("idc-a", "evening", 1, 1), said("idc-b", "evening", 2, 2),
                new KeyValue(RegistryKeys.switchOverLock("service/lone"), new LockRecord("evening").encode(), 3, 3,
                        0)));
        fold.reconcile(new RangeResult(9, listing), Word.NONE);
        assertThat(heard()).containsExactly("idc-a 1", "idc-b 2");
        assertThat(fold.state().lockHolder("service/lone")).isEqualTo("evening");
    }

    /** A batch of one service must not cost what the peer has. */
    @Test
    void aLookUpWalksNothing() {
        Map<String, SwitchOverProgress> map = new LookedUp<>(3,
                name -> name.equals("there") ? SwitchOvers.progress(name, "idc-b", 1, 1) : null, () -> {
                    throw new AssertionError("walked");
                });
        assertThat(map.size()).isEqualTo(3);
        assertThat(map.isEmpty()).isFalse();
        assertThat(map.get("there")).isNotNull();
        assertThat(map.containsKey("not-there")).isFalse();
        assertThat(map.keySet().contains("there")).isTrue();
        assertThatThrownBy(() -> map.forEach((_, _) -> {})).hasMessage("walked");
    }

    @Test
    void whatIsImportedFromAnIdcIsByService() {
        ControlState state = ControlState.empty();
        Map<String, ServiceEntrySpec> expected = new LinkedHashMap<>();
        for (String idc : List.of("idc-b", "idc-c")) {
            for (int i = 0; i < 100; i++) {
                ServiceEntrySpec entry = new ServiceEntrySpec(idc, "s-" + i, new OriginVersion(1, i), List.of(),
                        List.of());
                state = state.with(Resource.of(entry.resourceName(), entry));
                if (idc.equals("idc-b")) {
                    expected.put(entry.service(), entry);
                }
            }
        }
        Map<String, ServiceEntrySpec> imports = Imports.of(state, "idc-b");
        assertThat(imports).isEqualTo(expected).hasSize(100);
        assertThat(imports.get("s-7")).isEqualTo(expected.get("s-7"));
        assertThat(imports.get("s-700")).isNull();
        assertThat(imports.keySet()).isEqualTo(Set.copyOf(expected.keySet()));
        assertThat(Imports.of(state, "idc-z")).isEmpty();
    }
}
