package io.spillway.control.switchover.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import io.spillway.model.resource.Gates;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OnGateFailure;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.switchover.SwitchWrite;
import io.spillway.model.switchover.Work;
import org.jspecify.annotations.Nullable;

/** Histories of one IDC: two switch-overs of one DrGroup, 2 to 16 operators and three nodes at once. */
public final class Histories {

    public static final String HASH = "hash-1";
    public static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");
    public static final List<String> IDS = List.of("evening", "night");
    private static final int MOST_MOVES = 1_500;
    private static final int CALM_MOVES = 4_000;

    private final Random random;
    private final SimRegistry registry;
    private final List<Operator> operators = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private long now;

    Histories(long seed, boolean comparesNothing) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.registry = new SimRegistry(comparesNothing);
        for (String id : IDS) {
            boolean _ = registry.commit(Map.of(), Map.of(Registered.record(id), draft()), 0, "setup");
        }
        int people = 2 + random.nextInt(15);
        for (int i = 0; i < people; i++) {
            operators.add(new Operator("idc-b", "person-" + i, registry, IDS, 4, random));
        }
        for (int i = 0; i < 3; i++) {
            nodes.add(new Node("idc-b", "control-" + i, registry, IDS, random));
        }
        nodes.getFirst().lead(0);
    }

    /** Returns a plan of what stands. */
    public static SwitchOverPlan plan(SwitchWrite.Standing standing) {
        List<TrafficShiftSpec> baseline = standing.shifts().values().stream().filter(shift -> !shift.cleared())
                .toList();
        return new SwitchOverPlan(baseline, List.of("idc-a", "idc-b"), List.of("drgroup/core"), List.of(), Map.of(),
                Double.NaN, "digest", HASH, Registered.time(Duration.ofDays(1).toMillis()), 0);
    }

    SwitchOverSpec draft() {
        return draft(random);
    }

    /** Returns some switch-over that was just asked for. */
    public static SwitchOverSpec draft(Random random) {
        List<Integer> steps = random.nextBoolean() ? List.of(100) : List.of(10, 60, 100);
        SwitchOverSpec asked = new SwitchOverSpec(List.of(CORE), "idc-a", "idc-b", steps, Duration.ofMillis(50),
                new Gates(0.5, 1.5, 80, 0, random.nextBoolean() ? OnGateFailure.PAUSE : OnGateFailure.ROLLBACK),
                random.nextInt(4) == 0 ? SwitchMode.UNGRACEFUL : SwitchMode.GRACEFUL,
                random.nextBoolean() ? "orders-db" : SwitchOverSpec.NO_FENCE, false, Duration.ofDays(3),
                OnExpiry.ALARM,
                "test", null);
        return asked.with(SwitchOverStatus.drafted("idc-b", SwitchOrigin.MANUAL, "author", Registered.time(0)));
    }

    /** Lets everybody move in some order, with deaths and changes of the leader; then lets what was begun come to rest. */
    HistoryCheck run() {
        for (int i = 0; i < MOST_MOVES && !operators.stream().allMatch(Actor::done); i++) {
            trouble();
            now += random.nextInt(20);
            int who = random.nextInt(operators.size() + 2 * nodes.size());
            Actor actor = who < operators.size() ? operators.get(who) : nodes.get((who - operators.size()) / 2);
            actor.move(now);
        }
        settle();
        List<Call> calls = new ArrayList<>();
        operators.forEach(operator -> calls.addAll(operator.calls()));
        return new HistoryCheck(registry.log(), calls, now);
    }

    private void trouble() {
        if (random.nextInt(40) == 0) {
            nodes.get(random.nextInt(nodes.size())).die();
        }
        if (random.nextInt(30) == 0) {
            nodes.get(random.nextInt(nodes.size())).lead(now);
        }
    }

    /** A node that works undisturbed brings everything to where only an operator or time can go on. */
    private void settle() {
        nodes.forEach(Node::calm);
        Node last = nodes.getLast();
        last.lead(now);
        for (int i = 0; i < CALM_MOVES && (busy() || !last.done()); i++) {
            now += 10;
            last.move(now);
        }
    }

    private boolean busy() {
        return IDS.stream().anyMatch(id -> {
            Registered.Seen seen = Registered.read(registry, id);
            return seen != null && busy(seen.standing().record(), seen.standing().shifts()::get, Registered.time(now));
        });
    }

    /** Returns whether a switch-over goes on of itself, soon. */
    public static boolean busy(SwitchOverSpec spec, Function<ShiftScope, @Nullable TrafficShiftSpec> shifts,
            Instant now) {
        return switch (Work.of(spec, shifts, now)) {
            case Work.Idle _ -> false;
            case Work.Until(Instant then) -> !then.isAfter(now.plusSeconds(1));
            default -> true;
        };
    }
}
