package io.spillway.control.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.control.ads.AdsService;
import io.spillway.control.drill.Drills;
import io.spillway.control.imports.ImportServer;
import io.spillway.control.load.FleetFigures;
import io.spillway.control.load.LoadService;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.ScopeLocks;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.switchover.plan.PlanGround;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.wire.xds.XdsNames;

/** What this node knows that matters before traffic moves. Reads memory; safe for use by any thread. */
final class Grounds {

    /** An IDC that said something of a switch-over so lately hears of it. */
    private static final Duration HEARS = Duration.ofSeconds(5);

    private final NodeSettings settings;
    private final StateSource state;
    private final StateKeeper.Times times;
    private final AdsService ads;
    private final ImportServer imports;
    private final LoadService load;
    private final Fellows fellows;
    private final FleetFigures figures;

    Grounds(NodeSettings settings, StateSource state, StateKeeper.Times times, AdsService ads, ImportServer imports,
            LoadService load, Fellows fellows, FleetFigures figures) {
        this.figures = figures;
        this.settings = settings;
        this.state = state;
        this.times = times;
        this.ads = ads;
        this.imports = imports;
        this.load = load;
        this.fellows = fellows;
    }

    /** Returns it for a switch-over, of which other IDCs may have said something. */
    PlanGround of(String switchOver) {
        ControlState now = state.get();
        Instant at = times.clock().instant();
        List<PeerView> peers = PeerParts.of(now, imports.peers(now), figures, at);
        List<SwitchOverProgress> said = now.progress(switchOver);
        Map<String, PlanGround.PeerLink> links = new HashMap<>();
        List<PlanGround.HeldUpdate> held = new ArrayList<>();
        for (PeerView peer : peers) {
            Instant heard = peer.lastMessageAt();
            boolean hears = said.stream().anyMatch(
                    each -> each.idc().equals(peer.idc())
                            && Duration.between(each.at(), at).abs().compareTo(HEARS) < 0);
            links.put(peer.idc(), new PlanGround.PeerLink(
                    peer.state() == PeerState.CONNECTED,
                    heard == null ? null : Duration.between(heard, at), hears ? Boolean.TRUE : null));
            peer.held().forEach(
                    each -> held.add(new PlanGround.HeldUpdate(peer.idc(), each.service(), each.detail())));
        }
        return new PlanGround(now, settings.idc(), at, links, Set.copyOf(fellows.view().live().names()),
                settings.registryKind().equals("embedded"), clocks(), traffic(now), fleets(said), held,
                holders(now), drills(now, switchOver));
    }

    /** Those that play with this installation's traffic; what a run moves itself is not in its own way. */
    private static List<PlanGround.RunningDrill> drills(ControlState now, String switchOver) {
        List<PlanGround.RunningDrill> running = new ArrayList<>();
        for (Resource drill : now.sorted(Kind.DRILL)) {
            if (drill.spec() instanceof DrillSpec spec && spec.target() != null) {
                DrillRunRecord run = spec.status().current();
                if (run != null && run.state() == DrillState.RUNNING
                        && !Drills.moves(drill.name(), run.id(), switchOver)) {
                    running.add(new PlanGround.RunningDrill(drill.name(),
                            ScopeLocks.of(now, spec.target().scope())));
                }
            }
        }
        return running;
    }

    private List<PlanGround.ClockSeen> clocks() {
        List<PlanGround.ClockSeen> clocks = new ArrayList<>();
        for (LoadReport.ReporterView reporter : load.report().reporters()) {
            Duration ahead = reporter.clockAhead();
            if (ahead != null) {
                clocks.add(new PlanGround.ClockSeen(settings.idc(), reporter.node(), ahead));
            }
        }
        return clocks;
    }

    /** Returns what is measured, by Service, then by IDC. Of other IDCs it is known what their data planes ask for, as they declare it. */
    Map<String, Map<String, MeasuredTraffic>> traffic(ControlState now) {
        Map<String, Map<String, MeasuredTraffic>> traffic = new TreeMap<>();
        for (LoadReport.ServiceLoad service : load.report().services()) {
            traffic.computeIfAbsent(service.service(), _ -> new HashMap<>()).put(settings.idc(), measured(service));
        }
        now.all(Kind.SERVICE_ENTRY).forEach((_, resource) -> {
            if (resource.spec() instanceof ServiceEntrySpec entry) {
                double demand = entry.groups().stream().mapToDouble(GroupCapacity::demand).sum();
                if (demand > 0) {
                    traffic.computeIfAbsent(entry.service(), _ -> new HashMap<>()).put(entry.idc(),
                            new MeasuredTraffic(demand, 0, 0, Map.of(entry.idc(), demand), List.of()));
                }
            }
        });
        return traffic;
    }

    private static MeasuredTraffic measured(LoadReport.ServiceLoad service) {
        Map<String, Double> served = new TreeMap<>();
        service.targets().forEach(target -> served.merge(target.idc(), target.rates().requests(), Double::sum));
        return new MeasuredTraffic(service.rates().requests(), service.rates().errors(), 0, served, List.of());
    }

    private Map<String, PlanGround.Fleet> fleets(List<SwitchOverProgress> said) {
        Map<String, PlanGround.Fleet> fleets = new HashMap<>();
        // It counts who had to be told of a shift: where none was told it says nothing of who is connected.
        said.stream().filter(each -> each.fleet() > 0)
                .forEach(each -> fleets.put(each.idc(), new PlanGround.Fleet(each.fleet(), each.acked(), each.late())));
        Set<String> connected = new HashSet<>();
        Set<String> late = new TreeSet<>();
        for (DataPlaneView view : ads.dataPlanes()) {
            if (view.role().equals(XdsNames.ROLE_SYNC)) {
                continue; // no request goes through it
            }
            connected.add(view.node());
            if (view.state() != SyncState.SYNCED) {
                late.add(view.node());
            }
        }
        // Where several nodes live, what this one sees is a part of what the IDC says.
        boolean alone = fellows.view().live().names().size() < 2;
        if (!alone && fleets.containsKey(settings.idc())) {
            return fleets;
        }
        fleets.put(settings.idc(),
                new PlanGround.Fleet(connected.size(), connected.size() - late.size(), List.copyOf(late)));
        return fleets;
    }

    private static Map<String, String> holders(ControlState now) {
        Map<String, String> holders = new TreeMap<>();
        now.notes().locks().all().forEach((lock, record) -> holders.put(lock, record.holder()));
        return holders;
    }
}
