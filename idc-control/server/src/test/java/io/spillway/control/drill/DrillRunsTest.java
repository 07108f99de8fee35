package io.spillway.control.drill;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.control.node.NodeObserver;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.AuditService;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.DrillAct;
import io.spillway.control.service.DrillOutcome;
import io.spillway.control.service.Origin;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.document.ResourceDocuments;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two control nodes of one registry and the drills that they let run. */
@Tag("slow")
class DrillRunsTest {

    @TempDir
    Path folder;
    private final List<DrillObserver.DrillFigures> figures = new CopyOnWriteArrayList<>();
    private Registry registry;
    private TestNode one;
    private TestNode two;

    @BeforeEach
    void start() throws Exception {
        registry = TestNode.registry(folder);
        one = TestNode.named(registry, "control-1", TestNode.QUICK, new NodeObserver() {
            @Override
            public void drills(List<DrillFigures> drills) {
                figures.addAll(drills);
            }
        }).sharing();
        two = TestNode.named(registry, "control-2", TestNode.QUICK, NodeObserver.NONE).sharing();
        one.awaitReady();
        two.awaitReady();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        registry.close();
    }

    static Resource drill(String name, String more) {
        return ((Decoded.Valid<List<Resource>>) ResourceDocuments.parse(
                "{apiVersion: spillway.io/v1, kind: Drill, metadata: {name: " + name + "}, spec: {topology: two-idcs, "
                        + "steps: [{phase: p}]" + more + "}}"))
                .value().getFirst();
    }

    /** Returns the id of the newest run of a Drill. */
    static String run(Resource drill) {
        return ((DrillSpec) drill.spec()).status().runs().getLast().id();
    }

    private static DrillAct act(String drill) {
        return new DrillAct(drill, "fay", new Origin("drill", "127.0.0.1"));
    }

    private DrillStatus status(TestNode node, String name) {
        return node.service().get(Kind.DRILL, name).map(Resource::spec).map(DrillSpec.class::cast)
                .map(DrillSpec::status).orElse(DrillStatus.NONE);
    }

    /** Puts a Drill that is due since a moment, as if its time had come. */
    private void due(String name, Duration since) {
        Instant now = Instant.now(Clock.systemUTC());
        Resource drill = drill(name, ", schedule: {cron: '0 3 1 1 *'}");
        DrillSpec spec = ((DrillSpec) drill.spec())
                .with(new DrillStatus(now.minusSeconds(999), now.minus(since), List.of()));
        assertThat(registry.commit(new Transaction(List.of(), List.of(Operation.put(
                RegistryKeys.resource("drills", name),
                new StoredRecords().write(drill.withSpec(spec), null, "test", now))))))
                .isInstanceOf(CommitResult.Committed.class);
    }

