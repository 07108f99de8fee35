package io.spillway.wire.record;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.LatencyBuckets;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Sight;
import io.spillway.model.resource.SwitchOverProgress;
import org.jspecify.annotations.Nullable;

/** What IDCs say of their part of a switch-over, as protobuf messages: in the registry, and for the other IDCs. */
public final class ProgressRecords {

    /** The most scopes and the most IDCs that are named. */
    static final int MOST = 1_000;
    /** The most characters of what is said of a straggler. */
    static final int LONGEST = 512;

    private ProgressRecords() {}

    /** Returns the bytes of a record. */
    public static byte[] encode(SwitchOverProgress progress) {
        return toProto(progress).toByteArray();
    }

    /** Returns what the bytes say, or what is wrong with them. Fields that this version does not know are left out. */
    public static Decoded<SwitchOverProgress> decode(byte[] bytes) {
        try {
            return fromProto(io.spillway.wire.v1.SwitchOverProgress.parseFrom(bytes));
        } catch (InvalidProtocolBufferException broken) {
            return Records.refused("", bytes.length + " bytes",
                    "progress of a switch-over: " + broken.getMessage());
        }
    }

    /** Returns the message; its time in whole milliseconds. */
    public static io.spillway.wire.v1.SwitchOverProgress toProto(SwitchOverProgress progress) {
        io.spillway.wire.v1.SwitchOverProgress.Builder message = io.spillway.wire.v1.SwitchOverProgress.newBuilder()
                .setSchema(Records.SCHEMA).setSwitchOver(progress.switchOver()).setIdc(progress.idc())
                .setGeneration(message(progress.generation())).setSequence(progress.sequence())
                .setFleet(progress.fleet()).setAcked(progress.acked()).addAllLate(progress.late())
                .setTraffic(message(progress.traffic())).setAtUnixMillis(progress.at().toEpochMilli());
        progress.sights().forEach((idc, sight) -> message.putSights(idc, io.spillway.wire.v1.Sight.newBuilder()
                .setReached(sight.reached()).setLost(sight.lost()).setHeard(sight.link() == Sight.Link.HEARD)
                .setCut(sight.link() == Sight.Link.CUT).build()));
        message.putAllCarried(progress.carried()).setMeasuredAfter(progress.measuredAfter());
        progress.shifts().forEach((scope, generation) -> message.putShifts(scope, message(generation)));
        return message.build();
    }

    /** Returns what a message says, or what is wrong with it. */
    public static Decoded<SwitchOverProgress> fromProto(io.spillway.wire.v1.SwitchOverProgress message) {
        Violation fault = fault(message);
        if (fault != null) {
            return new Decoded.Invalid<>(List.of(fault));
        }
        Map<String, Generation> shifts = new LinkedHashMap<>();
        message.getShiftsMap().forEach((scope, generation) -> shifts.put(scope, generation(generation)));
        Map<String, Sight> sights = new LinkedHashMap<>();
        message.getSightsMap().forEach((idc, sight) -> sights.put(idc, sight(sight)));
        return new Decoded.Valid<>(new SwitchOverProgress(message.getSwitchOver(), message.getIdc(),
                generation(message.getGeneration()), message.getSequence(), shifts, message.getFleet(),
                message.getAcked(), message.getLateList(), traffic(message.getTraffic()),
                Instant.ofEpochMilli(message.getAtUnixMillis()), message.getCarriedMap(), message.getMeasuredAfter(),
                sights));
    }

    /** Returns the first thing that is wrong; null when nothing is. */
    private static @Nullable Violation fault(
            io.spillway.wire.v1.SwitchOverProgress message) {
        Faults faults = new Faults();
        faults.name("/switchOver", message.getSwitchOver());
        faults.name("/idc", message.getIdc());
        faults.generation("/generation", message.getGeneration());
        faults.count("/sequence", message.getSequence(), Long.MAX_VALUE);
        faults.count("/measuredAfter", message.getMeasuredAfter(), message.getSequence());
        faults.count("/fleet", message.getFleet(), Integer.MAX_VALUE);
        faults.count("/acked", message.getAcked(), Math.max(0, message.getFleet()));
        faults.count("/shifts", message.getShiftsCount(), MOST);
        message.getShiftsMap().forEach((scope, generation) -> {
            ShiftScope parsed = ShiftScope.ofPath(scope);
            faults.check(parsed != null && Names.valid(parsed.name()), "/shifts", "\"" + scope + "\"",
                    "path of a scope");
            faults.generation("/shifts/" + scope, generation);
        });
        faults.count("/late", message.getLateCount(), SwitchOverProgress.NAMED);
        message.getLateList().forEach(late -> faults.count("/late", late.length(), LONGEST));
        traffic(faults, message.getTraffic());
        faults.count("/carried", message.getCarriedCount(), MOST);
        message.getCarriedMap().forEach((idc, requests) -> {
            faults.name("/carried", idc);
            faults.figure("/carried/" + idc, requests);
        });
        faults.count("/sights", message.getSightsCount(), MOST);
        message.getSightsMap().forEach((idc, sight) -> {
            faults.name("/sights", idc);
            faults.count("/sights/" + idc + "/reached", sight.getReached(), Integer.MAX_VALUE);
            faults.count("/sights/" + idc + "/lost", sight.getLost(), Integer.MAX_VALUE);
        });
        return faults.first();
    }

    private static Sight sight(io.spillway.wire.v1.Sight message) {
        Sight.Link link = message.getCut()
                ? Sight.Link.CUT
                : message.getHeard() ? Sight.Link.HEARD : Sight.Link.UNKNOWN;
        return new Sight(message.getReached(), message.getLost(), link);
    }

    private static void traffic(Faults faults, io.spillway.wire.v1.MeasuredTraffic traffic) {
        faults.figure("/traffic/requestsPerSecond", traffic.getRequestsPerSecond());
        faults.figure("/traffic/failedPerSecond", traffic.getFailedPerSecond());
        faults.figure("/traffic/misroutedPerSecond", traffic.getMisroutedPerSecond());
        faults.count("/traffic/servedBy", traffic.getServedByCount(), MOST);
        traffic.getServedByMap().forEach((idc, requests) -> {
            faults.name("/traffic/servedBy", idc);
            faults.figure("/traffic/servedBy/" + idc, requests);
        });
        faults.count("/traffic/latency", traffic.getLatencyCount(), LatencyBuckets.COUNT);
        traffic.getLatencyList().forEach(count -> faults.count("/traffic/latency", count, 1L << 53));
    }

    private static io.spillway.wire.v1.MeasuredTraffic message(MeasuredTraffic traffic) {
        return io.spillway.wire.v1.MeasuredTraffic.newBuilder().setRequestsPerSecond(traffic.requestsPerSecond())
                .setFailedPerSecond(traffic.failedPerSecond()).setMisroutedPerSecond(traffic.misroutedPerSecond())
                .putAllServedBy(traffic.servedBy()).addAllLatency(traffic.latency()).build();
    }

    private static MeasuredTraffic traffic(io.spillway.wire.v1.MeasuredTraffic message) {
        return new MeasuredTraffic(message.getRequestsPerSecond(), message.getFailedPerSecond(),
                message.getMisroutedPerSecond(), message.getServedByMap(), message.getLatencyList());
    }

    private static io.spillway.wire.v1.Generation message(Generation generation) {
        return io.spillway.wire.v1.Generation.newBuilder().setCounter(generation.counter()).setIdc(generation.idc())
                .build();
    }

    private static Generation generation(io.spillway.wire.v1.Generation message) {
        return new Generation(message.getCounter(), message.getIdc());
    }
}
