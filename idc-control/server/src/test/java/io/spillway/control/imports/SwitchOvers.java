package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.StepPosition;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.wire.record.ProgressRecords;
import io.spillway.wire.record.ReplicatedRecords;
import io.spillway.wire.v1.SwitchOver;

/** Switch-overs, and what IDCs say of them, as tests need them. */
public final class SwitchOvers {

    private static final Instant AT = Instant.ofEpochMilli(1_795_247_940_123L);

    private SwitchOvers() {}

    /** Returns one that an IDC coordinates and that is so far, with the locks of its plan. */
    public static Resource at(String name, Generation generation, long sequence, SwitchOverState state,
            String... locks) {
        SwitchOverPlan plan = new SwitchOverPlan(List.of(), List.of("idc-a", "idc-b"), List.of(locks), List.of(),
                Map.of(), Double.NaN, "digest", "hash", AT, 0);
        SwitchOverStatus status = new SwitchOverStatus(generation, sequence, state, StepPosition.FIRST, null,
                SwitchOrigin.MANUAL, "bob", plan, List.of(), false, List.of(), Map.of(), null, AT, null, null,
                List.of());
        return Resource.of(name, new SwitchOverSpec(List.of(new ShiftScope.DrGroupScope("core")), "idc-a", "idc-b",
                List.of(100), Duration.ZERO, Gates.DEFAULT, SwitchMode.GRACEFUL, SwitchOverSpec.NO_FENCE, false,
                SwitchOverSpec.EXPIRES, OnExpiry.ALARM, "r", status));
    }

    /** Returns the same as idc-b, which coordinates it, tells it. */
    static SwitchOver told(String name, long counter, long sequence, SwitchOverState state, String... locks) {
        return ReplicatedRecords.toProto(at(name, new Generation(counter, "idc-b"), sequence, state, locks));
    }

    /** Returns what an IDC says of its part of one that idc-b coordinates. */
    public static SwitchOverProgress progress(String name, String idc, long sequence, int acked) {
        return new SwitchOverProgress(name, idc, new Generation(1, "idc-b"), sequence,
                Map.of("drgroup/core", new Generation(4, "idc-b")), 50, acked, List.of(), MeasuredTraffic.NONE, AT);
    }

    /** Returns the same as that IDC tells it. */
    static io.spillway.wire.v1.SwitchOverProgress said(String name, String idc, long sequence, int acked) {
        return ProgressRecords.toProto(progress(name, idc, sequence, acked));
    }
}