    private static void eventually(ThrowingRunnable holds) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20)).untilAsserted(holds);
    }

    @Test
    void oneRunBeginsAlthoughTwoNodesLookAndOneDiesAndOneAgentGetsIt() {
        due("nightly", Duration.ofSeconds(1));
        eventually(() -> assertThat(status(two, "nightly").runs()).hasSize(1));
        DrillRunRecord run = status(two, "nightly").runs().getFirst();
        assertThat(run.state()).isEqualTo(DrillState.SCHEDULED);
        one.close();
        List<WriteResult> taken = new ArrayList<>();
        for (String agent : List.of("agent-1", "agent-2")) {
            taken.add(two.service().drills().take(act("nightly"), run.id(), agent));
        }
        assertThat(taken.getFirst()).isInstanceOf(WriteResult.Applied.class);
        assertThat(taken.getLast()).isInstanceOfSatisfying(WriteResult.Conflict.class,
                conflict -> assertThat(conflict.detail()).isEqualTo("run " + run.id()
                        + " is RUNNING by agent agent-1 (expected: SCHEDULED)"));
        assertThat(two.service().drills().beat(act("nightly"), run.id(), "agent-1"))
                .isInstanceOf(WriteResult.Applied.class);
        assertThat(two.service().drills().beat(act("nightly"), run.id(), "agent-2"))
                .isInstanceOf(WriteResult.Conflict.class);
        DrillOutcome passed = new DrillOutcome("agent-1", DrillState.PASS, List.of(), "/reports/1");
        assertThat(two.service().drills().report(act("nightly"), run.id(), passed))
                .isInstanceOf(WriteResult.Applied.class);
        assertThat(two.service().drills().report(act("nightly"), run.id(), passed))
                .isInstanceOfSatisfying(WriteResult.Applied.class, same -> assertThat(same.changed()).isFalse());
        assertThat(status(two, "nightly").runs()).singleElement().satisfies(over -> {
            assertThat(over.state()).isEqualTo(DrillState.PASS);
            assertThat(over.report()).isEqualTo("/reports/1");
        });
        assertThat(actions(two)).containsSubsequence("schedule", "take", "report");
    }

    @Test
    void anAgentWhoseLeaseRunsOutEndsItsRunAndTheNextDrillGetsItsTurn() {
        one.applied(drill("first", ""), drill("second", ""));
        eventually(() -> assertThat(two.service().get(Kind.DRILL, "second")).isPresent());
        assertThat(one.service().drills().run(act("first"), "agent-1")).isInstanceOf(WriteResult.Applied.class);
        String run = status(one, "first").runs().getFirst().id();
        assertThat(two.service().drills().run(act("second"), null)).isInstanceOfSatisfying(WriteResult.Guarded.class,
                guarded -> assertThat(guarded.guard()).isEqualTo("drill_active"));
        assertThat(one.service().delete(new DeleteRequest(Kind.DRILL, "first", false, null, "test")))
                .isInstanceOfSatisfying(WriteResult.Guarded.class,
                        guarded -> assertThat(guarded.guard()).isEqualTo("drill_active"));

        registry.revokeLease(registry.get(RegistryKeys.drillAgent("first")).orElseThrow().leaseId());
        eventually(() -> assertThat(status(two, "first").runs().getFirst().state()).isEqualTo(DrillState.ABORTED));
        assertThat(status(two, "first").runs().getFirst().reasons())
                .containsExactly("agent agent-1 was silent for 30s");
        assertThat(one.service().drills().beat(act("first"), run, "agent-1")).isInstanceOf(WriteResult.Conflict.class);
        assertThat(one.service().drills().report(act("first"), run,
                new DrillOutcome("agent-1", DrillState.PASS, List.of(), null)))
                .isInstanceOf(WriteResult.Conflict.class);
        assertThat(two.service().drills().run(act("second"), null)).isInstanceOf(WriteResult.Applied.class);
        eventually(() -> assertThat(figures).contains(new DrillObserver.DrillFigures("first",
                status(one, "first").runs().getFirst().ended(), "ABORTED", false, Duration.ZERO)));
    }

    @Test
    void anAbortReachesTheAgentWithItsNextBeat() {
        one.applied(drill("first", ""));
        assertThat(one.service().drills().abort(act("first"), "why not")).isInstanceOf(WriteResult.Guarded.class);
        assertThat(one.service().drills().run(act("first"), "agent-1")).isInstanceOf(WriteResult.Applied.class);
        String run = status(one, "first").runs().getFirst().id();
        assertThat(one.service().drills().abort(act("first"), "enough")).isInstanceOf(WriteResult.Applied.class);
        WriteResult beat = one.service().drills().beat(act("first"), run, "agent-1");
        assertThat(beat).isInstanceOf(WriteResult.Applied.class);
        assertThat(status(one, "first").runs().getFirst().abort()).isEqualTo("fay: enough");
    }

    @Test
    void anotherScheduleIsDatedAnewAndWhatIsKnownStays() {
        one.applied(drill("weekly", ", schedule: {cron: '0 3 * * 2', zone: Europe/Berlin}"));
        eventually(() -> assertThat(status(one, "weekly").next()).isNotNull());
        Instant next = status(one, "weekly").next();
        assertThat(one.service().drills().run(act("weekly"), null)).isInstanceOf(WriteResult.Applied.class);
        one.applied(drill("weekly", ", schedule: {cron: '0 3 * * 2', zone: Europe/Berlin}, title: t"));
        assertThat(status(one, "weekly").next()).isEqualTo(next);
        one.applied(drill("weekly", ", schedule: {cron: '0 4 * * 3', zone: Europe/Berlin}"));
        assertThat(status(one, "weekly").runs()).hasSize(1);
        assertThat(one.service().drills().abort(act("weekly"), "enough")).isInstanceOf(WriteResult.Applied.class);
        eventually(() -> assertThat(status(one, "weekly").next()).isNotNull().isNotEqualTo(next));
        assertThat(status(one, "weekly").runs().getFirst().state()).isEqualTo(DrillState.ABORTED);
        assertThat(one.apply(drill("weekly", ", schedule: {cron: 'now'}"))).isInstanceOf(WriteResult.Invalid.class);
    }

    private static List<String> actions(TestNode node) {
        List<String> actions = new ArrayList<>();
        if (node.service().audit().page(1, 100) instanceof AuditService.Page.Records records) {
            for (AuditEntry entry : records.entries()) {
                if (entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record)) {
                    actions.add(record.deed().action());
                }
            }
        }
        return actions;
    }
}
