package io.spillway.sync.peer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.TrafficShift;
import io.spillway.wire.xds.XdsNames;

/**
 * What one peer declares, and what of it the own control plane has not been told yet: names only, so that however fast the
 * peer talks, one newest state per name waits. Records of another origin than the peer are refused by name; what is held
 * of that name stays. Only the owner thread comes here.
 */
final class PeerWorld {

    private final String peer;
    private final String ownIdc;
    private final Map<String, Held<ServiceEntry>> entries = new TreeMap<>();
    private final Map<String, Held<TrafficShift>> shifts = new TreeMap<>();
    private final Map<String, String> refused = new TreeMap<>();
    private final Set<String> changedEntries = new LinkedHashSet<>();
    private final Set<String> changedShifts = new LinkedHashSet<>();
    private boolean complete;
    private boolean allDue;
    private boolean fullDue;

    PeerWorld(String peer, String ownIdc) {
        this.peer = peer;
        this.ownIdc = ownIdc;
    }

    /** Versions that are held, by name, to resume a subscription. */
    Map<String, String> versions(String typeUrl) {
        Map<String, String> versions = new TreeMap<>();
        if (typeUrl.equals(XdsNames.TYPE_SERVICE_ENTRY)) {
            entries.forEach((name, held) -> versions.put(name, held.version()));
        } else {
            shifts.forEach((name, held) -> versions.put(name, held.version()));
        }
        return versions;
    }

    /** Takes the good records of a response; returns the refused ones of it, by name, with the reason. */
    Map<String, String> apply(DeltaDiscoveryResponse response) {
        Map<String, String> bad = new TreeMap<>();
        for (Resource resource : response.getResourcesList()) {
            String fault = take(response.getTypeUrl(), resource);
            if (fault.isEmpty()) {
                refused.remove(resource.getName());
            } else {
                bad.put(resource.getName(), fault);
            }
        }
        for (String name : response.getRemovedResourcesList()) {
            refused.remove(name);
            remove(response.getTypeUrl(), name);
        }
        refused.putAll(bad);
        if (response.getTypeUrl().equals(XdsNames.TYPE_SERVICE_ENTRY) && !complete) {
            complete = true; // the first response of a wildcard subscription has everything
            allDue = true;
        }
        return bad;
    }

    /** Whether the peer was ever wholly heard. */
    boolean complete() {
        return complete;
    }

    /**
     * The own control plane may have forgotten everything: tell all again, once all is known.
     *
     * @param full whether what is not told is gone at the peer
     */
    void tellAllAgain(boolean full) {
        allDue = complete;
        fullDue = complete && full;
    }

    /** What was told of the peer's services as gone did not arrive, perhaps: it counts as not told. */
    void goneUntold(List<String> gone) {
        changedEntries.addAll(gone);
    }

    boolean hasNews() {
        return allDue || !changedEntries.isEmpty() || !changedShifts.isEmpty();
    }

    int waiting() {
        return allDue ? entries.size() + shifts.size() : changedEntries.size() + changedShifts.size();
    }

    /** What the own control plane has not been told yet; from now on it counts as told. */
    Batch takeNews() {
        Batch.Builder batch = Batch.newBuilder().setPeer(peer).setFull(fullDue);
        if (allDue) {
            changedEntries.addAll(entries.keySet());
            changedShifts.addAll(shifts.keySet());
        }
        for (String name : changedEntries) {
            Held<ServiceEntry> held = entries.get(name);
            if (held == null) {
                batch.addRemoved(name);
            } else {
                batch.addEntries(held.record());
            }
        }
        for (String scope : changedShifts) {
            Held<TrafficShift> held = shifts.get(scope);
            if (held != null) {
                batch.addShifts(held.record());
            }
        }
        allDue = false;
        fullDue = false;
        changedEntries.clear();
        changedShifts.clear();
        return batch.build();
    }

    int services() {
        return entries.size();
    }

    int shifts() {
        return shifts.size();
    }

    Map<String, String> refused() {
        return refused;
    }

    /** Returns why the record is refused, or an empty text. */
    private String take(String typeUrl, Resource resource) {
        String name = resource.getName();
        try {
            if (!resource.getResource().getTypeUrl().equals(typeUrl)) {
                return "type " + resource.getResource().getTypeUrl() + " (expected: " + typeUrl + ")";
            }
            if (typeUrl.equals(XdsNames.TYPE_SERVICE_ENTRY)) {
                ServiceEntry entry = ServiceEntry.parseFrom(resource.getResource().getValue());
                String fault = fault(name, entry);
                if (fault.isEmpty()) {
                    entries.put(name, new Held<>(resource.getVersion(), entry));
                    changedEntries.add(name);
                }
                return fault;
            }
            TrafficShift shift = TrafficShift.parseFrom(resource.getResource().getValue());
            if (!shift.getScope().equals(name)) {
                return "scope \"" + shift.getScope() + "\" (expected: " + name + ")";
            }
            shifts.put(name, new Held<>(resource.getVersion(), shift));
            changedShifts.add(name);
            return "";
        } catch (InvalidProtocolBufferException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    private String fault(String name, ServiceEntry entry) {
        List<String> faults = new ArrayList<>();
        if (!entry.getIdc().equals(peer)) {
            faults.add("origin \"" + entry.getIdc() + "\" (expected: " + peer + ")"
                    + (entry.getIdc().equals(ownIdc) ? ", our own services are never imported" : ""));
        }
        if (!entry.getService().equals(name) || name.isEmpty()) {
            faults.add("service \"" + entry.getService() + "\" (expected: " + name + ")");
        }
        return String.join(", ", faults);
    }

    private void remove(String typeUrl, String name) {
        if (typeUrl.equals(XdsNames.TYPE_SERVICE_ENTRY) && entries.remove(name) != null) {
            changedEntries.add(name);
        } else if (typeUrl.equals(XdsNames.TYPE_TRAFFIC_SHIFT)) {
            shifts.remove(name); // a cleared shift is a record: its removal is told to nobody
        }
    }

    private record Held<T>(String version, T record) {}
}
