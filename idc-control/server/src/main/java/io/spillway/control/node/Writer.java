package io.spillway.control.node;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.audit.AuditTrail;
import io.spillway.control.drill.DueTimes;
import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.Origin;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StateView;
import io.spillway.control.turn.Turns;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.validation.WriteValidation;
import io.spillway.model.validation.WriteVerdict;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Writes of operators and workloads: judged against the newest state, then compare-and-set in one transaction. Writes of this
 * node that have nothing to do with each other go on at the same time, the others in the order in which they came
 * ({@link Turns}); against other nodes the comparison decides, of what is written and of what its judgement leans on. A write
 * that does not name a revision is planned anew when it lost a race, except a TrafficShift: of two operators at once one must
 * be told.
 */
final class Writer {

    private static final int ATTEMPTS = 5;

    private final String ownIdc;
    private final Registry registry;
    private final InstantSource clock;
    private final StateSource state;
    private final Commits commits;
    private final SecondPerson second;
    private final Turns turns = new Turns();

    Writer(String ownIdc, Registry registry, InstantSource clock, StateSource state, Commits commits,
            SecondPerson second) {
        this.ownIdc = ownIdc;
        this.registry = registry;
        this.clock = clock;
        this.state = state;
        this.commits = commits;
        this.second = second;
    }

    WriteResult apply(ApplyRequest asked) {
        WriteResult refused = refuse(asked);
        if (refused != null) {
            return refused;
        }
        ApplyRequest request = asked.writing(FaultTimes.written(asked.resources(), clock.instant()));
        Map<Resource, Long> bases = bases(request);
        Reach reach = Reach.of(request.resources());
        try (Turns.Turn _ = turns.take(reach.changes(), reach.keysLeantOn())) {
            return attempts(request, asked.resources(), reach, bases);
        } catch (RegistryUnavailableException lost) {
            return new WriteResult.Unavailable(lost.since(), String.valueOf(lost.getMessage()));
        }
    }

    WriteResult delete(DeleteRequest request) {
        ConnectionState connection = registry.state();
        if (!connection.connected()) {
            return new WriteResult.Unavailable(connection.since(), connection.detail());
        }
        Reach reach = Reach.ofDeletion(request.kind(), request.name());
        try (Turns.Turn _ = turns.take(reach.changes(), reach.keysLeantOn())) {
            for (int i = 1;; i++) {
                Commits.Looked looked = look(request.dryRun(),
                        keys(Naming.guarding(request.kind(), request.name())));
                if (looked == null) {
                    return behind();
                }
                switch (attempt(request, reach, looked)) {
                    case Attempt.Over(WriteResult result) -> {
                        return result;
                    }
                    case Attempt.Overtaken(WriteResult told) -> {
                        if (i == ATTEMPTS) {
                            return told;
                        }
                    }
                }
            }
        } catch (RegistryUnavailableException lost) {
            return new WriteResult.Unavailable(lost.since(), String.valueOf(lost.getMessage()));
        }
    }

    /** What became of one attempt to delete. */
    private sealed interface Attempt {

        record Over(WriteResult result) implements Attempt {}

        /** Somebody came who perhaps names the thing; the state knows now. */
        record Overtaken(WriteResult told) implements Attempt {}
    }

    private Attempt attempt(DeleteRequest request, Reach reach, Commits.Looked looked) {
        ControlState now = state.get();
        Resource standing = now.get(request.kind(), request.name());
        if (standing == null) {
            return new Attempt.Over(new WriteResult.NotFound(request.kind(), request.name()));
        }
        long revision = standing.metadata().revision();
        if (request.ifMatch() != null && request.ifMatch() != revision) {
            return new Attempt.Over(new WriteResult.Stale(request.kind().plural() + "/" + request.name(),
                    request.ifMatch(), revision));
        }
        if (standing.spec() instanceof TrafficShiftSpec shift) {
            Resource cleared = standing.withSpec(shift.clear("cleared by " + request.author()));
            return new Attempt.Over(
                    attempts(new ApplyRequest(List.of(cleared), request.dryRun(), null, request.author(),
                            request.origin(), request.asker()), List.of(cleared), reach,
                            Map.of(cleared, revision)));
        }
        return switch (validation(now).delete(request.kind(), request.name())) {
            case WriteVerdict.Accepted _ -> remove(request, standing, looked, now);
            case WriteVerdict.Invalid(List<Violation> violations) ->
                new Attempt.Over(new WriteResult.Invalid(violations));
            case WriteVerdict.Guarded(String guard, String detail, Map<String, Long> figures) ->
                new Attempt.Over(new WriteResult.Guarded(guard, detail, text(figures)));
        };
    }

