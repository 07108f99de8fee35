package io.spillway.control.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.spillway.control.load.FleetFigures.Elsewhere;
import io.spillway.control.load.FleetFigures.PathsOfFleet;
import io.spillway.control.nodes.LiveNodes;
import io.spillway.control.nodes.NodeFigures;
import io.spillway.control.nodes.NodeFigures.LinkTold;
import io.spillway.control.nodes.NodeFigures.PathCount;
import io.spillway.control.nodes.NodeRecord;
import io.spillway.control.nodes.NodesView;
import io.spillway.model.resource.MeasuredTraffic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Gateways report to two control nodes, and each node knows what all of them measure. */
class FleetFiguresTest {

    private static final Set<String> ORDERS = Set.of("orders");
    private static final Instant SINCE = Instant.parse("2026-11-27T03:00:00Z");

    private final List<NodeFigures> said = new ArrayList<>();
    private final SortedMap<String, NodeRecord> records = new TreeMap<>();
    private SortedMap<String, LinkTold> links = new TreeMap<>();
    private Watched watched = new Watched(Map.of(Watched.key(ORDERS), ORDERS), true);
    private final FleetFigures figures = new FleetFigures(new FleetFigures.Parts("control-1", () -> watched,
            () -> new NodesView(LiveNodes.of("control-1", records.keySet(), 1), records), () -> 3,
            () -> links, said::add));

    @BeforeEach
    void bothLive() {
        live("control-1", null);
        live("control-2", null);
    }

    private void live(String node, @Nullable NodeFigures says) {
        records.put(node, new NodeRecord(node, Instant.EPOCH, "", "", NodeRecord.Progress.UNKNOWN, null, List.of(),
                says));
    }

    private static Reporter gateway(String node, long heard, double served, Map<String, PathTold> paths) {
        Reporter reporter = new Reporter(node, "gateway", heard);
        TrafficSum orders = new TrafficSum();
        orders.served("idc-a", served);
        orders.latency(4, served);
        TrafficSum others = new TrafficSum();
        others.served("idc-a", 1000);
        reporter.take(new Interval(2, Map.of(), Map.of(), Map.of(), Map.of(),
                Map.of("orders", orders, "inventory", others)), heard, false);
        reporter.paths(paths);
        return reporter;
    }

    private static PathTold up() {
        return new PathTold(true, false, SINCE);
    }

    private static PathTold lost(long seconds) {
        return new PathTold(false, true, SINCE.plusSeconds(seconds));
    }

    private void look(Reporter... reporters) {
        figures.hurry();
        figures.look(List.of(reporters), Instant.EPOCH::plusNanos);
    }

    @Test
    void theyAreAsOldAsTheOldestReportThatCounts() {
        live("control-2", says(MeasuredTraffic.NONE));
        look(gateway("gw-1", 1, 20, Map.of()), gateway("gw-2", 3, 60, Map.of()));
        assertThat(figures.of(ORDERS).since()).isEqualTo(Instant.EPOCH.minusSeconds(2).plusNanos(1));
        live("control-2", says(MeasuredTraffic.NONE.from(Instant.EPOCH.minusSeconds(9))));
        assertThat(figures.of(ORDERS).since()).isEqualTo(Instant.EPOCH.minusSeconds(9));
        live("control-2", null);
        assertThat(figures.of(ORDERS).since()).as("a node has not said")
                .isEqualTo(Instant.EPOCH.minusSeconds(2).plusNanos(1));
        look();
        assertThat(figures.of(ORDERS).since()).as("nobody knows how old").isEqualTo(Instant.EPOCH);
        live("control-2", says(MeasuredTraffic.NONE));
        assertThat(figures.of(ORDERS).since()).as("nobody measures").isNull();
    }

    private static NodeFigures says(MeasuredTraffic orders) {
        return new NodeFigures(0, new TreeMap<>(), new TreeMap<>(Map.of(Watched.key(ORDERS), orders)), List.of(),
                new TreeMap<>());
    }

