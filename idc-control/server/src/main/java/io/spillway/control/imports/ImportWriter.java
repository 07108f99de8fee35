package io.spillway.control.imports;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.spillway.control.imports.lead.Term;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.Shifts;
import io.spillway.control.turn.Turns;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.ReplicatedRecords;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Refused;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.TrafficShift;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a peer declares, by compare-and-set against the state; older versions and generations lose. A batch that
 * fits one transaction is written whole or not at all, a longer one in transactions of the registry's size. Blocks. Peers do
 * not wait for each other: batches take turns when they are of one peer, for the guards count all that stands of it, or when
 * they bring a shift of the same scope, of which the newest must stay. Against other nodes the comparison decides.
 */
public final class ImportWriter {

    private static final int ATTEMPTS = 5;
    private static final int CHUNK = 100;
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private final Registry registry;
    private final RecordCodec codec;
    private final InstantSource clock;
    private final Supplier<ControlState> state;
    private final Awaiting await;
    private final ImportObserver observer;
    private final Turns turns = new Turns();

    /** Waits until the state has reached a revision, or until that took too long. */
    @FunctionalInterface
    public interface Awaiting {

        /** Waits. */
        void until(long revision, Duration longest);
    }

    /** Creates a writer; {@code await} waits until the state has reached a revision. */
    public ImportWriter(Registry registry, RecordCodec codec, InstantSource clock, Supplier<ControlState> state,
            Awaiting await, ImportObserver observer) {
        this.registry = registry;
        this.codec = codec;
        this.clock = clock;
        this.state = state;
        this.await = await;
        this.observer = observer;
    }

    /**
     * What became of a batch.
     *
     * @param free    services about which nothing is held any more
     * @param failure why nothing was written; empty when it was
     */
    record Outcome(int written, List<ImportGuard.HeldUpdate> held, Set<String> free, List<Refused> refused,
            String failure) {}

