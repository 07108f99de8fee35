package io.spillway.control.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import io.spillway.control.nodes.NodeFigures;
import io.spillway.control.nodes.NodeFigures.LinkTold;
import io.spillway.control.nodes.NodeFigures.PathCount;
import io.spillway.control.nodes.NodeRecord;
import io.spillway.control.nodes.NodesView;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * What the data planes of this IDC measure and which other IDCs they reach, over all its control nodes: each says its part to
 * the others in its record, that of Services only while somebody wants it. The thread of the load reports writes; any thread
 * reads.
 */
public final class FleetFigures implements MeasuredFleet {

    /** So many gateways are named that have lost a way. */
    private static final int NAMED = 10;
    private static final double NANOS = 1e9;
    /** Of a node that has not said what it measures: nobody knows how old it is. */
    private static final MeasuredTraffic UNTOLD = MeasuredTraffic.NONE.from(Instant.EPOCH);

    private final Parts parts;
    private Watched watched = Watched.NOTHING; // owned by the thread of the load reports
    private NodeFigures said = NodeFigures.NOTHING; // owned by the thread of the load reports
    private volatile Own own = new Own(List.of());
    private volatile NodeFigures mine = NodeFigures.NOTHING;

    /**
     * What it works with.
     *
     * @param node     this control node
     * @param watched  whose figures are wanted; asked often, by one thread
     * @param nodes    who lives and what they say
     * @param gateways how many gateways are clients of this node
     * @param links    what registry-sync tells this node of the links to other IDCs
     * @param say      tells the other nodes
     */
    public record Parts(String node, Supplier<Watched> watched, Supplier<NodesView> nodes, IntSupplier gateways,
            Supplier<SortedMap<String, LinkTold>> links, Consumer<NodeFigures> say) {}

    /** What one data plane measured in so many seconds, from the beginning of its oldest report on. */
    private record Part(Map<String, TrafficSum> traffic, double seconds, Instant began) {}

    /** What all data planes of this node measured, and what of it was added up: it is asked for more often than it changes. */
    private record Own(List<Part> parts, Map<Set<String>, MeasuredTraffic> sums) {

        Own(List<Part> parts) {
            this(List.copyOf(parts), new ConcurrentHashMap<>());
        }

        MeasuredTraffic of(Set<String> services) {
            MeasuredTraffic known = sums.get(services);
            return known != null ? known : sums.computeIfAbsent(Set.copyOf(services), each -> sum(parts, each));
        }
    }

    /** Creates figures of nobody. */
    public FleetFigures(Parts parts) {
        this.parts = parts;
    }

    /** Looks what is wanted; returns whether it is wanted often. Called by the thread of the load reports. */
    boolean hurry() {
        watched = parts.watched().get();
        return watched.hurry();
    }

    /**
     * Takes what data planes have told. Called by the thread of the load reports.
     *
     * @param time the time of day at so many nanoseconds of the reports' clock
     */
    void look(List<Reporter> counting, LongFunction<Instant> time) {
        List<Part> all = new ArrayList<>();
        counting.forEach(reporter -> all.add(new Part(reporter.traffic(), reporter.seconds(),
                time.apply(reporter.heardNanos() - Math.round(reporter.seconds() * NANOS)))));
        Own measuredHere = new Own(all);
        own = measuredHere;
        boolean alone = parts.nodes().get().live().names().size() < 2;
        SortedMap<String, MeasuredTraffic> measured = new TreeMap<>();
        if (!alone) {
            watched.scopes().forEach((key, services) -> measured.put(key, measuredHere.of(services)));
        }
        SortedMap<String, LinkTold> links = parts.links().get();
        NodeFigures now = new NodeFigures(parts.gateways().getAsInt(), paths(counting), measured,
                links.entrySet().stream().filter(link -> link.getValue().connected()).map(Map.Entry::getKey).toList(),
                links, watched.looking());
        mine = now;
        // Nobody reads what the only node says.
        if (!alone && !now.equals(said)) {
            said = now;
            parts.say().accept(now);
        }
    }

