package io.spillway.control.drill;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.spillway.control.audit.AuditTrail;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.switchover.run.Stand;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Writes what becomes of drills: the Drill, the turn, the agent's lease and the audit in one transaction, if the Drill is still
 * what the decision was made of. So it does not matter how many nodes decide, or how many agents want a run. Blocks; safe for
 * use by any thread.
 */
final class DrillWriter {

    private static final Duration CATCH_UP = Duration.ofSeconds(3);

    private final Registry registry;
    private final RecordCodec codec;
    private final InstantSource clock;
    private final Stand state;
    private final AuditTrail trail;

    DrillWriter(Registry registry, RecordCodec codec, InstantSource clock, Stand state, AuditTrail trail) {
        this.registry = registry;
        this.codec = codec;
        this.clock = clock;
        this.state = state;
        this.trail = trail;
    }

    /** What became of a change. */
    sealed interface Written {

        /** It stands, and the state has it. */
        record Done(Resource drill, long revision) implements Written {}

        /** Somebody else changed the Drill, the turn or the lease first. */
        record Overtaken() implements Written {}

        /** Another run has the turn. */
        record Held(String by) implements Written {}

        /** The registry does not answer. */
        record Unavailable(Instant since, String reason, boolean outcomeUnknown) implements Written {}
    }

    /** Writes a change. */
    Written write(DrillChange change) {
        long lease = 0;
        try {
            List<Compare> compares = new ArrayList<>();
            List<Operation> operations = new ArrayList<>();
            String holder = change.begins() ? takeTurn(change, compares, operations) : null;
            if (holder != null) {
                return new Written.Held(holder);
            }
            DrillRunRecord run = change.run();
            String agent = RegistryKeys.drillAgent(change.standing().name());
            if (run != null && change.becomes(DrillState.RUNNING)) {
                lease = registry.grantLease(DrillDecision.SILENCE);
                operations.add(Operation.put(agent, bytes(run.id()), lease));
            } else if (run != null && run.state().over()) {
                operations.add(Operation.delete(agent));
                leaveTurn(change, compares, operations);
            }
            Written written = commit(change, compares, operations);
            if (lease != 0 && !(written instanceof Written.Done)) {
                registry.revokeLease(lease);
            }
            return written;
        } catch (RegistryUnavailableException away) {
            return new Written.Unavailable(away.since(), String.valueOf(away.getMessage()), false);
        }
    }

    /** Returns whether the agent of a run is heard, and lets its time begin anew when it has just spoken. */
    boolean heard(String drill, String run, boolean spoke) {
        Optional<KeyValue> stands = registry.get(RegistryKeys.drillAgent(drill))
                .filter(entry -> text(entry).equals(run));
        return stands.isPresent() && (!spoke || registry.keepAlive(stands.get().leaseId()));
    }

    /** A turn whose run is over, or gone, was left behind by a node that died, and is free. */
    private @Nullable String takeTurn(DrillChange change, List<Compare> compares, List<Operation> operations) {
        KeyValue turn = registry.get(RegistryKeys.DRILL_TURN).orElse(null);
        // The run was written with its turn: only a state that has heard of that can say that the run is over.
        if (turn != null && !text(turn).equals(change.turn())
                && (!state.await(turn.modRevision(), CATCH_UP) || goesOn(state.get(), text(turn)))) {
            return text(turn);
        }
        compares.add(new Compare(RegistryKeys.DRILL_TURN, turn == null ? 0 : turn.modRevision()));
        operations.add(Operation.put(RegistryKeys.DRILL_TURN, bytes(change.turn())));
        return null;
    }

    private void leaveTurn(DrillChange change, List<Compare> compares, List<Operation> operations) {
        registry.get(RegistryKeys.DRILL_TURN).filter(turn -> text(turn).equals(change.turn())).ifPresent(turn -> {
            compares.add(new Compare(RegistryKeys.DRILL_TURN, turn.modRevision()));
            operations.add(Operation.delete(RegistryKeys.DRILL_TURN));
        });
    }

    private static boolean goesOn(ControlState state, String turn) {
        int slash = turn.indexOf('/');
        Resource drill = slash < 0 ? null : state.get(Kind.DRILL, turn.substring(0, slash));
        return drill != null && drill.spec() instanceof DrillSpec spec && spec.status()
                .run(turn.substring(slash + 1)).filter(run -> !run.state().over()).isPresent();
    }

    private Written commit(DrillChange change, List<Compare> compares, List<Operation> operations) {
        Resource standing = change.standing();
        if (!(standing.spec() instanceof DrillSpec spec)) {
            throw new IllegalArgumentException(standing.title() + " (expected: a Drill)");
        }
        String key = ResourceKeys.keyOf(Kind.DRILL, standing.name());
        KeyValue previous = registry.get(key).orElse(null);
        if (previous == null || previous.modRevision() != standing.metadata().revision()) {
            boolean _ = state.await(previous == null ? registry.range(key).revision() : previous.modRevision(),
                    CATCH_UP);
            return new Written.Overtaken();
        }
        Resource after = standing.withSpec(spec.with(change.status()));
        compares.add(new Compare(key, previous.modRevision()));
        operations.add(Operation.put(key,
                codec.write(after, previous.value(), codec.author(previous.value()), clock.instant())));
        return switch (change.action().isEmpty()
                ? registry.commit(new Transaction(compares, operations))
                : trail.commit(compares, operations, change.deed())) {
            case CommitResult.Committed(long revision) -> {
                boolean _ = state.await(revision, CATCH_UP);
                yield new Written.Done(after.withRevision(revision), revision);
            }
            case CommitResult.Conflict(List<KeyValue> current) -> {
                boolean _ = state.await(current.stream().mapToLong(KeyValue::modRevision).max().orElse(0), CATCH_UP);
                yield new Written.Overtaken();
            }
            case CommitResult.Unavailable(Instant since, String reason, boolean unknown) ->
                new Written.Unavailable(since, reason, unknown);
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(KeyValue entry) {
        return new String(entry.value(), StandardCharsets.UTF_8);
    }
}