    /** Applies a batch, unless one of the {@code fence} does not hold at the moment of a write: then {@link #FENCED}. */
    Outcome apply(Batch batch, List<Compare> fence) {
        List<Refused> refused = new ArrayList<>();
        List<ServiceEntrySpec> entries = entries(batch, refused);
        List<TrafficShiftSpec> shifts = shifts(batch, refused);
        try (Turns.Turn _ = turns.take(changed(batch.getPeer(), shifts), Set.of())) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                ControlState now = state.get();
                Map<String, ServiceEntrySpec> current = current(now, batch.getPeer());
                ImportGuard.Verdict verdict = ImportGuard.judge(current, newer(current, entries),
                        removals(batch, current));
                List<Change> changes = changes(now, batch.getPeer(), verdict);
                newShifts(now, shifts, changes);
                String failure = commit(changes, fence);
                if (failure == null) {
                    return new Outcome(changes.size(), verdict.held(), free(batch, verdict), refused, "");
                }
                if (!failure.equals(CONFLICT)) {
                    return new Outcome(0, List.of(), Set.of(), refused, failure);
                }
            }
            return new Outcome(0, List.of(), Set.of(), refused, "somebody else keeps writing the same imports");
        }
    }

    Outcome release(String peer, ImportGuard.HeldUpdate update) {
        try (Turns.Turn _ = turns.take(changed(peer, List.of()), Set.of())) {
            ControlState now = state.get();
            List<ServiceEntrySpec> writes = update.entry() == null ? List.of() : List.of(update.entry());
            List<Change> changes = changes(now, peer,
                    new ImportGuard.Verdict(writes, update.removals(), List.of()));
            String failure = commit(changes, List.of());
            return new Outcome(changes.size(), List.of(), Set.of(), List.of(), failure == null ? "" : failure);
        }
    }

    private static Set<String> changed(String peer, List<TrafficShiftSpec> shifts) {
        Set<String> changed = new HashSet<>(Set.of("imports of " + peer));
        shifts.forEach(shift -> changed.add(RegistryKeys.shift(shift.scope().path())));
        return changed;
    }

    /** The failure of a batch whose sender may not write any more. */
    static final String FENCED = "another registry-sync leads";

    private static final String CONFLICT = "conflict";

    private record Change(Kind kind, String name, @Nullable Resource before, @Nullable Resource after,
            String author) {}

    private static List<ServiceEntrySpec> entries(Batch batch, List<Refused> refused) {
        List<ServiceEntrySpec> good = new ArrayList<>();
        for (ServiceEntry entry : batch.getEntriesList()) {
            switch (ImportRecords.entry(batch.getPeer(), entry)) {
                case Decoded.Valid<ServiceEntrySpec>(ServiceEntrySpec spec) -> good.add(spec);
                case Decoded.Invalid<ServiceEntrySpec>(List<Violation> violations) ->
                    refused.add(refusal(batch.getPeer(), entry.getService(), violations));
            }
        }
        return good;
    }

    private static List<TrafficShiftSpec> shifts(Batch batch, List<Refused> refused) {
        List<TrafficShiftSpec> good = new ArrayList<>();
        for (TrafficShift shift : batch.getShiftsList()) {
            switch (ReplicatedRecords.fromProto(shift)) {
                case Decoded.Valid<TrafficShiftSpec>(TrafficShiftSpec spec) -> good.add(spec);
                case Decoded.Invalid<TrafficShiftSpec>(List<Violation> violations) ->
                    refused.add(refusal(batch.getPeer(), shift.getScope(), violations));
            }
        }
        return good;
    }

    private static Refused refusal(String peer, String name, List<Violation> violations) {
        return Refused.newBuilder().setPeer(peer).setName(name)
                .setReason(violations.stream().map(Violation::message).collect(Collectors.joining("; "))).build();
    }

    private static Map<String, ServiceEntrySpec> current(ControlState state, String peer) {
        Map<String, ServiceEntrySpec> current = new HashMap<>();
        state.all(Kind.SERVICE_ENTRY).forEach((_, resource) -> {
            if (resource.spec() instanceof ServiceEntrySpec entry && entry.idc().equals(peer)) {
                current.put(entry.service(), entry);
            }
        });
        return current;
    }

    private static List<ServiceEntrySpec> newer(Map<String, ServiceEntrySpec> current,
            List<ServiceEntrySpec> entries) {
        return entries.stream().filter(entry -> {
            ServiceEntrySpec before = current.get(entry.service());
            return before == null || entry.version().compareTo(before.version()) >= 0;
        }).toList();
    }

    /** A service that was said but whose record was refused is not gone. */
    private static Set<String> removals(Batch batch, Map<String, ServiceEntrySpec> current) {
        Set<String> removals = new TreeSet<>(batch.getRemovedList());
        removals.retainAll(current.keySet());
        if (batch.getFull()) {
            removals.addAll(current.keySet());
            batch.getEntriesList().forEach(entry -> removals.remove(entry.getService()));
        }
        return removals;
    }

    private static Set<String> free(Batch batch, ImportGuard.Verdict verdict) {
        Set<String> free = new HashSet<>(verdict.removals());
        verdict.writes().forEach(entry -> free.add(entry.service()));
        if (batch.getFull()) {
            free.add("");
        }
        verdict.held().forEach(held -> free.remove(held.service()));
        return free;
    }

    private List<Change> changes(ControlState now, String peer, ImportGuard.Verdict verdict) {
        List<Change> changes = new ArrayList<>();
        for (ServiceEntrySpec entry : verdict.writes()) {
            String name = entry.resourceName();
            Resource before = now.get(Kind.SERVICE_ENTRY, name);
            if (before == null || !before.spec().equals(entry)) {
                changes.add(new Change(Kind.SERVICE_ENTRY, name, before, Resource.of(name, entry), "sync:" + peer));
            }
        }
        for (String service : verdict.removals()) {
            String name = service + "." + peer;
            Resource before = now.get(Kind.SERVICE_ENTRY, name);
            if (before != null) {
                changes.add(new Change(Kind.SERVICE_ENTRY, name, before, null, "sync:" + peer));
            }
        }
        return changes;
    }

    private void newShifts(ControlState now, List<TrafficShiftSpec> shifts, List<Change> changes) {
        for (TrafficShiftSpec shift : shifts) {
            TrafficShiftSpec before = now.shift(shift.scope());
            boolean wins = before == null || !Shifts.newer(before, shift);
            if (wins) {
                String name = shift.scope().resourceName();
                changes.add(new Change(Kind.TRAFFIC_SHIFT, name, now.get(Kind.TRAFFIC_SHIFT, name),
                        Resource.of(name, shift), String.valueOf(shift.author())));
                if (before != null) {
                    tellLoss(before, shift);
                }
            }
        }
    }

    /** Two IDCs wrote at once: the author of the one that loses must learn of it. */
    private void tellLoss(TrafficShiftSpec before, TrafficShiftSpec winner) {
        Generation lost = before.generation();
        Generation won = winner.generation();
        if (lost != null && won != null && lost.counter() == won.counter()) {
            observer.shiftLost(winner.scope().path(), winner.author() + " (" + won + ")",
                    before.author() + " (" + lost + ")");
        }
    }

    /** Returns null when everything is written, {@link #CONFLICT}, or why nothing more can be. */
    private @Nullable String commit(List<Change> changes, List<Compare> fence) {
        for (int from = 0; from < changes.size(); from += CHUNK) {
            List<Compare> compares = new ArrayList<>(fence);
            List<Operation> operations = new ArrayList<>();
            for (Change change : changes.subList(from, Math.min(from + CHUNK, changes.size()))) {
                String key = ResourceKeys.keyOf(change.kind, change.name);
                Resource before = change.before;
                compares.add(new Compare(key, before == null ? 0 : before.metadata().revision()));
                operations.add(change.after == null
                        ? Operation.delete(key)
                        : Operation.put(key, codec.write(change.after, null, change.author, clock.instant())));
            }
            switch (registry.commit(new Transaction(compares, operations))) {
                case CommitResult.Committed(long revision) -> await.until(revision, CATCH_UP);
                case CommitResult.Conflict(var current) when !Term.holds(fence, current) -> {
                    return FENCED;
                }
                case CommitResult.Conflict(var current) -> {
                    long newest = current.stream().mapToLong(entry -> entry.modRevision()).max().orElse(0);
                    await.until(newest, CATCH_UP);
                    return CONFLICT;
                }
                case CommitResult.Unavailable(var since, var reason, var _) -> {
                    return "registry unavailable since " + since + ": " + reason;
                }
            }
        }
        return null;
    }
}
