package io.spillway.control.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.DeletionNote;
import io.spillway.control.state.HeldRemovals;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.ResourceKeys;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.validation.WriteValidation;
import io.spillway.model.validation.WriteVerdict;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Writes of operators and workloads: judged against the newest state, then compare-and-set in one transaction. Writes of
 * this node take turns; against other nodes the comparison decides. A write that does not name a revision is planned anew
 * when it lost a race, except a TrafficShift: of two operators at once one must be told.
 */
final class Writer {

    private static final int ATTEMPTS = 5;
    private static final Duration CATCH_UP = Duration.ofSeconds(3);

    private final String ownIdc;
    private final Registry registry;
    private final RecordCodec codec;
    private final InstantSource clock;
    private final StateSource state;
    private final Supplier<HeldRemovals> held;
    private final ReentrantLock turn = new ReentrantLock();

    Writer(String ownIdc, Registry registry, RecordCodec codec, InstantSource clock, StateSource state,
            Supplier<HeldRemovals> held) {
        this.ownIdc = ownIdc;
        this.registry = registry;
        this.codec = codec;
        this.clock = clock;
        this.state = state;
        this.held = held;
    }

    WriteResult apply(ApplyRequest asked) {
        WriteResult refused = refuse(asked);
        if (refused != null) {
            return refused;
        }
        ApplyRequest request = new ApplyRequest(FaultTimes.written(asked.resources(), clock.instant()),
                asked.dryRun(), asked.ifMatch(), asked.author());
        Map<Resource, Long> bases = bases(request);
        turn.lock();
        try {
            WriteResult result = attempt(request, bases);
            for (int i = 1; i < ATTEMPTS && result instanceof WriteResult.Conflict && mayRetry(request); i++) {
                result = attempt(request, bases(request));
            }
            return result;
        } finally {
            turn.unlock();
        }
    }

    WriteResult delete(DeleteRequest request) {
        ConnectionState connection = registry.state();
        if (!connection.connected()) {
            return new WriteResult.Unavailable(connection.since(), connection.detail());
        }
        turn.lock();
        try {
            Resource standing = state.get().get(request.kind(), request.name());
            if (standing == null) {
                return new WriteResult.NotFound(request.kind(), request.name());
            }
            String path = request.kind().plural() + "/" + request.name();
            long revision = standing.metadata().revision();
            if (request.ifMatch() != null && request.ifMatch() != revision) {
                return new WriteResult.Stale(path, request.ifMatch(), revision);
            }
            if (standing.spec() instanceof TrafficShiftSpec shift) {
                Resource cleared = standing.withSpec(shift.clear("cleared by " + request.author()));
                return attempt(new ApplyRequest(List.of(cleared), request.dryRun(), null, request.author()),
                        Map.of(cleared, revision));
            }
            return switch (validation().delete(request.kind(), request.name())) {
                case WriteVerdict.Accepted _ -> remove(request, path, revision);
                case WriteVerdict.Invalid(List<Violation> violations) -> new WriteResult.Invalid(violations);
                case WriteVerdict.Guarded(String guard, String detail, Map<String, Long> figures) ->
                    new WriteResult.Guarded(guard, detail, text(figures));
            };
        } finally {
            turn.unlock();
        }
    }

    private WriteResult remove(DeleteRequest request, String path, long revision) {
        if (request.dryRun()) {
            return new WriteResult.Applied(state.get().revision(), List.of(), List.of(), true);
        }
        String key = ResourceKeys.keyOf(request.kind(), request.name());
        return switch (registry.commit(new Transaction(List.of(new Compare(key, revision)),
                List.of(Operation.delete(key), DeletionNote.of(request.author()))))) {
            case CommitResult.Committed(long at) -> {
                state.await(at, CATCH_UP);
                yield new WriteResult.Applied(at, List.of(), List.of(), true);
            }
            case CommitResult.Conflict(List<KeyValue> current) -> conflict(path, key, current);
            case CommitResult.Unavailable(var since, String reason, boolean _) ->
                new WriteResult.Unavailable(since, reason);
        };
    }

    private @Nullable WriteResult refuse(ApplyRequest request) {
        if (request.resources().isEmpty()) {
            return new WriteResult.Invalid(
                    List.of(new Violation("", "no resource", "at least one resource", null)));
        }
        if (request.resources().size() > Transaction.MAX_OPERATIONS) {
            return new WriteResult.Invalid(List.of(new Violation("", request.resources().size() + " resources",
                    "at most " + Transaction.MAX_OPERATIONS + " resources in one write", null)));
        }
        List<Violation> endless = FaultTimes.violations(request.resources(), clock.instant());
        if (!endless.isEmpty()) {
            return new WriteResult.Invalid(endless);
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
            Resource standing = now.get(resource.kind(), resource.name());
            long stands = standing == null ? 0 : standing.metadata().revision();
            long said = resource.metadata().revision();
            bases.put(resource, said == 0 ? stands : said);
        }
        return bases;
    }

