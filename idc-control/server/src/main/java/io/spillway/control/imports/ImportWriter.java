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
import io.spillway.control.state.RecordCodec;
import io.spillway.control.turn.Turns;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.registry.Compare;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.record.ReplicatedRecords;
import io.spillway.wire.record.UnfinishedRecord;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Refused;
import io.spillway.wire.v1.ServiceEntry;

/**
 * Writes what a peer declares, by compare-and-set against the state; older versions and generations lose. What guards hold, and
 * what they must remember, is written with it, so that all control nodes see the same. A batch that fits one transaction is
 * written whole or not at all; a longer one in {@link Pieces}, with a mark that stays when it is interrupted. Blocks. Peers do
 * not wait for each other: batches take turns when they are of one peer, for the guards count all that stands of it, or when
 * they bring a shift of the same scope, of which the newest must stay. Against other nodes the comparison decides.
 */
public final class ImportWriter {

    private final String ownIdc;
    private final RecordCodec codec;
    private final InstantSource clock;
    private final ImportCommits commits;
    private final HoldReleases releases;
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
        this.codec = codec;
        this.clock = clock;
        this.commits = new ImportCommits(registry, source);
        this.releases = new HoldReleases(commits, codec, clock, turns);
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
        ControlState now = commits.state();
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
        List<String> confirmed = releases.confirm(batch, said, conditions, after);
        Map<String, Long> found = new HashMap<>();
        try (Turns.Turn _ = turns.take(changed(peer, said.shifts()), Set.of())) {
            boolean begun = false;
            for (int attempt = 0; attempt < ImportCommits.ATTEMPTS; attempt++) {
                ControlState now = commits.state();
                Instant at = clock.instant();
                Standing standing = Standing.of(now, peer, at);
                Said newer = said.newerThan(standing, peer);
                ImportGuard.Verdict verdict = ImportGuard.judge(standing, newer.entries(),
                        Said.removals(batch, standing));
                ImportEdits.Seen seen = ImportCommits.seen(now, found);
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
                String failure = commits.commit(pieces,
                        new ImportCommits.Conditions(conditions, List.of(), commits::plain), marking, found);
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
                if (!failure.equals(ImportCommits.CONFLICT)) {
                    return Outcome.failed(refused, failure, confirmed);
                }
            }
            return Outcome.failed(said.refused(), ImportCommits.OVERTAKEN, confirmed);
        }
    }

    /** Ends a hold by an operator's word, see {@link HoldReleases}. */
    ReleaseResult release(String peer, String service, AuditTrail.Recorded recorded) {
        return releases.release(peer, service, recorded);
    }

    /** Returns how edits are committed. */
    ImportCommits commits() {
        return commits;
    }

    private static Map<String, List<String>> asks(Standing standing, ImportGuard.Verdict verdict, Duration after) {
        Map<String, List<String>> asks = new HashMap<>();
        verdict.held().forEach(update -> asks.put(update.service(), Confirmations.asks(update.service(),
                standing.held().get(update.service()), standing.now(), after)));
        return asks;
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

    /** Returns what a batch changes that others must not change meanwhile. */
    static Set<String> changed(String peer, List<TrafficShiftSpec> shifts) {
        Set<String> changed = new HashSet<>(Set.of("imports of " + peer));
        shifts.forEach(shift -> changed.add(RegistryKeys.shift(shift.scope().path())));
        return changed;
    }
}
