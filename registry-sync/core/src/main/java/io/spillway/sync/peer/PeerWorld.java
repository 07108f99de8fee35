package io.spillway.sync.peer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.SwitchOver;
import io.spillway.wire.v1.SwitchOverProgress;
import io.spillway.wire.v1.ToldHead;
import io.spillway.wire.v1.TrafficShift;
import io.spillway.wire.xds.ContentVersion;
import io.spillway.wire.xds.XdsNames;

/**
 * What one peer declares, and what of it the own control plane has not been told yet: names only, so that however fast the
 * peer talks, one newest state per name waits. Records of another origin than the peer are refused by name; what is held
 * of that name stays. Only Services can be gone: shifts and switch-overs are records, of which the newest stands. Only the
 * owner thread comes here.
 */
final class PeerWorld {

    /** The types of what IDCs tell each other. */
    static final List<String> TYPES = List.of(XdsNames.TYPE_SERVICE_ENTRY, XdsNames.TYPE_TRAFFIC_SHIFT,
            XdsNames.TYPE_SWITCH_OVER, XdsNames.TYPE_SWITCH_OVER_PROGRESS, XdsNames.TYPE_AUDIT_HEAD);

    private final String peer;
    private final String ownIdc;
    private final Shelf<ServiceEntry> entries = new Shelf<>(XdsNames.TYPE_SERVICE_ENTRY, ServiceEntry.parser(),
            this::fault);
    private final Shelf<TrafficShift> shifts = new Shelf<>(XdsNames.TYPE_TRAFFIC_SHIFT, TrafficShift.parser(),
            (name, shift) -> named("scope", shift.getScope(), name));
    private final Shelf<SwitchOver> switchOvers = new Shelf<>(XdsNames.TYPE_SWITCH_OVER, SwitchOver.parser(),
            (name, one) -> joined(origin(one.getGeneration().getIdc(), "switch-overs"),
                    named("name", one.getName(), name)));
    private final Shelf<SwitchOverProgress> progress = new Shelf<>(XdsNames.TYPE_SWITCH_OVER_PROGRESS,
            SwitchOverProgress.parser(), (name, one) -> joined(origin(one.getIdc(), "progress"),
                    named("switch-over", one.getSwitchOver(), name)));
    private final Shelf<ToldHead> heads = new Shelf<>(XdsNames.TYPE_AUDIT_HEAD, ToldHead.parser(),
            (_, one) -> origin(one.getIdc(), "audit heads"));
    private final Map<String, Shelf<?>> shelves = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> confirmed = new TreeSet<>();
    private boolean complete;
    private boolean allDue;
    private boolean fullDue;

    PeerWorld(String peer, String ownIdc) {
        this.peer = peer;
        this.ownIdc = ownIdc;
        shelves.put(XdsNames.TYPE_SERVICE_ENTRY, entries);
        shelves.put(XdsNames.TYPE_TRAFFIC_SHIFT, shifts);
        shelves.put(XdsNames.TYPE_SWITCH_OVER, switchOvers);
        shelves.put(XdsNames.TYPE_SWITCH_OVER_PROGRESS, progress);
        shelves.put(XdsNames.TYPE_AUDIT_HEAD, heads);
    }

    /** Versions that are held, by name, to resume a subscription. */
    Map<String, String> versions(String typeUrl) {
        Shelf<?> shelf = shelves.get(typeUrl);
        return shelf == null ? Map.of() : shelf.versions();
    }

    /** Returns the digest of what is held of a type, as the peer says it of what it has told. */
    String digest(String typeUrl) {
        Shelf<?> shelf = shelves.get(typeUrl);
        return shelf == null ? "" : shelf.digest();
    }

    /** The own control plane uses this of the peer: the peer need not say it again, nor does anybody need to be told. */
    void know(Iterable<ServiceEntry> inUse) {
        for (ServiceEntry entry : inUse) {
            if (entry.getIdc().equals(peer)) {
                entries.know(entry.getService(),
                        ContentVersion.of(ContentVersion.bytes(entry.toBuilder().clearVersion().build())), entry);
                complete = true;
            }
        }
    }

