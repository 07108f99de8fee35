package io.spillway.control.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.grpc.BindableService;
import io.spillway.control.ads.AdsServer;
import io.spillway.control.ads.AdsService;
import io.spillway.control.ads.AdsTls;
import io.spillway.control.ads.NodeIdentity;
import io.spillway.control.ads.SeparateStreams;
import io.spillway.control.approval.Approvals;
import io.spillway.control.audit.AuditLog;
import io.spillway.control.audit.OwedRecords;
import io.spillway.control.drain.Releases;
import io.spillway.control.drill.Drills;
import io.spillway.control.health.HealthService;
import io.spillway.control.history.RevisionHistory;
import io.spillway.control.imports.ImportServer;
import io.spillway.control.imports.ImportWriter;
import io.spillway.control.imports.lead.Leadership;
import io.spillway.control.inspection.HostView;
import io.spillway.control.load.FleetFigures;
import io.spillway.control.load.LoadService;
import io.spillway.control.load.MeasuredFleet;
import io.spillway.control.nodes.LiveNodes;
import io.spillway.control.service.ApprovalService;
import io.spillway.control.service.ControlService;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogBuilder;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.spill.SpillKeeper;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.HeldRemovals;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.StateListener;
import io.spillway.control.state.StoredRecords;
import io.spillway.control.state.Touched;
import io.spillway.control.switchover.run.Moves;
import io.spillway.control.switchover.run.WatchedScopes;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control node: registry -> state -> catalog -> clients, and the service beside it. The state's thread does the first
 * three steps of every event itself, in order, so there is nothing to lock and nothing that can overtake.
 */
