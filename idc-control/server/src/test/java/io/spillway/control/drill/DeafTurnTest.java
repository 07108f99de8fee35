package io.spillway.control.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.control.audit.AuditLog;
import io.spillway.control.audit.AuditObserver;
import io.spillway.control.node.TestNode;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StoredRecords;
import io.spillway.control.switchover.run.Stand;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSchedule;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that does not hear what others write finds the turn of a run that it does not know. It must not take it for one that is
 * over: two drills would run at once.
 */
class DeafTurnTest {

    private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");

    @TempDir
    Path folder;

    /** What a node knows, and whether it hears of more when it waits. */
    private static final class Ears implements Stand {

        private final List<Long> awaited = new ArrayList<>();
        private ControlState known = ControlState.empty();
        private boolean hears;

        @Override
        public ControlState get() {
            return known;
        }

        @Override
        public boolean await(long revision, Duration longest) {
            awaited.add(revision);
            return hears;
        }
    }

    private static DrillRunRecord run() {
        return DrillRunRecord.due("r1", "schedule", NOW, DrillSchedule.GRACE);
    }

    private static Resource drill(String name, DrillRunRecord... runs) {
        DrillSpec spec = new DrillSpec(Tree.mapping(Map.of()));
        for (DrillRunRecord each : runs) {
            spec = spec.with(spec.status().with(each));
        }
        return Resource.of(name, spec);
    }

    private static long put(Registry registry, String key, byte[] value) {
        return ((CommitResult.Committed) registry
                .commit(new Transaction(List.of(), List.of(Operation.put(key, value))))).revision();
    }

    @Test
    void aTurnOfARunThatItHasNotHeardOfIsAnothersUntilItHears() throws Exception {
        StoredRecords codec = new StoredRecords();
        Ears ears = new Ears();
        try (Registry registry = TestNode.registry(folder);
                AuditLog audit = new AuditLog("control-1", registry, Ticker.system(), InstantSource.system(),
                        new AuditObserver() {
                        })) {
            long second = put(registry, ResourceKeys.keyOf(Kind.DRILL, "second"),
                    codec.write(drill("second"), null, "test", NOW));
            // Another node has let first begin: this one knows it as it was before.
            ears.known = ControlState.empty().with(drill("first").withRevision(1));
            long turn = put(registry, RegistryKeys.DRILL_TURN, "first/r1".getBytes(UTF_8));
            DrillWriter writer = new DrillWriter(registry, codec, InstantSource.fixed(NOW), ears, audit.trail());
            Resource standing = drill("second").withRevision(second);
            DrillChange begin = new DrillChange(standing, ((DrillSpec) standing.spec()).status().with(run()), run(),
                    "schedule", new AuditRecord.Who("idc-a/control-1", "", ""), "due");

            assertThat(writer.write(begin)).isEqualTo(new DrillWriter.Written.Held("first/r1"));
            assertThat(ears.awaited).containsExactly(turn);
            assertThat(registry.get(RegistryKeys.DRILL_TURN).orElseThrow().modRevision()).isEqualTo(turn);

            ears.hears = true;
            ears.known = ControlState.empty().with(drill("first", run()).withRevision(1));
            assertThat(writer.write(begin)).as("it hears, and the run goes on")
                    .isEqualTo(new DrillWriter.Written.Held("first/r1"));

            ears.known = ControlState.empty()
                    .with(drill("first", run().over(DrillState.MISSED, NOW, List.of(), null)).withRevision(1));
            assertThat(writer.write(begin)).as("a node died before it left the turn")
                    .isInstanceOf(DrillWriter.Written.Done.class);
            assertThat(registry.get(RegistryKeys.DRILL_TURN).orElseThrow().value())
                    .isEqualTo("second/r1".getBytes(UTF_8));
        }
    }
}
