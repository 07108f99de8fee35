package io.spillway.control.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.control.overview.Overview.Behind;
import io.spillway.control.overview.Overview.Edge;
import io.spillway.control.overview.Overview.Exercise;
import io.spillway.control.overview.Overview.Gateways;
import io.spillway.control.overview.Overview.IdcView;
import io.spillway.control.overview.Overview.Link;
import io.spillway.control.overview.Overview.LinkState;
import io.spillway.control.overview.Overview.Move;
import io.spillway.control.overview.Overview.Path;
import io.spillway.control.overview.Overview.PathState;
import io.spillway.control.overview.Overview.ServiceState;
import io.spillway.control.overview.Overview.Shift;
import io.spillway.control.service.HealthView;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.PathView;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.ServiceView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Overview} of what a node knows. Pure. */
public final class Overviews {

    /** So many weak Services are named. */
    static final int NAMED = 10;

    private Overviews() {}

    /** Returns the overview. */
    public static Overview of(Known known) {
        return new Overview(known.idc(), known.node(), known.now(), known.readiness().ready(),
                known.registry().connected(), known.registry().revision(), idcs(known), edges(known),
                known.resources().shifts().stream().flatMap(shift -> shift(shift).stream()).toList(),
                known.resources().switchOvers().stream().flatMap(move -> move(move).stream()).toList(),
                known.resources().drills().stream().map(Overviews::exercise).toList(), Alerts.of(known));
    }

    private static List<IdcView> idcs(Known known) {
        Map<String, @Nullable IdcSpec> specs = new TreeMap<>();
        known.peers().forEach(peer -> specs.put(peer.idc(), null));
        specs.put(known.idc(), null);
        known.resources().idcs()
                .forEach(idc -> specs.put(idc.name(), idc.spec() instanceof IdcSpec spec ? spec : null));
        Map<String, PeerView> peers = new HashMap<>();
        known.peers().forEach(peer -> peers.put(peer.idc(), peer));
        List<IdcView> views = new ArrayList<>();
        specs.forEach((name, spec) -> views.add(name.equals(known.idc())
                ? here(known, spec)
                : there(known, name, spec, peers.get(name))));
        return views;
    }

    private static IdcView here(Known known, @Nullable IdcSpec spec) {
        MeasuredTraffic users = known.users().orElse(null);
        return new IdcView(known.idc(), spec == null ? null : spec.region(), spec == null ? null : spec.center(), true,
                capacity(spec), users == null ? null : Double.valueOf(users.requestsPerSecond()),
                users == null
                        ? null
                        : percent(users.requestsPerSecond() - users.failedPerSecond(),
                                users.requestsPerSecond()),
                gateways(known.dataPlanes()), new Link(LinkState.HERE, null, null),
                new Path(PathState.WELL, null, null), behind(known.health(), known.resources().workloads()));
    }

    private static IdcView there(Known known, String name, @Nullable IdcSpec spec, @Nullable PeerView peer) {
        Link link = peer == null ? new Link(LinkState.CUT, null, null) : link(peer);
        Path path = peer == null ? path(PathView.UNKNOWN) : path(peer.path());
        ServiceView service = peer == null ? ServiceView.NONE : peer.service();
        return new IdcView(name, spec == null ? null : spec.region(), spec == null ? null : spec.center(), false,
                capacity(spec), service.demand() > 0 ? Double.valueOf(service.demand()) : null, null, null, link, path,
                behind(service, weak(known.resources().entries(), name)));
    }

    private static @Nullable Long capacity(@Nullable IdcSpec spec) {
        return spec == null || spec.capacity() == 0 ? null : Long.valueOf(spec.capacity());
    }

    static Gateways gateways(List<DataPlaneView> dataPlanes) {
        Set<String> connected = new TreeSet<>();
        Set<String> behind = new HashSet<>();
        for (DataPlaneView plane : dataPlanes) {
            if (plane.role().equals(XdsNames.ROLE_GATEWAY)) {
                connected.add(plane.node());
                if (plane.state() != SyncState.SYNCED) {
                    behind.add(plane.node());
                }
            }
        }
        return new Gateways(connected.size(), connected.size() - behind.size());
    }

    private static Link link(PeerView peer) {
        LinkState state = switch (peer.state()) {
            case CONNECTED -> LinkState.LIVE;
            case STALE -> LinkState.STALE;
            case NEVER -> LinkState.CUT;
        };
        Duration age = peer.state() == PeerState.NEVER ? null : peer.link().age();
        return new Link(state, age, peer.link().lag());
    }

    private static Path path(PathView path) {
        int of = path.usable() + path.lost();
        if (of == 0) {
            return new Path(PathState.UNKNOWN, null, null);
        }
        PathState state = path.lost() == 0 ? PathState.WELL : path.usable() == 0 ? PathState.DEAD : PathState.PARTLY;
        return new Path(state, path.usable(), of);
    }

    private static Behind behind(HealthView health, List<Resource> workloads) {
        List<String> weak = health.against().stream().map(HealthView.AgainstView::service).distinct().sorted()
                .limit(NAMED).toList();
        if (health.checked() == 0) {
            return registered(workloads);
        }
        return new Behind(state(health.healthy(), health.checked() - health.unknown(), weak),
                percent(health.healthy(), health.checked() - health.unknown()), weak);
    }