public final class ControlNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlNode.class);

    private final StateKeeper keeper;
    private final AdsService ads;
    private final ImportServer imports;
    private final LoadService load;
    private final FleetFigures figures;
    private final HealthService health;
    private final SpillKeeper spill;
    private final AuditLog audit;
    private final Moves moves;
    private final Drills drills;
    private final NodeService service;
    private final AdsServer server;
    private final Fellows fellows;
    private final Ready ready = new Ready();
    private final FirstWrites firstWrites;

    private ControlNode(NodeSettings settings, Registry registry, StateKeeper.Times times, NodeObserver observer,
            FirstStart first, HostView host) {
        this.firstWrites = new FirstWrites(first, ready);
        RecordCodec codec = new StoredRecords();
        EventHub events = new EventHub(times.clock());
        StateSource state = new StateSource();
        CatalogHolder catalog = new CatalogHolder();
        RevisionHistory history = new RevisionHistory(settings.history());
        NodeEvents told = new NodeEvents(events, observer);
        CatalogBuilder builder = new CatalogBuilder(settings.idc(), () -> Math.max(1, registry.state().epoch()),
                times.clock());
        this.ads = new AdsService(new AdsService.Self(settings.idc(), settings.node()), catalog::get, ready::reasons,
                times,
                new AdsService.Bounds(settings.stuckAfter(), settings.limits(), settings.history()), told);
        Releases releases = new Releases();
        this.fellows = new Fellows(settings, registry, times, ads, told,
                new Fellows.Hooks(this::adsPort, this::owners));
        Freshness freshness = new Freshness(times.ticker());
        Leavers leavers = new Leavers(fellows.finalizer(), releases, freshness);
        Pipeline pipeline = new Pipeline(new Pipeline.Parts(state, catalog, builder, history, times, leavers,
                settings.idc() + "/" + settings.node()), events,
                observer);
        this.keeper = new StateKeeper(registry, codec, times, settings.reconcileEvery(), pipeline);
        ImportWriter writer = new ImportWriter(settings.idc(), registry, codec, times.clock(),
                new ImportWriter.Source(state::get, state::await), told);
        this.imports = new ImportServer(settings.idc(), settings.peers(), writer,
                Leadership.start(registry, settings.node(), times.ticker(), times.clock()), times,
                ready::reasons, told);
        Onlookers onlookers = new Onlookers(new WatchedScopes(state::get), state, settings.node(), fellows::view,
                times.ticker());
        this.figures = new FleetFigures(new FleetFigures.Parts(settings.node(), onlookers, fellows::view,
                () -> ads.clients(NodeIdentity::isOurs),
                imports::links, fellows::say));
        this.load = new LoadService(new LoadService.Setting(settings.idc(), settings.node(), settings.load(),
                new Served(settings.idc(), settings.peers(), catalog, state), times, ready::reasons, told, figures));
        this.health = new HealthService(new HealthService.Setting(settings.idc(), settings.node(), settings.health(),
                times, new SplittableRandom(times.ticker().nanos()),
                workload -> settings.checks().test(workload) && liveNodes().owns(workload), load::report,
                new HealthNews(keeper, events, observer)), registry);
        this.spill = new SpillKeeper(new SpillKeeper.Parts(settings.idc(), settings.node(),
                settings.load().look(), settings.sharing().patience(), registry, times, state::get, fellows::view,
                load::heard, ads::clients, fellows::say, told));
        this.audit = new AuditLog(settings.node(), registry, times.ticker(), times.clock(), observer,
                OwedRecords.open(host.auditFile()), settings.peers().isEmpty() ? "" : settings.idc(),
                settings.pruneAfter());
        Grounds grounds = new Grounds(settings, state, times, ads, imports, load, fellows, figures);
        this.moves = new Moves(new Moves.Parts(settings.idc(), settings.node(), registry, codec, times,
                new Newest(state), audit, settings.fences(), grounds::of, ads.pushes(), ads::stragglers,
                ads::dataPlanes, fellows::view,
                fellows::say, figures::of, ready::reasons, figures::paths, new AutomaticNews(events, observer)));
        this.drills = new Drills(new Drills.Parts(settings.idc(), settings.node(), registry, codec, times,
                new Newest(state), audit, key -> liveNodes().owns(key), moves::service, observer,
                (object, detail, facts) -> events.emit("drill", object, detail, facts)));
        ApprovalService approvals = new Approvals(registry, audit.trail(), times.clock());
        this.service = new NodeService(
                new NodeService.NodeParts(settings.idc(), settings.node(), settings.registryKind(), registry, state,
                        keeper, catalog, ads, imports, load, figures, health, spill, events, history, freshness, times,
                        ready, fellows, releases, host, audit, approvals, moves, drills,
                        onlookers),
                new Writer(settings.idc(), registry, times.clock(), state,
                        new Commits(registry, codec, times.clock(), state, keeper, audit.trail()),
                        new SecondPerson(approvals, grounds::traffic)));
        AdsTls tls = settings.tls();
        List<BindableService> services = Stream
                .concat(Stream.of(ads, imports, load), SeparateStreams.of(ads).stream()).toList();
        this.server = tls == null
                ? new AdsServer(settings.ads(), services, told)
                : new AdsServer(settings.ads(), services, new AdsServer.Security(tls, times, told));
    }

    /** Starts a node on an open registry, which stays the caller's to close. Returns before it is ready. */
    public static ControlNode start(NodeSettings settings, Registry registry, StateKeeper.Times times,
            NodeObserver observer) throws IOException {
        return start(settings, registry, times, observer, FirstStart.NOTHING);
    }

    /** The same, with something to write before the node is ready. */
    public static ControlNode start(NodeSettings settings, Registry registry, StateKeeper.Times times,
            NodeObserver observer, FirstStart first) throws IOException {
        return start(settings, registry, times, observer, first, HostView.NOTHING);
    }

    /** The same, with a look at the machine that it runs on. */
    public static ControlNode start(NodeSettings settings, Registry registry, StateKeeper.Times times,
            NodeObserver observer, FirstStart first, HostView host) throws IOException {
        ControlNode node = new ControlNode(settings, registry, times, observer, first, host);
        node.server.start(); // First, because a node that is ready says where it can be reached.
        node.fellows.finalizer().start();
        node.keeper.start();
        node.audit.start();
        return node;
    }

    private void owners() {
        health.onOwners();
        moves.onNodes();
    }

    /** Returns the service behind the HTTP API. */
    public ControlService service() {
        return service;
    }

    /** Returns who lives of the control nodes of this IDC: {@link LiveNodes#owns} says who does what. Never blocks. */
    public LiveNodes liveNodes() {
        return fellows.view().live();
    }

    /** Returns what all gateways of this IDC measure. */
    public MeasuredFleet measured() {
        return figures;
    }

    /** Returns the port where gateways and registry-sync connect. */
    public int adsPort() {
        return server.port();
    }

    /** Says where operators reach this node, so that whoever asks one node of the IDC finds all. */
    public void reachable(String api) {
        fellows.reachable(api);
    }

    /** Returns what is waited for; empty when ready. */
    public List<String> notReady() {
        return ready.reasons();
    }

    /** Ends streams, so that clients turn to another node, then everything else. */
    @Override
    public void close() {
        firstWrites.close();
        drills.close();
        moves.close();
        ads.close();
        health.close();
        spill.close();
        audit.close();
        load.close();
        server.close();
        imports.close();
        fellows.close();
        keeper.close();
    }

    /** What happens with every event, on the state's thread. */
    private final class Pipeline implements StateListener {

        private final StateSource state;
        private final CatalogHolder catalog;
        private final CatalogBuilder builder;
        private final StateKeeper.Times times;
        private final RevisionHistory history;
        private final FaultTimes faults;
        private final EventHub events;
        private final NodeObserver observer;
        private final Leavers leavers;
        private final SwitchNews news;

        Pipeline(Parts parts, EventHub events, NodeObserver observer) {
            this.state = parts.state;
            this.catalog = parts.catalog;
            this.builder = parts.builder;
            this.history = parts.history;
            this.times = parts.times;
            this.leavers = parts.leavers;
            this.faults = new FaultTimes(parts.times.clock().instant());
            this.events = events;
            this.observer = observer;
            this.news = new SwitchNews(parts.place, events, observer);
        }

        /** Where states and catalogs go. */
        record Parts(StateSource state, CatalogHolder catalog, CatalogBuilder builder, RevisionHistory history,
                StateKeeper.Times times, Leavers leavers, String place) {}

        @Override
        public void onChange(StateChange change) {
            Catalog served = catalog.get();
            CatalogChange next = builder.update(served, change.state(), change.touched());
            catalog.set(next.catalog());
            try {
                ads.publish(next, change.revision(), change.receivedNanos(), change.receivedAt());
            } catch (RuntimeException bug) {
                // Else the next catalog would not differ from this one, and clients never hear of it.
                catalog.set(served);
                throw bug;
            }
            history.add(change);
            events.onChange(change);
            state.set(change.state());
            leavers.onChange(change, next.catalog());
            health.onChange(change);
            spill.onChange(change);
            moves.onChange(change);
            drills.onChange(change);
            news.onChange(change);
        }

        @Override
        public void onRevision(ControlState newer) {
            state.set(newer);
        }

        private void endFaults() {
            ControlState now = state.get();
            Touched ended = faults.ended(now, times.clock().instant());
            if (!ended.isEmpty()) {
                CatalogChange next = builder.update(catalog.get(), now, ended);
                catalog.set(next.catalog());
                ads.publish(next, now.revision(), times.ticker().nanos(), times.clock().instant());
            }
        }

        @Override
        public void onLoaded(ControlState loaded) {
            if (catalog.get().all(ResourceType.ROUTE).isEmpty()) {
                catalog.set(builder.build(loaded));
            }
            state.set(loaded);
            health.onLoaded(loaded);
            news.onLoaded(loaded);
            ads.pushes().loaded(loaded.revision());
            history.loaded();
            ready.setLoaded();
            firstWrites.start(service, this::becomeReady);
        }

        private void becomeReady() {
            long revision = state.get().revision();
            fellows.start();
            spill.start();
            moves.start();
            drills.start();
            LOG.info("not ready -> ready: revision {}", revision);
            observer.ready(true);
            events.emit("ready", "node", "ready at revision " + revision, Map.of());
        }

        @Override
        public void onRegistry(ConnectionState connection) {
            LOG.info("registry: {} -> {} {}", connection.connected() ? "lost" : "connected",
                    connection.connected() ? "connected" : "lost", connection.detail());
            observer.registry(connection.connected());
            events.emit("registry", connection.clusterId(), connection.connected() ? "connected" : "lost",
                    Map.of("detail", connection.detail()));
        }

        @Override
        public void onHeld(HeldRemovals held) {
            observer.held(held.ids().size());
            events.emit("registry", "held", held.ids().isEmpty() ? "nothing is held back any more" : held.detail(),
                    Map.of("resources", Integer.toString(held.ids().size()), "reason", held.reason()));
        }

        @Override
        public void onDrift(int resources) {
            LOG.warn("{} resources differed from the registry although no event said so", resources);
        }

        @Override
        public void onQueue(int waiting, long stepNanos) {
            observer.step(waiting, stepNanos, state.get().revision());
            endFaults();
        }
    }
}