    @Test
    void whatBothNodesHearIsAddedUp() {
        look(gateway("gw-1", 1, 20, Map.of()), gateway("gw-2", 1, 40, Map.of()));
        assertThat(figures.of(ORDERS).requestsPerSecond()).isEqualTo(30);
        NodeFigures mine = said.getLast();
        assertThat(mine.measured()).containsOnlyKeys(Watched.key(ORDERS));
        live("control-2", mine);
        MeasuredTraffic all = figures.of(ORDERS);
        assertThat(all.requestsPerSecond()).isEqualTo(60);
        assertThat(all.servedBy()).isEqualTo(Map.of("idc-a", 60.0));
        assertThat(all.latency().get(4)).as("requests, not a rate").isEqualTo(120);
        live("control-1", mine);
        assertThat(figures.of(ORDERS)).as("its own record is no other node's").isEqualTo(all);
    }

    @Test
    void ofServicesThatNobodyWatchesOnlyTheOwnPartIsKnown() {
        look(gateway("gw-1", 1, 20, Map.of()));
        live("control-2", said.getLast());
        assertThat(figures.of(Set.of("inventory")).requestsPerSecond()).isEqualTo(500);
        assertThat(figures.of(Set.of("nowhere")).requestsPerSecond()).isZero();
        assertThat(figures.of(Set.of("nowhere")).servedBy()).isEmpty();
    }

    @Test
    void nothingIsWrittenTwiceNorByTheOnlyNodeNorOfWhatNobodyWatches() {
        look(gateway("gw-1", 1, 20, Map.of()));
        look(gateway("gw-1", 1, 20, Map.of()));
        assertThat(said).hasSize(1);
        watched = Watched.NOTHING;
        look(gateway("gw-1", 1, 20, Map.of()));
        assertThat(said.getLast().measured()).isEmpty();
        records.remove("control-2");
        int before = said.size();
        look(gateway("gw-1", 1, 70, Map.of("idc-b", up())));
        assertThat(said).hasSize(before);
    }

    @Test
    void aWayIsCountedByGatewayAndWhoSaysNothingIsUnknown() {
        look(gateway("gw-1", 1, 0, Map.of("idc-b", up())), gateway("gw-2", 1, 0, Map.of("idc-b", lost(7))));
        assertThat(figures.paths("idc-b"))
                .isEqualTo(new PathsOfFleet(1, 1, 1, SINCE.plusSeconds(7), List.of("gw-2")));
        assertThat(figures.paths("idc-c")).isEqualTo(new PathsOfFleet(0, 0, 3, null, List.of()));
        live("control-2", new NodeFigures(2,
                new TreeMap<>(Map.of("idc-b", new PathCount(1, 1, SINCE.plusSeconds(3), List.of("gw-9")))),
                new TreeMap<>(), List.of(), new TreeMap<>()));
        assertThat(figures.paths("idc-b"))
                .isEqualTo(new PathsOfFleet(2, 2, 1, SINCE.plusSeconds(3), List.of("gw-2", "gw-9")));
    }

    /** registry-sync reports to one node of an IDC; switch-overs may be carried out by another. */
    @Test
    void whomOneNodeHearsTheOthersKnow() {
        look();
        assertThat(said.getLast().heard()).isEmpty();
        links.put("idc-b", new LinkTold(true, SINCE, ""));
        links.put("idc-d", new LinkTold(false, SINCE, "refused"));
        look();
        assertThat(said.getLast().heard()).containsExactly("idc-b");
        live("control-1", said.getLast());
        assertThat(figures.heardElsewhere("idc-b")).as("its own record is no other node's").isEmpty();
        live("control-2", said.getLast());
        assertThat(figures.heardElsewhere("idc-b")).contains(new Elsewhere("control-2", new LinkTold(true, SINCE, "")));
        assertThat(figures.heardElsewhere("idc-d"))
                .contains(new Elsewhere("control-2", new LinkTold(false, SINCE, "refused")));
        assertThat(figures.heardElsewhere("idc-c")).isEmpty();
        live("control-3", new NodeFigures(0, new TreeMap<>(), new TreeMap<>(), List.of("idc-d"), new TreeMap<>()));
        assertThat(figures.heardElsewhere("idc-d")).as("who hears it goes before who does not")
                .contains(new Elsewhere("control-3", new LinkTold(true, Instant.EPOCH, "")));
    }

    /** A stream that came back counts until the old one is forgotten. */
    @Test
    void aGatewayWithTwoStreamsCountsOnceByWhatItSaidLast() {
        look(gateway("gw-1", 1, 0, Map.of("idc-b", up())), gateway("gw-1", 9, 0, Map.of("idc-b", lost(0))));
        assertThat(figures.paths("idc-b")).isEqualTo(new PathsOfFleet(0, 1, 2, SINCE, List.of("gw-1")));
    }
}
