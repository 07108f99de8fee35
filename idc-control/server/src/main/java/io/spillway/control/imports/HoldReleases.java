package io.spillway.control.imports;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.audit.AuditTrail;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.turn.Turns;
import io.spillway.registry.Compare;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.v1.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Ends holds: what the origin said newest is applied, because an operator says that it is meant or because the origin confirms it.
 * Batches of the peer wait meanwhile. Safe for all threads; blocks.
 */
final class HoldReleases {

    private final ImportCommits commits;
    private final RecordCodec codec;
    private final InstantSource clock;
    private final Turns turns;

    /** Creates it; {@code turns} are those of the batches. */
    HoldReleases(ImportCommits commits, RecordCodec codec, InstantSource clock, Turns turns) {
        this.commits = commits;
        this.codec = codec;
        this.clock = clock;
        this.turns = turns;
    }

    /**
     * Applies the newest that the origin said of what is held. When it says something else than at the beginning, of which the
     * operator cannot know, nothing more is written and the answer says what is held now.
     */
    ReleaseResult release(String peer, String service, AuditTrail.Recorded recorded) {
        return release(peer, service, null, new ImportCommits.Conditions(List.of(), List.of(), recorded));
    }

    /** Applies what the origin confirms of what is held; what cannot be applied stays held. */
    List<String> confirm(Batch batch, Said said, List<Compare> conditions, Duration after) {
        Map<String, HeldRecord> held = commits.state().notes().held().of(batch.getPeer());
        return Confirmations.of(batch, said.entries(), held, clock.instant(), after).stream()
                .filter(service -> release(batch.getPeer(), service, held.get(service),
                        new ImportCommits.Conditions(conditions, List.of(),
                                commits::plain)) instanceof ReleaseResult.Released)
                .toList();
    }

    private ReleaseResult release(String peer, String service, @Nullable HeldRecord expected,
            ImportCommits.Conditions conditions) {
        Map<String, Long> found = new HashMap<>();
        HeldRecord meant = expected;
        try (Turns.Turn _ = turns.take(ImportWriter.changed(peer, List.of()), Set.of())) {
            for (int attempt = 0; attempt < ImportCommits.ATTEMPTS; attempt++) {
                ControlState now = commits.state();
                HeldRecord held = now.notes().held().get(peer, service);
                if (held == null) {
                    return new ReleaseResult.NothingHeld(peer, service);
                }
                if (meant != null && !(held.guard().equals(meant.guard()) && held.detail().equals(meant.detail()))) {
                    return new ReleaseResult.HeldOtherwise(peer, service, held.guard(), held.detail());
                }
                meant = held;
                Standing standing = Standing.of(now, peer, clock.instant());
                ImportEdits.Seen seen = ImportCommits.seen(now, found);
                List<List<Edit>> pieces = Pieces.of(
                        new ImportEdits(now, peer, standing, codec, seen).ofRelease(service, held));
                String key = RegistryKeys.held(peer, service);
                String failure = commits.commit(pieces,
                        new ImportCommits.Conditions(conditions.fences(), List.of(new Compare(key, seen.revision(key))),
                                conditions.committing()),
                        Marking.NONE, found);
                if (failure == null) {
                    return new ReleaseResult.Released(updates(pieces));
                }
                if (!failure.equals(ImportCommits.CONFLICT)) {
                    return new ReleaseResult.NotReleased(failure);
                }
            }
            return new ReleaseResult.NotReleased(ImportCommits.OVERTAKEN);
        }
    }

    private static int updates(List<List<Edit>> pieces) {
        return (int) pieces.stream().flatMap(List::stream)
                .filter(edit -> edit.operation().key().startsWith(RegistryKeys.IMPORTS)).count();
    }
}