    private Attempt remove(DeleteRequest asked, Resource standing, Commits.Looked looked, ControlState now) {
        if (asked.dryRun()) {
            return new Attempt.Over(new WriteResult.Applied(now.revision(), List.of(), List.of(), true));
        }
        DeleteRequest request = asked;
        switch (second.of(asked, standing, now)) {
            case SecondPerson.Word.Held(WriteResult told) -> {
                return new Attempt.Over(told);
            }
            case SecondPerson.Word.Go(Origin origin, var _) -> request = asked.from(origin);
        }
        long revision = standing.metadata().revision();
        return switch (commits.delete(new ResourceKeys.Id(request.kind(), request.name()), revision, looked,
                new Commits.Act(request.author(), Deeds.of(request, revision), request.origin().consent()))) {
            case Commits.Outcome.Done(long at) ->
                new Attempt.Over(new WriteResult.Applied(at, List.of(), List.of(), true));
            case Commits.Outcome.Failed(WriteResult told) -> new Attempt.Over(told);
            case Commits.Outcome.Outdated(WriteResult told, boolean own) ->
                own ? new Attempt.Over(told) : new Attempt.Overtaken(told);
        };
    }

    /** A dry run promises nothing, so it needs nobody's word. */
    private Commits.@Nullable Looked look(boolean dryRun, Set<String> keys) {
        return dryRun || keys.isEmpty() ? Commits.Looked.FOR_NOBODY : commits.look(keys);
    }

    private static Set<String> keys(Set<Naming> namings) {
        Set<String> keys = new HashSet<>();
        namings.forEach(naming -> keys.add(naming.key()));
        return keys;
    }

    private WriteResult behind() {
        return new WriteResult.Unavailable(clock.instant(),
                "this node does not hear what others write; it has heard up to revision " + state.get().revision());
    }

    private @Nullable WriteResult refuse(ApplyRequest request) {
        if (request.resources().isEmpty()) {
            return new WriteResult.Invalid(
                    List.of(new Violation("", "no resource", "at least one resource", null)));
        }
        boolean recorded = Deeds.concern(request.resources());
        int most = Transaction.MAX_COMPARES - (recorded ? AuditTrail.PLACES : 0)
                - (recorded && request.asker() != null && request.asker().approval() != null ? 1 : 0);
        if (request.resources().size() > most) {
            return new WriteResult.Invalid(List.of(new Violation("", request.resources().size() + " resources",
                    "at most " + most + " resources in one write", null)));
        }
        List<Violation> wrong = new ArrayList<>(FaultTimes.violations(request.resources(), clock.instant()));
        wrong.addAll(DueTimes.violations(request.resources()));
        if (!wrong.isEmpty()) {
            return new WriteResult.Invalid(wrong);
        }
        ConnectionState connection = registry.state();
        return connection.connected()
                ? null
                : new WriteResult.Unavailable(connection.since(), connection.detail());
    }

    /** Returns for each resource the revision on which the author built: as said, or what stands at this moment. */
    private Map<Resource, Long> bases(ApplyRequest request) {
        ControlState now = state.get();
        Map<Resource, Long> bases = new HashMap<>();
        for (Resource resource : request.resources()) {
            long said = resource.metadata().revision();
            bases.put(resource, said == 0 ? standing(now, resource) : said);
        }
        return bases;
    }

    private static long standing(ControlState now, Resource resource) {
        Resource standing = now.get(resource.kind(), resource.name());
        return standing == null ? 0 : standing.metadata().revision();
    }

    /** Returns whether the author builds on nothing in particular, and need not be told who came before him. */
    private static boolean buildsOnNothing(ApplyRequest request) {
        return request.ifMatch() == null && request.resources().stream().allMatch(
                resource -> resource.metadata().revision() == 0 && resource.kind() != Kind.TRAFFIC_SHIFT);
    }