    /** A stream begins: the peer says what is not held. */
    void heardAnew() {
        shelves.values().forEach(Shelf::heardAnew);
    }

    /** Takes the good records of a response; returns the refused ones of it, by name, with the reason. */
    Map<String, String> apply(DeltaDiscoveryResponse response) {
        Map<String, String> bad = new TreeMap<>();
        Shelf<?> shelf = shelves.get(response.getTypeUrl());
        if (shelf == null) {
            return bad;
        }
        for (Resource resource : response.getResourcesList()) {
            String fault = shelf.take(resource);
            if (!fault.isEmpty()) {
                bad.put(resource.getName(), fault);
            } else if (shelf == entries) {
                answered(resource.getName());
            }
        }
        for (String name : response.getRemovedResourcesList()) {
            if (shelf == entries) {
                entries.remove(name);
                answered(name);
            } else {
                shelf.forget(name);
            }
        }
        if (shelf == entries && !complete) {
            complete = true; // the first response of a wildcard subscription has everything
            allDue = true;
        }
        return bad;
    }

    /** Returns those of the services that the peer was not asked about yet; they wait for its answer from now on. */
    List<String> ask(List<String> services) {
        return services.stream().filter(asked::add).toList();
    }

    /** Nobody answers what was asked. */
    void unasked() {
        asked.clear();
    }

    /** What the peer says after it was asked is told once more, as confirmed. */
    private void answered(String service) {
        if (asked.remove(service)) {
            confirmed.add(service);
            entries.untold(List.of(service));
        }
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
        entries.untold(gone);
    }

    boolean hasNews() {
        return allDue || shelves.values().stream().anyMatch(Shelf::hasNews);
    }

    int waiting() {
        return shelves.values().stream().mapToInt(shelf -> allDue ? shelf.size() : shelf.waiting()).sum();
    }

    /** What the own control plane has not been told yet; from now on it counts as told. */
    Batch takeNews() {
        Batch.Builder batch = Batch.newBuilder().setPeer(peer).setFull(fullDue);
        entries.tell(allDue, batch::addEntries, batch::addRemoved);
        shifts.tell(allDue, batch::addShifts, _ -> {});
        switchOvers.tell(allDue, batch::addSwitchOvers, _ -> {});
        progress.tell(allDue, batch::addProgress, _ -> {});
        heads.tell(allDue, batch::addHeads, _ -> {});
        batch.addAllConfirmed(confirmed);
        confirmed.clear();
        allDue = false;
        fullDue = false;
        return batch.build();
    }

    int services() {
        return entries.size();
    }

    int shifts() {
        return shifts.size();
    }

    /** Returns what is set aside, with the reason, by name; a switch-over and its progress have one name. */
    Map<String, String> refused() {
        Map<String, String> refused = new TreeMap<>();
        shelves.values().forEach(shelf -> shelf.refused()
                .forEach((name, why) -> refused.merge(name, why, (one, other) -> one + "; " + other)));
        return refused;
    }

    private String fault(String name, ServiceEntry entry) {
        return joined(origin(entry.getIdc(), "services"), name.isEmpty()
                ? "service \"\" (expected: a name)"
                : named("service", entry.getService(), name));
    }

    /** Returns what is wrong with an origin, or an empty text. */
    private String origin(String idc, String what) {
        return idc.equals(peer)
                ? ""
                : "origin \"" + idc + "\" (expected: " + peer + ")"
                        + (idc.equals(ownIdc) ? ", our own " + what + " are never imported" : "");
    }

    private static String named(String what, String said, String name) {
        return said.equals(name) ? "" : what + " \"" + said + "\" (expected: " + name + ")";
    }

    private static String joined(String one, String other) {
        List<String> faults = new ArrayList<>(List.of(one, other));
        faults.removeIf(String::isEmpty);
        return String.join(", ", faults);
    }
}
