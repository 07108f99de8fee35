package io.spillway.wire.document;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.LatencyBuckets;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OnGateFailure;
import io.spillway.model.resource.PauseCause;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.StepPhase;
import io.spillway.model.resource.StepPosition;
import io.spillway.model.resource.StepSide;
import io.spillway.model.resource.SwitchApproval;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.SwitchPause;
import io.spillway.model.resource.SwitchTransition;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.Unconfirmed;
import org.jspecify.annotations.Nullable;

/** Makes up switch-overs, the same ones for the same seed. */
public final class GeneratedSwitchOvers {

    private final RandomGenerator random;

    public GeneratedSwitchOvers(RandomGenerator random) {
        this.random = random;
    }

    /** Returns what a user may have written. */
    public SwitchOverSpec spec() {
        List<ShiftScope> scopes = switch (random.nextInt(3)) {
            case 0 -> List.of(new ShiftScope.IdcScope("idc-a"));
            case 1 -> numbered(i -> new ShiftScope.DrGroupScope("group-" + i));
            default -> numbered(i -> new ShiftScope.ServiceScope("service-" + i));
        };
        int first = 1 + random.nextInt(50);
        Gates gates = new Gates(random.nextInt(200) / 2.0, 1 + random.nextInt(10), 1 + random.nextInt(100),
                random.nextInt(9), one(OnGateFailure.values()));
        return new SwitchOverSpec(scopes, "idc-a", "idc-b", List.of(first, first + 1 + random.nextInt(50)),
                Duration.ofSeconds(random.nextInt(3600)), gates, one(SwitchMode.values()),
                random.nextBoolean() ? SwitchOverSpec.NO_FENCE : "orders-db", random.nextBoolean(),
                Duration.ofMinutes(1 + random.nextInt(4000)), one(OnExpiry.values()), text(), null);
    }

    /** Returns what the state machine may have made of one. */
    public SwitchOverStatus status() {
        List<SwitchTransition> history = numbered(i -> new SwitchTransition(i, instant(), one(SwitchOverState.values()),
                one(SwitchOverState.values()), position(), text(), text(), random.nextBoolean() ? "" : text()));
        return new SwitchOverStatus(generation(), random.nextLong(1L << 40), one(SwitchOverState.values()), position(),
                maybe(() -> new SwitchPause(one(PauseCause.values()), one(SwitchOverState.values()), text())),
                one(SwitchOrigin.values()), text(), maybe(this::plan),
                numbered(i -> new SwitchApproval("person-" + i, instant(), text())), random.nextBoolean(),
                numbered(i -> new Unconfirmed("thing-" + i, "idc-a", text(), maybe(this::text))),
                random.nextBoolean() ? Map.of() : Map.of("drgroup/core", generation()), maybe(this::figures), instant(),
                maybe(this::instant), maybe(this::instant), history,
                numbered(i -> new SwitchCheck("item-" + i, one(SwitchCheck.Outcome.values()), text(), text(), text())));
    }

    /** Returns what an IDC may say of its part of one. */
    public SwitchOverProgress progress() {
        Map<String, Generation> shifts = new LinkedHashMap<>();
        Map<String, Double> served = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            shifts.put("drgroup/group-" + i, generation());
            served.put("idc-" + i, random.nextInt(10_000) / 8.0);
        }
        int fleet = random.nextInt(5000);
        MeasuredTraffic traffic = new MeasuredTraffic(random.nextInt(10_000) / 8.0, random.nextInt(100) / 8.0,
                random.nextInt(10) / 8.0, served,
                random.nextBoolean() ? List.of() : random.longs(LatencyBuckets.COUNT, 0, 1L << 40).boxed().toList());
        long sequence = random.nextLong(1L << 40);
        return new SwitchOverProgress("evening-" + random.nextInt(9), "idc-b", generation(), sequence,
                shifts, fleet, fleet == 0 ? 0 : random.nextInt(fleet),
                random.nextBoolean() ? List.of() : numbered(i -> "gw-" + i + " (pending for 12 s)"), traffic,
                instant(), random.nextBoolean() ? Map.of() : Map.of("idc-a", random.nextInt(10_000) / 8.0),
                random.nextLong(sequence + 1), Map.of());
    }

    private SwitchOverPlan plan() {
        TrafficShiftSpec baseline = new TrafficShiftSpec(new ShiftScope.DrGroupScope("core"),
                Map.of("idc-a", 60, "idc-b", 40), Map.of("idc-b", Map.of("idc-b", 100)), Set.of("idc-c"), text(), null,
                one(OnExpiry.values()), false, maybe(this::generation), null);
        return new SwitchOverPlan(random.nextBoolean() ? List.of() : List.of(baseline), List.of("idc-a", "idc-b"),
                List.of("drgroup/core"),
                numbered(i -> new SwitchCheck("item-" + i, one(SwitchCheck.Outcome.values()), text(), text(), text())),
                random.nextBoolean() ? Map.of() : Map.of("orders", random.nextInt(999) + 0.25), figure(), text(),
                text(),
                instant(), random.nextInt(3));
    }

    private StepFigures figures() {
        return new StepFigures(figure(), figure(), figure(), figure(), figure(), figure());
    }

    private double figure() {
        return random.nextInt(4) == 0 ? Double.NaN : random.nextInt(10_000) / 8.0;
    }

    private StepPosition position() {
        return new StepPosition(random.nextInt(9), one(StepSide.values()), one(StepPhase.values()));
    }

    private Generation generation() {
        return new Generation(1 + random.nextLong(1L << 40), "idc-" + (char) ('a' + random.nextInt(3)));
    }

    private Instant instant() {
        return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    }

    private String text() {
        return "text " + random.nextInt(99) + " \u4e2d\n\"";
    }

    private <T> List<T> numbered(java.util.function.IntFunction<T> maker) {
        return new ArrayList<>(IntStream.rangeClosed(1, 1 + random.nextInt(3)).mapToObj(maker).toList());
    }

    private <T> @Nullable T maybe(Supplier<T> maker) {
        return random.nextBoolean() ? null : maker.get();
    }

    private <T> T one(T[] any) {
        return any[random.nextInt(any.length)];
    }
}
