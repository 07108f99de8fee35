package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.spillway.control.audit.AuditTrail;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Notes;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.turn.Turns;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.record.ReplicatedRecords;
import io.spillway.wire.record.UnfinishedRecord;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Refused;
import io.spillway.wire.v1.ServiceEntry;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a peer declares, by compare-and-set against the state; older versions and generations lose. What guards hold, and
 * what they must remember, is written with it, so that all control nodes see the same. A batch that fits one transaction is
 * written whole or not at all; a longer one in {@link Pieces}, with a mark that stays when it is interrupted. Blocks. Peers do
 * not wait for each other: batches take turns when they are of one peer, for the guards count all that stands of it, or when
 * they bring a shift of the same scope, of which the newest must stay. Against other nodes the comparison decides.
 */
public final class ImportWriter {

    private static final int ATTEMPTS = 5;
    private static final Duration CATCH_UP = Duration.ofSeconds(2);
    /** The failure of a batch whose sender may not write any more. */
    static final String FENCED = "another registry-sync leads";

    private static final String CONFLICT = "conflict";

    private final String ownIdc;
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

    /** Where a writer reads: the newest state, and waiting for it to reach a revision. */
    public record Source(Supplier<ControlState> state, Awaiting await) {}

    /** Creates a writer for this IDC. */
    public ImportWriter(String ownIdc, Registry registry, RecordCodec codec, InstantSource clock, Source source,
            ImportObserver observer) {
        this.ownIdc = ownIdc;
        this.registry = registry;
        this.codec = codec;
        this.clock = clock;
        this.state = source.state();
        this.await = source.await();
        this.observer = observer;
    }

    /**
     * What became of a batch.
     *
     * @param held    all that guards hold of it
     * @param fresh   services of these that the same guard did not hold before
     * @param confirmed services of which what was held is applied, because the origin confirmed it
     * @param asks    about which services the origin is to be asked, by what is held
     * @param failure why it is not written, or not to its end; empty when it is
     */
    record Outcome(int written, List<ImportGuard.HeldUpdate> held, Set<String> fresh, List<Refused> refused,
            String failure, List<String> confirmed, Map<String, List<String>> asks) {

        static Outcome failed(List<Refused> refused, String failure, List<String> confirmed) {
            return new Outcome(0, List.of(), Set.of(), refused, failure, confirmed, Map.of());
        }
    }

    /** Returns all that is in use of all peers, as they would declare it; but for what is held, of which they said otherwise. */
    List<ServiceEntry> known() {
        ControlState now = state.get();
        return now.sorted(Kind.SERVICE_ENTRY).stream().map(resource -> (ServiceEntrySpec) resource.spec())
                .filter(entry -> !isHeld(now.notes().held().of(entry.idc()), entry.service()))
                .map(ReplicatedRecords::toProto).toList();
    }

    private static boolean isHeld(Map<String, HeldRecord> held, String service) {
        HeldRecord list = held.get("");
        return held.containsKey(service) || (list != null && list.removed().contains(service));
    }