    /** Nobody checks: what they say of themselves is all that is known, and what other IDCs are told. */
    private static Behind registered(List<Resource> workloads) {
        long declared = 0;
        long up = 0;
        Set<String> weak = new TreeSet<>();
        for (Resource workload : workloads) {
            if (workload.spec() instanceof WorkloadEntrySpec spec && spec.state() != WorkloadState.DRAINING) {
                declared++;
                if (spec.state() == WorkloadState.UP) {
                    up++;
                } else {
                    weak.add(spec.service());
                }
            }
        }
        List<String> some = weak.stream().limit(NAMED).toList();
        return new Behind(state(up, declared, some), percent((double) up, (double) declared), some);
    }

    private static Behind behind(ServiceView service, List<String> weak) {
        return service.declared() == 0
                ? new Behind(ServiceState.UNKNOWN, null, weak)
                : new Behind(state(service.healthy(), service.declared(), weak),
                        percent((double) service.healthy(), (double) service.declared()), weak);
    }

    private static ServiceState state(long healthy, long declared, List<String> weak) {
        if (declared == 0) {
            return ServiceState.UNKNOWN;
        }
        return healthy == 0
                ? ServiceState.GONE
                : healthy < declared || !weak.isEmpty() ? ServiceState.WEAK : ServiceState.WELL;
    }

    private static List<String> weak(List<Resource> entries, String idc) {
        Set<String> weak = new TreeSet<>();
        for (Resource entry : entries) {
            if (entry.spec() instanceof ServiceEntrySpec spec && spec.idc().equals(idc)
                    && spec.groups().stream().anyMatch(group -> group.healthy() < group.declared())) {
                weak.add(spec.service());
            }
        }
        return weak.stream().limit(NAMED).toList();
    }

    /** What comes back from another IDC is not measured here: that one's gateways know. */
    private static List<Edge> edges(Known known) {
        MeasuredTraffic users = known.users().orElse(null);
        Map<String, double[]> attempts = new HashMap<>();
        for (LoadReport.ServiceLoad service : known.load().services()) {
            for (LoadReport.TargetLoad target : service.targets()) {
                double[] sum = attempts.computeIfAbsent(target.idc(), _ -> new double[2]);
                sum[0] += target.rates().successes();
                sum[1] += target.rates().successes() + target.rates().errors();
            }
        }
        Set<String> targets = new TreeSet<>(attempts.keySet());
        if (users != null) {
            targets.addAll(users.servedBy().keySet());
        }
        targets.addAll(known.resources().idcs().stream().map(Resource::name).toList());
        targets.remove("");
        return targets.stream().map(to -> {
            double[] sum = attempts.getOrDefault(to, new double[2]);
            return new Edge(known.idc(), to,
                    users == null ? null : Double.valueOf(users.servedBy().getOrDefault(to, 0.0)),
                    percent(sum[0], sum[1]));
        }).toList();
    }

    private static List<Shift> shift(Resource resource) {
        if (!(resource.spec() instanceof TrafficShiftSpec spec) || spec.cleared()) {
            return List.of();
        }
        Map<String, Integer> weights = new LinkedHashMap<>(spec.weights());
        return List.of(new Shift(spec.scope().path(), weights, spec.excluded().stream().sorted().toList(),
                String.valueOf(Objects.requireNonNullElse((Object) spec.generation(), "")), spec.author(),
                spec.reason(), spec.expires()));
    }

    private static List<Move> move(Resource resource) {
        if (!(resource.spec() instanceof SwitchOverSpec spec)) {
            return List.of();
        }
        SwitchOverStatus status = spec.status();
        if (status == null) {
            return List.of(new Move(resource.name(), "DRAFT", List.of(spec.from()), List.of(spec.to()), null, null));
        }
        if (!status.state().before() && !status.state().moving() && !status.state().held()) {
            return List.of();
        }
        int step = status.at().step();
        String position = !status.state().moving() || step >= spec.steps().size()
                ? null
                : "step " + (step + 1) + " of " + spec.steps().size() + " (" + spec.steps().get(step) + " %), "
                        + status.at().phase();
        return List.of(new Move(resource.name(), status.state().name(), List.of(spec.from()), List.of(spec.to()),
                position, status.since()));
    }

    /** The run that goes on, else the last one. */
    private static Exercise exercise(Resource resource) {
        DrillStatus status = resource.spec() instanceof DrillSpec drill ? drill.status() : DrillStatus.NONE;
        DrillRunRecord run = status.current() == null ? status.last() : status.current();
        if (run == null) {
            return new Exercise(resource.name(), null, null);
        }
        Instant ended = run.ended();
        Instant started = run.started();
        Instant since = ended != null ? ended : started != null ? started : run.due();
        return new Exercise(resource.name(), run.state().name(), since.toString());
    }

    private static @Nullable Double percent(double part, double whole) {
        return whole <= 0 ? null : Double.valueOf(Math.clamp(100 * part / whole, 0, 100));
    }
}
