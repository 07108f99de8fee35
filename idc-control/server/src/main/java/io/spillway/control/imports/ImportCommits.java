package io.spillway.control.imports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.spillway.control.audit.AuditTrail;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Notes;
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
 * Commits edits of imports, piece by piece, each as long as what it leans on still stands. Safe for all threads; blocks.
 */
final class ImportCommits {

    /** So often somebody looks again who was overtaken by another writer. */
    static final int ATTEMPTS = 5;
    /** The failure of who may not write any more. */
    static final String FENCED = "another registry-sync leads";
    /** What was looked at does not stand any more: look again. */
    static final String CONFLICT = "conflict";
    /** The failure of who was overtaken too often. */
    static final String OVERTAKEN = "somebody else keeps writing the same imports";

    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private final Registry registry;
    private final Supplier<ControlState> state;
    private final ImportWriter.Awaiting await;

    ImportCommits(Registry registry, ImportWriter.Source source) {
        this.registry = registry;
        this.state = source.state();
        this.await = source.await();
    }

    /** Returns the newest state. */
    ControlState state() {
        return state.get();
    }

    /** A note that cannot be read is not in the state, but stands in a revision that a conflict has told. */
    static ImportEdits.Seen seen(ControlState now, Map<String, Long> found) {
        return key -> {
            long known = now.notes().revision(key);
            return Math.max(known, found.getOrDefault(key, 0L));
        };
    }

    /**
     * What a transaction leans on beside what it changes.
     *
     * @param fences  when one of them does not hold, this writer must not go on
     * @param standing when one of them does not hold, it must look again
     * @param committing how it is committed
     */
    record Conditions(List<Compare> fences, List<Compare> standing, AuditTrail.Recorded committing) {

        List<Compare> all() {
            List<Compare> all = new ArrayList<>(fences);
            all.addAll(standing);
            return all;
        }
    }

    /** Returns null when everything is written, {@link #CONFLICT}, or why nothing more can be. */
    @Nullable
    String commit(List<List<Edit>> pieces, Conditions conditions, Marking marking,
            Map<String, Long> found) {
        long marked = marking.seen();
        for (int i = 0; i < pieces.size(); i++) {
            List<Edit> piece = new ArrayList<>(pieces.get(i));
            piece.addAll(marking.edits(i, marked));
            if (piece.isEmpty()) {
                continue;
            }
            List<Compare> compares = conditions.all();
            piece.forEach(edit -> compares.add(edit.compare()));
            switch (conditions.committing().commit(compares, piece.stream().map(Edit::operation).toList())) {
                case CommitResult.Committed(long revision) -> {
                    marked = revision;
                    await(revision);
                }
                case CommitResult.Conflict(List<KeyValue> current) -> {
                    return conflict(current, conditions.fences(), found);
                }
                case CommitResult.Unavailable(var since, var reason, var _) -> {
                    return "registry unavailable since " + since + ": " + reason;
                }
            }
        }
        return null;
    }

    /** What a peer says is in no audit. */
    CommitResult plain(List<Compare> compares, List<Operation> operations) {
        return registry.commit(new Transaction(compares, operations));
    }

    private String conflict(List<KeyValue> current, List<Compare> fences, Map<String, Long> found) {
        Map<String, Long> revisions = new HashMap<>();
        current.forEach(entry -> revisions.put(entry.key(), entry.modRevision()));
        for (Compare fence : fences) {
            if (revisions.getOrDefault(fence.key(), 0L) != fence.modRevision()) {
                return FENCED;
            }
        }
        found.clear();
        found.putAll(revisions);
        found.keySet().removeIf(key -> !Notes.isNote(key) && !key.startsWith(SwitchEdits.KEYS));
        try {
            // A deletion leaves no entry that says when it was.
            catchUp();
        } catch (RegistryUnavailableException away) {
            return "registry unavailable since " + away.since() + ": " + away.getMessage();
        }
        return CONFLICT;
    }

    /** Waits until the state has what was committed in that revision. */
    void await(long revision) {
        await.until(revision, CATCH_UP);
    }

    /** Waits until the state has all that the registry has now; throws RegistryUnavailableException. */
    void catchUp() {
        await(registry.range(RegistryKeys.UNFINISHED).revision());
    }
}
