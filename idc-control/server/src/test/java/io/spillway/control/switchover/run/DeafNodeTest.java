package io.spillway.control.switchover.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.spillway.control.audit.AuditLog;
import io.spillway.control.audit.AuditObserver;
import io.spillway.control.node.TestNode;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StoredRecords;
import io.spillway.control.switchover.Moving;
import io.spillway.control.switchover.plan.Ruling;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.time.Ticker;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another node has just excluded an IDC, and this one has not heard of it: by its state one more may go, and nothing that the
 * registry compares would say otherwise.
 */
class DeafNodeTest {

    private static final SwitchOverSpec MOVING = Moving.preparing(SwitchMode.GRACEFUL, 100);

    @TempDir
    Path folder;

    private final Stand deaf = new Stand() {

        @Override
        public ControlState get() {
            return ControlState.empty();
        }

        @Override
        public boolean await(long revision, Duration longest) {
            return get().revision() >= revision;
        }
    };
    private Registry registry;

    @BeforeEach
    void somebodyExcludes() {
        registry = TestNode.registry(folder);
        registry.commit(new Transaction(List.of(), List.of(Operation.put(ResourceKeys.EXCLUSION, new byte[0]))));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void itWritesNoShifts() {
        TransitionWriter writer = new TransitionWriter(new TransitionWriter.Place("idc-a", "control-1"), registry,
                new StoredRecords(), InstantSource.system(), deaf, new AuditLog("control-1", registry, Ticker.system(),
                        InstantSource.system(), new AuditObserver() {
                        }).trail());
        long before = registry.range(RegistryKeys.ROOT).revision();
        assertThat(writer.push(Resource.of("move", MOVING), null)).isInstanceOfSatisfying(Written.Unavailable.class,
                away -> assertThat(away.reason()).contains("does not hear what others write"));
        assertThat(registry.range(RegistryKeys.ROOT).revision()).isEqualTo(before);
    }

    @Test
    void itLetsNothingBeginThatExcludes() {
        SwitchOverSpec excluding = new SwitchOverSpec(MOVING.scopes(), MOVING.from(), MOVING.to(), MOVING.steps(),
                MOVING.soak(), MOVING.gates(), MOVING.mode(), MOVING.fence(), true, MOVING.expires(), MOVING.onExpiry(),
                MOVING.reason(), MOVING.status());
        GroundChecks checks = new GroundChecks("idc-a", deaf, _ -> {
            throw new AssertionError("judged by what is not known");
        }, registry, Ticker.system());
        assertThat(checks.rule("move", excluding).ruling()).isInstanceOfSatisfying(Ruling.Waits.class,
                waits -> assertThat(waits.detail()).contains("does not hear what others write"));
    }
}
