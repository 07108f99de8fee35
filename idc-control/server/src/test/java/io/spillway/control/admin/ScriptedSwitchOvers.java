package io.spillway.control.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.control.service.SwitchOverAct;
import io.spillway.control.service.SwitchOverRequest;
import io.spillway.control.service.SwitchOverService;
import io.spillway.control.service.SwitchOverView;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.LatencyBuckets;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;

/** Answers as a test tells it, and remembers what was asked and said. */
final class ScriptedSwitchOvers implements SwitchOverService {

    static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");

    volatile WriteResult next = new WriteResult.Unavailable(Instant.EPOCH, "nothing scripted");
    final List<SwitchOverRequest> asked = new CopyOnWriteArrayList<>();
    final List<SwitchOverAct> said = new CopyOnWriteArrayList<>();

    /** Returns a switch-over of a DrGroup from idc-a to idc-b as it stands when it was just asked for. */
    static Resource drafted(String name, String drGroup) {
        return drafted(name, drGroup, SwitchOrigin.MANUAL);
    }

    /** The same of somebody else's. */
    static Resource drafted(String name, String drGroup, SwitchOrigin origin) {
        SwitchOverSpec spec = new SwitchOverSpec(List.of(new ShiftScope.DrGroupScope(drGroup)), "idc-a", "idc-b",
                List.of(50, 100), Duration.ofSeconds(5), Gates.DEFAULT, SwitchMode.GRACEFUL, SwitchOverSpec.NO_FENCE,
                false, SwitchOverSpec.EXPIRES, OnExpiry.ALARM, "cooling", null);
        return Resource.of(name, spec.with(SwitchOverStatus.drafted("idc-a", origin, "ann", NOW)))
                .withRevision(12);
    }

    static WriteResult.Applied applied(Resource resource, boolean changed) {
        return new WriteResult.Applied(resource.metadata().revision(), List.of(resource), List.of(), changed);
    }

    @Override
    public WriteResult create(SwitchOverRequest request) {
        asked.add(request);
        return next;
    }

    @Override
    public WriteResult act(SwitchOverAct act) {
        said.add(act);
        return next;
    }

    @Override
    public Optional<SwitchOverView> view(String id) {
        if (!id.equals("cooling")) {
            return Optional.empty();
        }
        long[] counts = new long[LatencyBuckets.COUNT];
        counts[LatencyBuckets.of(4_000_000)] = 100;
        MeasuredTraffic traffic = new MeasuredTraffic(120.25, 0.5, 0, Map.of("idc-b", 120.25),
                java.util.Arrays.stream(counts).boxed().toList());
        SwitchOverProgress progress = new SwitchOverProgress("cooling", "idc-b", new Generation(1, "idc-a"), 7,
                Map.of("drgroup/core", new Generation(4, "idc-a")), 3, 2, List.of("gw-3 (pending for 12 s)"), traffic,
                NOW);
        return Optional.of(new SwitchOverView(drafted(id, "core"), List.of(progress),
                List.of(new SwitchCheck("capacity", SwitchCheck.Outcome.FAILED, "91 % (expected: at most 80 %)",
                        "it would be overloaded", "add gateways")),
                new StepFigures(120.25, 99.9, Double.NaN, 41.5, 50, 0), "gw-3 at idc-b", "idc-a/control-1"));
    }
}
