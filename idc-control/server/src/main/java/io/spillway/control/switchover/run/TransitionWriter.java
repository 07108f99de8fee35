package io.spillway.control.switchover.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.spillway.control.audit.AuditTrail;
import io.spillway.control.service.Consent;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.switchover.plan.Rules;
import io.spillway.control.switchover.plan.Ruling;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.model.switchover.SwitchWrite;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes transitions: the record, the shifts of a step, the locks and the audit in one transaction, if all that they were made
 * from still stands. So it does not matter how many coordinate. A transition is over when the state has it. Blocks; safe for
 * use by any thread.
 */
final class TransitionWriter {

    private static final Duration CATCH_UP = Duration.ofSeconds(3);

    private final String idc;
    private final String node;
    private final Registry registry;
    private final RecordCodec codec;
    private final InstantSource clock;
    private final Stand state;
    private final Standings standings;
    private final AuditTrail trail;

    TransitionWriter(Place place, Registry registry, RecordCodec codec, InstantSource clock, Stand state,
            AuditTrail trail) {
        this.idc = place.idc();
        this.node = place.toString();
        this.registry = registry;
        this.codec = codec;
        this.clock = clock;
        this.state = state;
        this.standings = new Standings(registry, state);
        this.trail = trail;
    }

    /** Who writes. */
    record Place(String idc, String node) {

        /** As in "idc-a/control-1". */
        @Override
        public String toString() {
            return idc + "/" + node;
        }
    }

    /**
     * Who asked, and what the judgement of it leans on.
     *
     * @param who for the audit
     * @param leansOn revisions by key that must still be so; 0 for absent
     * @param marks keys among them that are written anew
     * @param consent of another person, which is used up; null where nobody had to give one
     */
    record Ground(AuditRecord.Who who, Map<String, Long> leansOn, Set<String> marks, @Nullable Consent consent) {

        Ground(AuditRecord.Who who, Map<String, Long> leansOn, Set<String> marks) {
            this(who, leansOn, marks, null);
        }

        Ground {
            leansOn = Map.copyOf(leansOn);
            marks = Set.copyOf(marks);
        }
    }

    /** Waits until the state has a record that the registry has; false when the registry has none, or does not answer. */
    boolean arrives(String id) {
        return standings.arrives(id);
    }

    /** Returns the ground of what the system itself does. */
    Ground own() {
        return new Ground(new AuditRecord.Who(node, "", ""), Map.of(), Set.of());
    }

    /** Writes a record that did not exist. */
    Written create(String id, SwitchOverSpec drafted, Ground ground) {
        Resource record = Resource.of(id, drafted);
        return commit(new Attempt(record, 0, new SwitchWrite(drafted, List.of(), Set.of(), Set.of()),
                Map.of(), "plan", drafted.reason()), ground);
    }

    /** Writes what an event makes of what stands. */
    Written happen(Resource standing, SwitchOverEvent event, Ground ground) {
        return attempt(standing, event.kind().word(), event.detail(), ground,
                (stands, now) -> SwitchWrite.of(stands, event, now, idc, node));
    }

    /**
     * Writes the shifts of a step, if the safety rules still allow them beside all other shifts. What brings back what stood
     * before is not judged: it stood.
     */
    Written push(Resource standing, @Nullable StepFigures before) {
        try {
            long mark = registry.get(ResourceKeys.EXCLUSION).map(KeyValue::modRevision).orElse(0L);
            // Whoever excluded before must be in the state that is judged: the comparison alone would not find him.
            return !state.await(mark, CATCH_UP)
                    ? deaf()
                    : attempt(standing, "pushed", "", own(),
                            (stands, now) -> SwitchWrite.shifts(stands, before, now, idc, node), mark);
        } catch (RegistryUnavailableException away) {
            return new Written.Unavailable(away.since(), String.valueOf(away.getMessage()), false);
        }
    }

    private Written deaf() {
        return new Written.Unavailable(clock.instant(), Standings.deaf(state), false);
    }

    private interface Making {

        SwitchWrite.Made make(SwitchWrite.Standing standing, Instant now);
    }

    /** What is to be written, and what it was made from. */
    private record Attempt(Resource record, long revision, SwitchWrite write, Map<String, Long> made, String event,
            String detail) {}

    private Written attempt(Resource standing, String event, String detail, Ground ground, Making making) {
        return attempt(standing, event, detail, ground, making, -1);
    }

    /** {@code mark}: revision of the key that every excluding shift puts anew; below 0 where no shifts are written. */
    private Written attempt(Resource standing, String event, String detail, Ground ground, Making making, long mark) {
        if (!(standing.spec() instanceof SwitchOverSpec spec)) {
            throw new IllegalArgumentException(standing.title() + " (expected: a SwitchOver)");
        }
        try {
            Map<String, Long> made = new HashMap<>();
            SwitchWrite.Standing stands = standings.of(standing.name(), spec, made);
            SwitchWrite.Made result = making.make(stands, clock.instant());
            if (!(result instanceof SwitchWrite.Made.Write) && standings.behind(standing)) {
                return new Written.Overtaken(standing.title());
            }
            return switch (result) {
                case SwitchWrite.Made.Unchanged(String why) -> new Written.Unchanged(standing, why);
                case SwitchWrite.Made.Refused(var reason, String why) -> new Written.Refused(reason, why);
                case SwitchWrite.Made.Held(String what, String by) -> new Written.Held(what, by);
                case SwitchWrite.Made.Write(SwitchWrite write) -> {
                    Ruling ruling = mark < 0 || goesBack(write)
                            ? null
                            : Rules.shifts(write.shifts(), state.get());
                    yield ruling instanceof Ruling.Refused(WriteResult.Guarded guarded, var _)
                            ? new Written.Forbidden(guarded.guard(), guarded.detail())
                            : commit(
                                    new Attempt(standing.withSpec(write.record()), standing.metadata().revision(),
                                            write,
                                            made, event, detail),
                                    ruling == null ? ground : leaning(ground, ruling, mark));
                }
            };
        } catch (RegistryUnavailableException away) {
            return new Written.Unavailable(away.since(), String.valueOf(away.getMessage()), false);
        }
    }