    private WriteResult attempts(ApplyRequest request, List<Resource> given, Reach reach, Map<Resource, Long> bases) {
        boolean anyBase = buildsOnNothing(request);
        for (int i = 1;; i++) {
            Set<String> keys = keys(Naming.lookedFor(request.resources()));
            keys.addAll(MovedTraffic.lockKeys(state.get(), request.resources()));
            Commits.Looked looked = look(request.dryRun(), keys);
            if (looked == null) {
                return behind();
            }
            ControlState now = state.get();
            List<Planned> plan = new ArrayList<>();
            for (Resource resource : request.resources()) {
                long base = anyBase ? standing(now, resource) : bases.getOrDefault(resource, 0L);
                plan.add(Planned.of(now, resource, base, ownIdc, request.author()));
            }
            WriteResult refused = refuse(request, plan, now);
            if (refused != null) {
                return refused;
            }
            List<Planned> changes = plan.stream()
                    .filter(planned -> !planned.unchanged() || commits.isHeld(planned)).toList();
            if (changes.isEmpty() || request.dryRun()) {
                return applied(plan, now.revision(), !changes.isEmpty(), false);
            }
            switch (put(request, changes, given, reach, new Commits.Judged(now, looked))) {
                case Commits.Outcome.Done(long revision) -> {
                    return applied(plan, revision, true, true);
                }
                case Commits.Outcome.Failed(WriteResult told) -> {
                    return told;
                }
                case Commits.Outcome.Outdated(WriteResult told, boolean own) -> {
                    if (i == ATTEMPTS || (own && !anyBase)) {
                        return told;
                    }
                }
            }
        }
    }

    private Commits.Outcome put(ApplyRequest request, List<Planned> changes, List<Resource> given, Reach reach,
            Commits.Judged judged) {
        return switch (second.of(request, changes, given, judged.by())) {
            case SecondPerson.Word.Held(WriteResult told) -> new Commits.Outcome.Failed(told);
            case SecondPerson.Word.Go(Origin origin, Set<ResourceKeys.Id> groups) -> {
                Set<ResourceKeys.Id> leansOn = new HashSet<>(reach.leansOn());
                leansOn.addAll(groups);
                yield commits.put(changes, leansOn, judged, new Commits.Act(request.author(),
                        Deeds.of(request.from(origin), changes), origin.consent()));
            }
        };
    }

    private @Nullable WriteResult refuse(ApplyRequest request, List<Planned> plan, ControlState now) {
        Long ifMatch = request.ifMatch();
        for (int i = 0; i < plan.size(); i++) {
            Planned planned = plan.get(i);
            if (ifMatch != null && plan.size() == 1 && ifMatch != planned.standing()) {
                return new WriteResult.Stale(planned.path(), ifMatch, planned.standing());
            }
            if (planned.base() != planned.standing() || lostGeneration(request.resources().get(i), planned)) {
                return commits.conflict(planned.key());
            }
            WriteResult moved = planned.unchanged() ? null : MovedTraffic.held(now, planned.after());
            if (moved != null) {
                return moved;
            }
        }
        return switch (validation(now).write(plan.stream().map(Planned::after).toList())) {
            case WriteVerdict.Accepted _ -> null;
            case WriteVerdict.Invalid(List<Violation> violations) -> new WriteResult.Invalid(violations);
            case WriteVerdict.Guarded(String guard, String detail, Map<String, Long> figures) ->
                new WriteResult.Guarded(guard, detail, text(figures));
        };
    }

    private static boolean lostGeneration(Resource wanted, Planned planned) {
        return wanted.spec() instanceof TrafficShiftSpec shift && shift.generation() != null
                && planned.before() != null && planned.before().spec() instanceof TrafficShiftSpec standing
                && !shift.generation().equals(standing.generation());
    }

    private static WriteResult applied(List<Planned> plan, long revision, boolean changed, boolean committed) {
        List<Resource> resources = new ArrayList<>();
        List<String> created = new ArrayList<>();
        for (Planned planned : plan) {
            Resource before = planned.before();
            boolean same = planned.unchanged() && before != null;
            resources.add(same ? before : planned.after().withRevision(committed ? revision : planned.standing()));
            if (before == null) {
                created.add(planned.path());
            }
        }
        return new WriteResult.Applied(revision, resources, created, changed);
    }

    private static Map<String, String> text(Map<String, Long> figures) {
        Map<String, String> text = new LinkedHashMap<>();
        figures.forEach((name, figure) -> text.put(name, figure.toString()));
        return text;
    }

    private WriteValidation validation(ControlState now) {
        return new WriteValidation(new StateView(now), ownIdc);
    }
}
