package io.spillway.control.imports;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.TrafficShift;
import org.jspecify.annotations.Nullable;

/** Reported records as specs, after a check of each. Pure. */
final class ImportRecords {

    private static final int MAX_PORT = 65_535;

    private ImportRecords() {}

    /** Returns why a record is set aside, or null when it may be used. */
    static @Nullable String fault(String peer, ServiceEntry entry) {
        if (entry.getService().isEmpty() || entry.getService().contains("/")) {
            return "service: \"" + entry.getService() + "\" (expected: a name)";
        }
        if (!entry.getIdc().equals(peer)) {
            return "idc: \"" + entry.getIdc() + "\" (expected: " + peer + ", the peer it came from)";
        }
        if (!entry.hasVersion()) {
            return "version: missing (expected: the origin's epoch and revision)";
        }
        for (io.spillway.wire.v1.GatewayAddress gateway : entry.getGatewaysList()) {
            if (gateway.getHost().isEmpty() || gateway.getPort() < 1 || gateway.getPort() > MAX_PORT) {
                return "gateway: \"" + gateway.getHost() + ":" + gateway.getPort()
                        + "\" (expected: host and port 1.." + MAX_PORT + ")";
            }
        }
        Set<String> groups = new HashSet<>();
        for (io.spillway.wire.v1.GroupCapacity group : entry.getGroupsList()) {
            if (!groups.add(group.getGroup()) || group.getDeclared() < 0 || group.getHealthy() < 0
                    || group.getHealthy() > group.getDeclared()) {
                return "group: \"" + group.getGroup() + "\" declared " + group.getDeclared() + " healthy "
                        + group.getHealthy() + " (expected: once, 0 <= healthy <= declared)";
            }
        }
        return null;
    }

    static ServiceEntrySpec entry(ServiceEntry entry) {
        List<GatewayAddress> gateways = entry.getGatewaysList().stream()
                .map(gateway -> new GatewayAddress(gateway.getNode(), gateway.getHost(), gateway.getPort())).toList();
        List<GroupCapacity> groups = entry.getGroupsList().stream()
                .map(group -> new GroupCapacity(group.getGroup(), group.getDeclared(), group.getHealthy(),
                        group.getDeclaredWeight(), group.getHealthyWeight()))
                .toList();
        return new ServiceEntrySpec(entry.getIdc(), entry.getService(),
                new OriginVersion(entry.getVersion().getEpoch(), entry.getVersion().getRevision()), gateways, groups);
    }

    /** Returns why a shift is set aside, or null when it may be used. */
    static @Nullable String fault(TrafficShift shift) {
        if (ShiftScope.ofPath(shift.getScope()) == null) {
            return "scope: \"" + shift.getScope() + "\" (expected: drgroup/NAME, service/NAME or idc/NAME)";
        }
        if (!shift.hasGeneration() || shift.getGeneration().getCounter() < 1) {
            return "generation: missing (expected: counter >= 1 and the IDC that wrote it)";
        }
        int sum = shift.getWeightsMap().values().stream().mapToInt(Integer::intValue).sum();
        return shift.getCleared() || sum == 100 ? null : "weights: sum " + sum + " (expected: 100)";
    }

    static @Nullable TrafficShiftSpec shift(TrafficShift shift) {
        ShiftScope scope = ShiftScope.ofPath(shift.getScope());
        return scope == null
                ? null
                : new TrafficShiftSpec(scope, new TreeMap<>(shift.getWeightsMap()),
                        new HashSet<>(shift.getExcludedList()), shift.getReason(),
                        shift.getExpiresUnixMillis() == 0
                                ? null
                                : Instant.ofEpochMilli(shift.getExpiresUnixMillis()),
                        shift.getOnExpiry().equals("clear") ? OnExpiry.CLEAR : OnExpiry.ALARM, shift.getCleared(),
                        new Generation(shift.getGeneration().getCounter(), shift.getGeneration().getIdc()),
                        shift.getAuthor());
    }
}
