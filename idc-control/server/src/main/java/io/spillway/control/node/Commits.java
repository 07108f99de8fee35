package io.spillway.control.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import io.spillway.control.audit.AuditTrail;
import io.spillway.control.service.Consent;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.DeletionNote;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditRecord.Deed;
import org.jspecify.annotations.Nullable;

/**
 * Puts judged writes into the registry: each in one transaction, under the condition that what it changes and what its
 * judgement leans on still stand as they were judged, and that nobody came whom it would have counted ({@link Naming}). A
 * write is over when the state has it, so that whoever is told of it, and whoever comes next, sees it. Safe for use by any
 * thread; a bounded number of transactions is under way at a time.
 */
final class Commits {

    /** So many at once keep a registry busy that takes 100 ms for one; a hundred times as many would only queue in it. */
    static final int AT_ONCE = 64;

    private static final Duration CATCH_UP = Duration.ofSeconds(3);

    private final Registry registry;
    private final RecordCodec codec;
    private final InstantSource clock;
    private final StateSource state;
    private final StateKeeper keeper;
    private final AuditTrail trail;
    private final Semaphore running = new Semaphore(AT_ONCE, true);
    /** Those that wait for the audit keep no place of those that do not. */
    private final Semaphore audited = new Semaphore(AT_ONCE, true);

    /** Creates one; the keeper knows what the registry has otherwise than the state, held or unreadable. */
    Commits(Registry registry, RecordCodec codec, InstantSource clock, StateSource state, StateKeeper keeper,
            AuditTrail trail) {
        this.registry = registry;
        this.codec = codec;
        this.clock = clock;
        this.state = state;
        this.keeper = keeper;
        this.trail = trail;
    }

    /** By what a write was judged: a state, which has all that was found when somebody looked. */
    record Judged(ControlState by, Looked looked) {}

    /**
     * Who writes.
     *
     * @param deed    for the audit; null: it is none
     * @param consent of another person, which is used up; null where nobody had to give one
     */
    record Act(String author, @Nullable Deed deed, @Nullable Consent consent) {

        Semaphore place(Semaphore running, Semaphore audited) {
            return deed == null ? running : audited;
        }

        /** Puts in what belongs to the consent. */
        void use(Map<String, Long> conditions, List<Operation> operations) {
            if (consent != null) {
                conditions.put(consent.stands().key(), consent.stands().modRevision());
                operations.add(consent.used());
            }
        }
    }

    /** What became of a write. */
    sealed interface Outcome {

        /** It is in the registry, as of that revision. */
        record Done(long revision) implements Outcome {}

        /** Nothing was written, or nobody knows ({@link WriteResult.Unavailable}). */
        record Failed(WriteResult told) implements Outcome {}

        /**
         * Nothing was written: something was changed meanwhile, and the state knows now.
         *
         * @param own whether that was to be changed by this write; else its judgement leans on it
         */
        record Outdated(WriteResult told, boolean own) implements Outcome {}
    }

    /**
     * What stands under keys that are looked at; a judgement that comes after it, by a state that has all of this, has missed nobody.
     *
     * @param revisions by key; 0 for one that is absent
     */
    record Looked(Map<String, Long> revisions) {

        /** Of a judgement that looks for nobody. */
        static final Looked FOR_NOBODY = new Looked(Map.of());

        Looked {
            revisions = Map.copyOf(revisions);
        }
    }

    /**
     * Waits until the state has everybody who says something under these keys, as of now; null when that took too long. Throws
     * {@link RegistryUnavailableException}.
     */
    @Nullable
    Looked look(Set<String> keys) {
        Map<String, Long> revisions = revisions(keys);
        long newest = revisions.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return newest == 0 || state.await(newest, CATCH_UP) ? new Looked(revisions) : null;
    }