    private static SortedMap<String, PathCount> paths(List<Reporter> counting) {
        Map<String, Reporter> newest = new TreeMap<>();
        for (Reporter reporter : counting) {
            if (reporter.role().equals(XdsNames.ROLE_GATEWAY)) {
                newest.merge(reporter.node(), reporter,
                        (one, other) -> other.heardNanos() > one.heardNanos() ? other : one);
            }
        }
        SortedMap<String, PathCount> paths = new TreeMap<>();
        newest.forEach((node, reporter) -> reporter.paths().forEach((idc, path) -> {
            if (path.usable() || path.lost()) {
                PathCount one = path.usable()
                        ? new PathCount(1, 0, null, List.of())
                        : new PathCount(0, 1, path.since(), List.of(node));
                paths.merge(idc, one, (before, more) -> before.and(more, NAMED));
            }
        }));
        return paths;
    }

    @Override
    public MeasuredTraffic of(Set<String> services) {
        MeasuredTraffic all = own.of(services);
        List<NodeRecord> others = parts.nodes().get().records().values().stream()
                .filter(each -> !each.node().equals(parts.node())).toList();
        if (others.isEmpty()) {
            return all;
        }
        String key = Watched.key(services);
        for (NodeRecord other : others) {
            NodeFigures figures = other.figures();
            all = all.and(figures == null ? UNTOLD : figures.measured().getOrDefault(key, UNTOLD));
        }
        return all;
    }

    private static MeasuredTraffic sum(List<Part> parts, Set<String> services) {
        TrafficSum sum = new TrafficSum();
        Instant began = null;
        for (Part part : parts) {
            began = began == null || part.began().isBefore(began) ? part.began() : began;
            part.traffic().forEach((service, traffic) -> {
                if (services.contains(service)) {
                    sum.add(traffic, part.seconds());
                }
            });
        }
        MeasuredTraffic traffic = sum.traffic();
        return began == null ? traffic : traffic.from(began);
    }

    /** Returns what other nodes of this IDC hear of another IDC: of several the one that hears it, else the newest word. */
    public Optional<Elsewhere> heardElsewhere(String idc) {
        List<Elsewhere> all = new ArrayList<>();
        for (NodeRecord other : parts.nodes().get().records().values()) {
            NodeFigures figures = other.figures();
            if (figures != null && !other.node().equals(parts.node())) {
                LinkTold link = figures.links().get(idc);
                if (link == null && figures.heard().contains(idc)) {
                    link = new LinkTold(true, other.since(), ""); // a node of a version that does not tell more
                }
                if (link != null) {
                    all.add(new Elsewhere(other.node(), link));
                }
            }
        }
        return all.stream().max(Comparator.comparing((Elsewhere each) -> each.link().connected())
                .thenComparing(each -> each.link().since()));
    }

    /** What another node of this IDC hears of the link to another IDC. */
    public record Elsewhere(String node, LinkTold link) {}

    /**
     * Returns which gateways of this IDC have a way to another one. Gateways that say nothing of it, report no load or have
     * not looked yet are unknown.
     */
    public PathsOfFleet paths(String idc) {
        NodeFigures here = mine;
        int gateways = here.gateways();
        PathCount sum = here.paths().getOrDefault(idc, PathCount.NONE);
        for (NodeRecord other : parts.nodes().get().records().values()) {
            NodeFigures figures = other.figures();
            if (figures != null && !other.node().equals(parts.node())) {
                gateways += figures.gateways();
                sum = sum.and(figures.paths().getOrDefault(idc, PathCount.NONE), NAMED);
            }
        }
        return new PathsOfFleet(sum.usable(), sum.lost(), Math.max(0, gateways - sum.usable() - sum.lost()),
                sum.lostSince(), sum.lostBy());
    }

    /**
     * How the gateways of this IDC reach another one.
     *
     * @param usable    gateways that have a way there
     * @param lost      gateways that have none
     * @param unknown   gateways of which nobody knows
     * @param lostSince since when the first of them has none; null when all have one
     * @param lostBy    names of some that have none
     */
    public record PathsOfFleet(int usable, int lost, int unknown, @Nullable Instant lostSince,
            List<String> lostBy) {}
}