    private static boolean mayRetry(ApplyRequest request) {
        return request.ifMatch() == null && request.resources().stream().allMatch(
                resource -> resource.metadata().revision() == 0 && resource.kind() != Kind.TRAFFIC_SHIFT);
    }

    private WriteResult attempt(ApplyRequest request, Map<Resource, Long> bases) {
        ControlState now = state.get();
        List<Planned> plan = new ArrayList<>();
        for (Resource resource : request.resources()) {
            Planned planned = Planned.of(now, resource, bases.getOrDefault(resource, 0L), ownIdc, request.author());
            Long ifMatch = request.ifMatch();
            if (ifMatch != null && request.resources().size() == 1 && ifMatch != planned.standing()) {
                return new WriteResult.Stale(planned.path(), ifMatch, planned.standing());
            }
            if (planned.base() != planned.standing() || lostGeneration(resource, planned)) {
                return conflict(planned.path(), planned.key(), read(planned.key()));
            }
            plan.add(planned);
        }
        WriteResult judged = judge(plan);
        if (judged != null) {
            return judged;
        }
        List<Planned> changes = plan.stream().filter(planned -> !planned.unchanged() || isHeld(planned)).toList();
        if (changes.isEmpty() || request.dryRun()) {
            return applied(plan, now.revision(), !changes.isEmpty(), false);
        }
        return commit(plan, changes, request.author());
    }

    private static boolean lostGeneration(Resource wanted, Planned planned) {
        return wanted.spec() instanceof TrafficShiftSpec shift && shift.generation() != null
                && planned.before() != null && planned.before().spec() instanceof TrafficShiftSpec standing
                && !shift.generation().equals(standing.generation());
    }

    private @Nullable WriteResult judge(List<Planned> plan) {
        return switch (validation().write(plan.stream().map(Planned::after).toList())) {
            case WriteVerdict.Accepted _ -> null;
            case WriteVerdict.Invalid(List<Violation> violations) -> new WriteResult.Invalid(violations);
            case WriteVerdict.Guarded(String guard, String detail, Map<String, Long> figures) ->
                new WriteResult.Guarded(guard, detail, text(figures));
        };
    }

    private WriteResult commit(List<Planned> plan, List<Planned> changes, String author) {
        List<Compare> compares = new ArrayList<>();
        List<Operation> operations = new ArrayList<>();
        for (Planned change : changes) {
            Optional<KeyValue> present = change.before() == null
                    ? Optional.empty()
                    : read(change.key()).stream().findFirst();
            byte[] previous = present.map(KeyValue::value).orElse(null);
            compares.add(new Compare(change.key(),
                    isHeld(change) ? present.map(KeyValue::modRevision).orElse(0L) : change.standing()));
            operations.add(Operation.put(change.key(),
                    codec.write(change.after(), previous, author, clock.instant())));
        }
        return switch (registry.commit(new Transaction(compares, operations))) {
            case CommitResult.Committed(long revision) -> {
                state.await(revision, CATCH_UP);
                yield applied(plan, revision, true, true);
            }
            case CommitResult.Conflict(List<KeyValue> current) -> {
                state.await(current.stream().mapToLong(KeyValue::modRevision).max().orElse(0), CATCH_UP);
                Planned lost = changes.stream().filter(change -> current.stream()
                        .noneMatch(entry -> entry.key().equals(change.key())
                                && entry.modRevision() == change.standing()))
                        .findFirst().orElse(changes.getFirst());
                yield conflict(lost.path(), lost.key(), current);
            }
            case CommitResult.Unavailable(var since, String reason, boolean _) ->
                new WriteResult.Unavailable(since, reason);
        };
    }

    /** What the registry lost comes back when somebody writes it again, as every workload does that is alive. */
    private boolean isHeld(Planned planned) {
        return held.get().ids().contains(new ResourceKeys.Id(planned.after().kind(), planned.after().name()));
    }

    private WriteResult applied(List<Planned> plan, long revision, boolean changed, boolean committed) {
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

    private WriteResult conflict(String path, String key, List<KeyValue> current) {
        Optional<KeyValue> standing = current.stream().filter(entry -> entry.key().equals(key)).findFirst();
        if (standing.isEmpty()) {
            return new WriteResult.Conflict(path, "somebody who deleted it", 0, path + " does not exist any more");
        }
        KeyValue entry = standing.get();
        ResourceKeys.Id id = ResourceKeys.idOf(key);
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

    private static Map<String, String> text(Map<String, Long> figures) {
        Map<String, String> text = new LinkedHashMap<>();
        figures.forEach((name, figure) -> text.put(name, figure.toString()));
        return text;
    }

    private WriteValidation validation() {
        return new WriteValidation(new StateView(state.get()), ownIdc);
    }
}
