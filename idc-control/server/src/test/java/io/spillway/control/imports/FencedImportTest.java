package io.spillway.control.imports;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.spillway.control.node.TestNode;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.registry.Compare;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.v1.Batch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Who writes under a condition, as a leader does, writes nothing once that does not hold any more. */
@Tag("slow")
class FencedImportTest {

    private static final String LEADER = RegistryKeys.META + "leader-of-a-test";

    @TempDir
    Path folder;

    private static ImportWriter writer(Registry registry) {
        return new ImportWriter("idc-a", registry, new StoredRecords(), Clock.systemUTC(),
                new ImportWriter.Source(ControlState::empty, (_, _) -> {}), ImportObserver.NONE);
    }

    @Test
    void aBatchIsWrittenOnlyWhileItsConditionHolds() {
        try (Registry registry = TestNode.registry(folder)) {
            registry.commit(Transaction.put(LEADER, 0, new byte[]{1}));
            long led = registry.get(LEADER).orElseThrow().modRevision();
            ImportWriter writer = writer(registry);
            assertThat(writer.apply(SyncClient.batch(SyncClient.entry("orders", 1, 1)).build(),
                    List.of(new Compare(LEADER, led)), Duration.ofMinutes(10)).failure()).isEmpty();
            registry.commit(Transaction.put(LEADER, led, new byte[]{2}));
            for (Batch.Builder late : List.of(SyncClient.batch(SyncClient.entry("other", 1, 1)),
                    SyncClient.batch().addSwitchOvers(
                            SwitchOvers.told("evening", 1, 5, SwitchOverState.SHIFTING, "drgroup/core")),
                    SyncClient.batch().addProgress(SwitchOvers.said("evening", "idc-b", 5, 10)))) {
                assertThat(
                        writer.apply(late.build(), List.of(new Compare(LEADER, led)), Duration.ofMinutes(10)).failure())
                        .isEqualTo(ImportCommits.FENCED);
            }
            assertThat(registry.range(RegistryKeys.PROGRESS).entries()).isEmpty();
            assertThat(registry.range(RegistryKeys.SWITCH_OVER_LOCKS).entries()).isEmpty();
            assertThat(registry.range(RegistryKeys.RESOURCES).entries()).isEmpty();
            assertThat(registry.range(RegistryKeys.IMPORTS).entries()).extracting(entry -> entry.key())
                    .containsExactly(RegistryKeys.imported("idc-b", "orders"));
        }
    }
}