    private static boolean goesBack(SwitchWrite write) {
        SwitchOverStatus status = write.record().status();
        return status != null && status.state() == SwitchOverState.ROLLING_BACK;
    }

    private Ground leaning(Ground ground, Ruling ruling, long mark) {
        ControlState now = state.get();
        Map<String, Long> leansOn = new HashMap<>(ground.leansOn());
        ruling.ground().leansOn().forEach(each -> {
            Resource found = now.get(each.kind(), each.name());
            leansOn.put(ResourceKeys.keyOf(each.kind(), each.name()), found == null ? 0 : found.metadata().revision());
        });
        ruling.ground().marks().forEach(key -> leansOn.put(key, mark));
        return new Ground(ground.who(), leansOn, ruling.ground().marks(), ground.consent());
    }

    private Written commit(Attempt attempt, Ground ground) {
        Instant now = clock.instant();
        Resource record = attempt.record();
        String key = ResourceKeys.keyOf(Kind.SWITCH_OVER, record.name());
        Map<String, Long> conditions = new HashMap<>(ground.leansOn());
        conditions.putAll(attempt.made());
        conditions.put(key, attempt.revision());
        List<Operation> operations = new ArrayList<>();
        operations.add(Operation.put(key, codec.write(record, previous(key, attempt.revision()),
                ground.who().actor(), now)));
        for (TrafficShiftSpec shift : attempt.write().shifts()) {
            String shiftKey = RegistryKeys.shift(shift.scope().path());
            operations.add(Operation.put(shiftKey, codec.write(Resource.of(shift.scope().resourceName(), shift),
                    previous(shiftKey, conditions.getOrDefault(shiftKey, 0L)), String.valueOf(shift.author()), now)));
        }
        byte[] holder = record.name().getBytes(StandardCharsets.UTF_8);
        attempt.write().taken()
                .forEach(lock -> operations.add(Operation.put(RegistryKeys.switchOverLock(lock), holder)));
        attempt.write().released().forEach(lock -> operations.add(Operation.delete(RegistryKeys.switchOverLock(lock))));
        ground.marks().forEach(mark -> operations.add(Operation.put(mark, new byte[0])));
        Consent consent = ground.consent();
        if (consent != null) {
            conditions.put(consent.stands().key(), consent.revision());
            operations.add(consent.used());
        }
        List<Compare> compares = conditions.entrySet().stream()
                .map(condition -> new Compare(condition.getKey(), condition.getValue())).toList();
        return switch (trail.commit(compares, operations, deed(attempt, ground))) {
            case CommitResult.Committed(long revision) -> {
                boolean _ = state.await(revision, CATCH_UP);
                yield new Written.Done(record.withRevision(revision), revision);
            }
            case CommitResult.Conflict(List<KeyValue> current) -> overtaken(conditions, current);
            case CommitResult.Unavailable(var since, String reason, boolean unknown) ->
                new Written.Unavailable(since, reason, unknown);
        };
    }

    private byte @Nullable [] previous(String key, long revision) {
        return revision == 0 ? null : registry.get(key).map(KeyValue::value).orElse(null);
    }

    private static AuditRecord.Deed deed(Attempt attempt, Ground ground) {
        List<AuditRecord.Touched> objects = new ArrayList<>();
        objects.add(new AuditRecord.Touched(Kind.SWITCH_OVER.plural() + "/" + attempt.record().name(),
                attempt.revision()));
        attempt.write().shifts().forEach(shift -> objects.add(new AuditRecord.Touched(
                Kind.TRAFFIC_SHIFT.plural() + "/" + shift.scope().resourceName(),
                attempt.made().getOrDefault(RegistryKeys.shift(shift.scope().path()), 0L))));
        SwitchOverStatus status = attempt.write().record().status();
        Consent consent = ground.consent();
        if (consent != null) {
            objects.add(new AuditRecord.Touched(consent.object(), consent.revision()));
            return new AuditRecord.Deed(ground.who(), attempt.event(), objects, consent.hash(), consent.approver(),
                    attempt.detail(), status == null ? "" : status.state().name(), null);
        }
        SwitchOverPlan plan = status == null ? null : status.plan();
        String approver = status == null || status.approvals().isEmpty() ? "" : status.approvals().getLast().by();
        return new AuditRecord.Deed(ground.who(), attempt.event(), objects, plan == null ? "" : plan.hash(), approver,
                attempt.detail(), status == null ? "" : status.state().name(), null);
    }

    private Written overtaken(Map<String, Long> conditions, List<KeyValue> current) {
        Map<String, KeyValue> found = new HashMap<>();
        current.forEach(entry -> found.put(entry.key(), entry));
        String what = conditions.entrySet().stream()
                .filter(condition -> !condition.getValue().equals(Optional.ofNullable(found.get(condition.getKey()))
                        .map(KeyValue::modRevision).orElse(0L)))
                .map(Map.Entry::getKey).findFirst().orElse("the audit");
        long newest = current.stream().mapToLong(KeyValue::modRevision).max().orElse(0);
        boolean _ = state.await(newest, CATCH_UP);
        return new Written.Overtaken(what);
    }
}