    /** Asks for all at once: a hundred Services that are written together have hundreds of hosts. */
    private Map<String, Long> revisions(Set<String> keys) {
        Map<String, CompletableFuture<Long>> asked = new HashMap<>();
        Map<String, Long> revisions = new HashMap<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            keys.forEach(key -> asked.put(key, CompletableFuture.supplyAsync(
                    () -> registry.get(key).map(KeyValue::modRevision).orElse(0L), each)));
            asked.forEach((key, revision) -> revisions.put(key, revision.join()));
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RegistryUnavailableException away ? away : failed;
        }
        return revisions;
    }

    /** Writes what was planned on that state, and the deed into the audit. */
    Outcome put(List<Planned> changes, Set<ResourceKeys.Id> leansOn, Judged judged, Act act) {
        int places = act.deed() == null ? 0 : AuditTrail.PLACES;
        List<Operation> operations = new ArrayList<>();
        Map<String, Long> conditions = new HashMap<>();
        Semaphore place = act.place(running, audited);
        place.acquireUninterruptibly();
        try {
            act.use(conditions, operations);
            for (Planned change : changes) {
                Optional<KeyValue> present = change.before() == null
                        ? Optional.empty()
                        : read(change.key()).stream().findFirst();
                byte[] previous = present.map(KeyValue::value).orElse(null);
                conditions.put(change.key(), isHeld(change)
                        ? present.map(KeyValue::modRevision).orElse(0L)
                        : change.standing());
                operations.add(Operation.put(change.key(),
                        codec.write(change.after(), previous, act.author(), clock.instant())));
            }
            changes.stream().filter(change -> change.after().kind() == Kind.TRAFFIC_SHIFT)
                    .flatMap(change -> LostShifts.markOf(judged.by(), change.after().name()).stream())
                    .limit(Transaction.MAX_OPERATIONS - places - operations.size())
                    .forEach(mark -> operations.add(Operation.delete(mark)));
            name(changes, operations, Transaction.MAX_OPERATIONS - places);
            return commit(operations, conditions,
                    ground(leansOn, judged, Transaction.MAX_COMPARES - places - conditions.size()), act.deed());
        } finally {
            place.release();
        }
    }

    /** Deletes what stands under a key since that revision, and what was remembered of those who named it. */
    Outcome delete(ResourceKeys.Id id, long revision, Looked looked, Act act) {
        String key = ResourceKeys.keyOf(id.kind(), id.name());
        List<Operation> operations = new ArrayList<>(List.of(Operation.delete(key), DeletionNote.of(act.author())));
        Map<String, Long> own = new HashMap<>(Map.of(key, revision));
        act.use(own, operations);
        looked.revisions().forEach((named, since) -> {
            if (since != 0) {
                operations.add(Operation.delete(named));
            }
        });
        Semaphore place = act.place(running, audited);
        place.acquireUninterruptibly();
        try {
            return commit(operations, own, looked.revisions(), act.deed());
        } finally {
            place.release();
        }
    }

    /** Says whom the changes begin to name. What the registry lost and gets back begins anew. */
    private void name(List<Planned> changes, List<Operation> operations, int most) {
        Set<String> named = new TreeSet<>();
        changes.forEach(change -> Naming.begun(isHeld(change) ? null : change.before(), change.after())
                .forEach(naming -> named.add(naming.key())));
        named.stream().limit(most - operations.size())
                .forEach(key -> operations.add(Operation.put(key, new byte[0])));
    }

    /**
     * Returns the conditions beside those of the changes themselves. Within this node nobody can meet them wrongly, so it does
     * little harm that in a transaction of the greatest size some find no place: then another node's write may be missed.
     */
    private Map<String, Long> ground(Set<ResourceKeys.Id> leansOn, Judged judged, int most) {
        Map<String, Long> ground = new HashMap<>();
        judged.looked().revisions().entrySet().stream().limit(most)
                .forEach(looked -> ground.put(looked.getKey(), looked.getValue()));
        Set<ResourceKeys.Id> lost = keeper.held().ids();
        Set<String> mute = keeper.unreadable().keySet();
        for (ResourceKeys.Id id : leansOn) {
            String key = ResourceKeys.keyOf(id.kind(), id.name());
            if (ground.size() < most && !lost.contains(id) && !mute.contains(key)) {
                Resource standing = judged.by().get(id.kind(), id.name());
                ground.put(key, standing == null ? 0 : standing.metadata().revision());
            }
        }
        return ground;
    }

    private Outcome commit(List<Operation> operations, Map<String, Long> own, Map<String, Long> ground,
            @Nullable Deed deed) {
        List<Compare> compares = new ArrayList<>();
        own.forEach((key, revision) -> compares.add(new Compare(key, revision)));
        ground.forEach((key, revision) -> compares.add(new Compare(key, revision)));
        return switch (deed == null
                ? registry.commit(new Transaction(compares, operations))
                : trail.commit(compares, operations, deed)) {
            case CommitResult.Committed(long revision) -> {
                boolean _ = state.await(revision, CATCH_UP);
                yield new Outcome.Done(revision);
            }
            case CommitResult.Conflict(List<KeyValue> current) -> lost(own, ground, current);
            case CommitResult.Unavailable(var since, String reason, boolean outcomeUnknown) ->
                new Outcome.Failed(new WriteResult.Unavailable(since, reason, outcomeUnknown));
        };
    }

    private Outcome lost(Map<String, Long> own, Map<String, Long> ground, List<KeyValue> current) {
        Map<String, KeyValue> found = new HashMap<>();
        current.forEach(entry -> found.put(entry.key(), entry));
        for (Map<String, Long> conditions : List.of(own, ground)) {
            for (Map.Entry<String, Long> condition : conditions.entrySet()) {
                if (differs(condition, found)) {
                    WriteResult told = conflict(condition.getKey(), current);
                    return catchUp(condition.getKey(), found)
                            ? new Outcome.Outdated(told, own.containsKey(condition.getKey()))
                            : new Outcome.Failed(told);
                }
            }
        }
        return new Outcome.Failed(conflict(own.keySet().iterator().next(), current));
    }

    private static boolean differs(Map.Entry<String, Long> condition, Map<String, KeyValue> found) {
        KeyValue present = found.get(condition.getKey());
        return condition.getValue() != (present == null ? 0 : present.modRevision());
    }

    /** Waits until the state has what the registry has of a key; false when that took too long. */
    private boolean catchUp(String key, Map<String, KeyValue> found) {
        KeyValue present = found.get(key);
        try {
            // A deletion leaves no entry that says when it was.
            return state.await(present == null ? registry.range(key).revision() : present.modRevision(), CATCH_UP);
        } catch (RegistryUnavailableException _) {
            return false;
        }
    }

    /** What the registry lost comes back when somebody writes it again, as every workload does that is alive. */
    boolean isHeld(Planned planned) {
        return keeper.held().ids().contains(new ResourceKeys.Id(planned.after().kind(), planned.after().name()));
    }

    /** Says who wrote what stands under a key. */
    WriteResult conflict(String key) {
        return conflict(key, read(key));
    }

    private WriteResult conflict(String key, List<KeyValue> current) {
        if (key.startsWith(RegistryKeys.NAMED)) {
            String path = key.substring(RegistryKeys.NAMED.length(), key.lastIndexOf('/'));
            String by = key.substring(key.lastIndexOf('/') + 1);
            return new WriteResult.Conflict(path, "somebody who names it", 0,
                    path + " is named by " + by + " that are written at this moment; try again");
        }
        if (key.startsWith(RegistryKeys.SWITCH_OVER_LOCKS)) {
            String lock = key.substring(RegistryKeys.SWITCH_OVER_LOCKS.length());
            return new WriteResult.Conflict(lock, "a switch-over", 0,
                    "a switch-over of " + lock + " begins or ends at this moment; try again");
        }
        if (key.startsWith(RegistryKeys.APPROVALS)) {
            String approval = key.substring(RegistryKeys.APPROVALS.length());
            return new WriteResult.Conflict("approvals/" + approval, "somebody who used it", 0,
                    Consent.gone(approval));
        }
        ResourceKeys.Id id = ResourceKeys.idOf(key);
        String path = id == null ? key : id.path();
        Optional<KeyValue> standing = current.stream().filter(entry -> entry.key().equals(key)).findFirst();
        if (standing.isEmpty()) {
            return new WriteResult.Conflict(path, "somebody who deleted it", 0, path + " does not exist any more");
        }
        KeyValue entry = standing.get();
        String winner = codec.author(entry.value());
        if (id != null && codec.read(id.kind(), id.name(), entry.value(),
                entry.modRevision()) instanceof RecordCodec.ReadRecord.Understood(Resource resource, var _)
                && resource.spec() instanceof TrafficShiftSpec shift && shift.generation() != null) {
            winner = winner + " (generation " + shift.generation() + ")";
        }
        return new WriteResult.Conflict(path, winner, entry.modRevision(),
                path + " was changed by " + winner + " in revision " + entry.modRevision());
    }

    private List<KeyValue> read(String key) {
        try {
            return registry.get(key).map(List::of).orElse(List.of());
        } catch (RegistryUnavailableException _) {
            return List.of();
        }
    }
}