    /**
     * Writes a batch, as long as the conditions hold: they are part of every transaction. At most twenty.
     *
     * @param after for so long a hold must have stood before its origin may confirm it
     */
    Outcome apply(Batch batch, List<Compare> conditions, Duration after) {
        String peer = batch.getPeer();
        Said said = Said.of(batch);
        List<String> confirmed = confirm(batch, said, conditions, after);
        Map<String, Long> found = new HashMap<>();
        try (Turns.Turn _ = turns.take(changed(peer, said.shifts()), Set.of())) {
            boolean begun = false;
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                ControlState now = state.get();
                Instant at = clock.instant();
                Standing standing = Standing.of(now, peer, at);
                Said newer = said.newerThan(standing, peer);
                ImportGuard.Verdict verdict = ImportGuard.judge(standing, newer.entries(),
                        Said.removals(batch, standing));
                ImportEdits.Seen seen = seen(now, found);
                List<Refused> refused = new ArrayList<>(newer.refused());
                ShiftEdits shifts = ShiftEdits.of(now, newer.shifts(), ownIdc, codec, seen, at);
                // What moves traffic does not wait for the rest of a long batch.
                List<List<Edit>> steps = new ArrayList<>(shifts.steps());
                steps.addAll(SwitchEdits.of(now, peer, batch.getSwitchOversList(), codec, seen, at, refused));
                steps.addAll(ProgressEdits.of(now, peer, batch.getProgressList(), seen, refused));
                HeadEdits heads = HeadEdits.of(now, peer, batch.getHeadsList(), seen, refused);
                steps.addAll(heads.steps());
                // Removals of long ago are looked for where removals are made or everything is looked at anyway.
                steps.addAll(new ImportEdits(now, peer, standing, codec, seen).of(verdict,
                        batch.getFull() || !verdict.removals().isEmpty()));
                List<List<Edit>> pieces = Pieces.of(steps);
                UnfinishedRecord mark = now.notes().unfinished().get(peer, "");
                // Another batch than the interrupted one says nothing about what that one lacks.
                boolean own = batch.getFull() || mark == null || begun;
                begun = own && (begun || pieces.size() > 1);
                Marking marking = own ? Marking.of(peer, pieces, mark, seen, at) : Marking.NONE;
                String failure = commit(pieces, new Conditions(conditions, List.of(), this::plain), marking, found);
                if (failure == null) {
                    shifts.losses().forEach(loss -> observer.shiftLost(loss.scope(),
                            loss.record().winnerAuthor() + " (" + loss.record().winner() + ")",
                            loss.record().loserAuthor() + " (" + loss.record().loser() + ")"));
                    if (!heads.fault().isEmpty()) {
                        observer.auditNotExtended(peer, heads.fault());
                    }
                    return new Outcome(steps.size(), verdict.held(), fresh(standing, verdict), refused, "", confirmed,
                            asks(standing, verdict, after));
                }
                if (!failure.equals(CONFLICT)) {
                    return Outcome.failed(refused, failure, confirmed);
                }
            }
            return Outcome.failed(said.refused(), "somebody else keeps writing the same imports", confirmed);
        }
    }

    /**
     * Applies the newest that the origin said of what is held. When it says something else than at the beginning, of which the
     * operator cannot know, nothing more is written and the answer says what is held now.
     */
    ReleaseResult release(String peer, String service, AuditTrail.Recorded recorded) {
        return release(peer, service, null, new Conditions(List.of(), List.of(), recorded));
    }

    /** Applies what the origin confirms of what is held; what cannot be applied stays held. */
    private List<String> confirm(Batch batch, Said said, List<Compare> conditions, Duration after) {
        Map<String, HeldRecord> held = state.get().notes().held().of(batch.getPeer());
        return Confirmations.of(batch, said.entries(), held, clock.instant(), after).stream()
                .filter(service -> release(batch.getPeer(), service, held.get(service),
                        new Conditions(conditions, List.of(), this::plain)) instanceof ReleaseResult.Released)
                .toList();
    }

    private static Map<String, List<String>> asks(Standing standing, ImportGuard.Verdict verdict, Duration after) {
        Map<String, List<String>> asks = new HashMap<>();
        verdict.held().forEach(update -> asks.put(update.service(), Confirmations.asks(update.service(),
                standing.held().get(update.service()), standing.now(), after)));
        return asks;
    }

    private ReleaseResult release(String peer, String service, @Nullable HeldRecord expected,
            Conditions conditions) {
        Map<String, Long> found = new HashMap<>();
        HeldRecord meant = expected;
        try (Turns.Turn _ = turns.take(changed(peer, List.of()), Set.of())) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                ControlState now = state.get();
                HeldRecord held = now.notes().held().get(peer, service);
                if (held == null) {
                    return new ReleaseResult.NothingHeld(peer, service);
                }
                if (meant != null && !(held.guard().equals(meant.guard()) && held.detail().equals(meant.detail()))) {
                    return new ReleaseResult.HeldOtherwise(peer, service, held.guard(), held.detail());
                }
                meant = held;
                Standing standing = Standing.of(now, peer, clock.instant());
                ImportEdits.Seen seen = seen(now, found);
                List<List<Edit>> pieces = Pieces.of(
                        new ImportEdits(now, peer, standing, codec, seen).ofRelease(service, held));
                String key = RegistryKeys.held(peer, service);
                String failure = commit(pieces,
                        new Conditions(conditions.fences(), List.of(new Compare(key, seen.revision(key))),
                                conditions.committing()),
                        Marking.NONE, found);
                if (failure == null) {
                    return new ReleaseResult.Released(updates(pieces));
                }
                if (!failure.equals(CONFLICT)) {
                    return new ReleaseResult.NotReleased(failure);
                }
            }
            return new ReleaseResult.NotReleased("somebody else keeps writing the same imports");
        }
    }

    private static int updates(List<List<Edit>> pieces) {
        return (int) pieces.stream().flatMap(List::stream)
                .filter(edit -> edit.operation().key().startsWith(RegistryKeys.IMPORTS)).count();
    }

    private static Set<String> fresh(Standing standing, ImportGuard.Verdict verdict) {
        Set<String> fresh = new HashSet<>();
        for (ImportGuard.HeldUpdate update : verdict.held()) {
            HeldRecord before = standing.held().get(update.service());
            if (before == null || !before.guard().equals(update.guard())) {
                fresh.add(update.service());
            }
        }
        return fresh;
    }

    private static Set<String> changed(String peer, List<TrafficShiftSpec> shifts) {
        Set<String> changed = new HashSet<>(Set.of("imports of " + peer));
        shifts.forEach(shift -> changed.add(RegistryKeys.shift(shift.scope().path())));
        return changed;
    }

    /** A note that cannot be read is not in the state, but stands in a revision that a conflict has told. */
    private static ImportEdits.Seen seen(ControlState now, Map<String, Long> found) {
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
    private record Conditions(List<Compare> fences, List<Compare> standing, AuditTrail.Recorded committing) {

        List<Compare> all() {
            List<Compare> all = new ArrayList<>(fences);
            all.addAll(standing);
            return all;
        }
    }

    /** Returns null when everything is written, {@link #CONFLICT}, or why nothing more can be. */
    private @Nullable String commit(List<List<Edit>> pieces, Conditions conditions, Marking marking,
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
                    await.until(revision, CATCH_UP);
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
    private CommitResult plain(List<Compare> compares, List<Operation> operations) {
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
            await.until(registry.range(RegistryKeys.UNFINISHED).revision(), CATCH_UP);
        } catch (RegistryUnavailableException away) {
            return "registry unavailable since " + away.since() + ": " + away.getMessage();
        }
        return CONFLICT;
    }
}
