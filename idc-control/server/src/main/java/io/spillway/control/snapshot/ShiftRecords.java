package io.spillway.control.snapshot;

import java.util.TreeSet;

import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.v1.Generation;
import io.spillway.wire.v1.TrafficShift;
import io.spillway.wire.v1.Weights;

/** TrafficShifts as they are replicated to the other IDCs. Pure. */
final class ShiftRecords {

    private static final int SCHEMA = 1;

    private ShiftRecords() {}

    static TrafficShift of(TrafficShiftSpec spec) {
        TrafficShift.Builder shift = TrafficShift.newBuilder().setSchema(SCHEMA).setScope(spec.scope().path())
                .putAllSeen(spec.seen()).putAllWeights(spec.weights()).addAllExcluded(new TreeSet<>(spec.excluded()))
                .setReason(spec.reason()).setAuthor(spec.author() == null ? "" : spec.author())
                .setOnExpiry(spec.onExpiry() == OnExpiry.CLEAR ? "clear" : "alarm").setCleared(spec.cleared())
                .setExpiresUnixMillis(spec.expires() == null ? 0 : spec.expires().toEpochMilli());
        spec.weightsAt().forEach(
                (idc, weights) -> shift.putWeightsAt(idc, Weights.newBuilder().putAllPercent(weights).build()));
        if (spec.generation() != null) {
            shift.setGeneration(Generation.newBuilder().setCounter(spec.generation().counter())
                    .setIdc(spec.generation().idc()));
        }
        return shift.build();
    }
}
