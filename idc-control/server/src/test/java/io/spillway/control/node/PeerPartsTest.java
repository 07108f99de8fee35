package io.spillway.control.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.load.FleetFigures;
import io.spillway.control.load.Watched;
import io.spillway.control.nodes.LiveNodes;
import io.spillway.control.nodes.NodeFigures;
import io.spillway.control.nodes.NodeFigures.PathCount;
import io.spillway.control.nodes.NodeRecord;
import io.spillway.control.nodes.NodesView;
import io.spillway.control.service.StatusReport.LinkView;
import io.spillway.control.service.StatusReport.PathView;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.ServiceView;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The link to idc-b, the way there and what is behind it: each fails alone, and the others are not blamed. */
class PeerPartsTest {

    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    private static final PathView WAY = new PathView(2, 0, 0, null, List.of());
    private static final ServiceView WELL = new ServiceView(1, 4, 4, 400, 400, 90);
    private static final LinkView UP = new LinkView(true, Duration.ofSeconds(60), Duration.ofSeconds(1));

    /** What the one other control node says, which has all the gateways. */
    private static FleetFigures figures(PathCount toB) {
        NodeRecord other = new NodeRecord("control-2", Instant.EPOCH, "", "", NodeRecord.Progress.UNKNOWN, null,
                List.of(), new NodeFigures(2, new TreeMap<>(Map.of("idc-b", toB)), new TreeMap<>(),
                        List.of(), new TreeMap<>()));
        NodesView nodes = new NodesView(LiveNodes.of("control-1", List.of("control-2"), 1),
                new TreeMap<>(Map.of("control-2", other)));
        return new FleetFigures(
                new FleetFigures.Parts("control-1", () -> Watched.NOTHING, () -> nodes, () -> 0, TreeMap::new,
                        _ -> {}));
    }

    private static PeerView peer(PeerState state, Duration silent, PathCount path, int healthy) {
        ControlState world = ControlState.empty().with(Resource.of("orders.idc-b",
                new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 1),
                        List.of(new GatewayAddress("gw-1", "10.2.0.1", 7000)),
                        List.of(new GroupCapacity("default", 4, healthy, 400, 100 * healthy, 400, 90)))));
        PeerView link = new PeerView("idc-b", state, NOW.minusSeconds(60), NOW.minus(silent), 1, List.of(), null);
        return PeerParts.of(world, List.of(link), figures(path), NOW).getFirst();
    }

    private static PathCount twoReachIt() {
        return new PathCount(2, 0, null, List.of());
    }

    @Test
    void allIsWell() {
        PeerView peer = peer(PeerState.CONNECTED, Duration.ofSeconds(1), twoReachIt(), 4);
        assertThat(peer.link()).isEqualTo(UP);
        assertThat(peer.path()).isEqualTo(WAY);
        assertThat(peer.service()).isEqualTo(WELL);
    }

    @Test
    void theSyncLinkIsCut() {
        PeerView peer = peer(PeerState.STALE, Duration.ofSeconds(70), twoReachIt(), 4);
        assertThat(peer.link()).isEqualTo(new LinkView(false, Duration.ofSeconds(60), Duration.ofSeconds(70)));
        assertThat(peer.path()).isEqualTo(WAY);
        assertThat(peer.service()).as("as it said last").isEqualTo(WELL);
    }

    @Test
    void noGatewayReachesIt() {
        PathCount lost = new PathCount(0, 2, NOW.minusSeconds(5), List.of("gw-1", "gw-2"));
        PeerView peer = peer(PeerState.CONNECTED, Duration.ofSeconds(1), lost, 4);
        assertThat(peer.state()).isEqualTo(PeerState.CONNECTED);
        assertThat(peer.link()).isEqualTo(UP);
        assertThat(peer.path()).isEqualTo(new PathView(0, 2, 0, NOW.minusSeconds(5), List.of("gw-1", "gw-2")));
        assertThat(peer.service()).isEqualTo(WELL);
    }

    @Test
    void whatIsBehindItIsIll() {
        PeerView peer = peer(PeerState.CONNECTED, Duration.ofSeconds(1), twoReachIt(), 1);
        assertThat(peer.link()).isEqualTo(UP);
        assertThat(peer.path()).isEqualTo(WAY);
        assertThat(peer.service()).isEqualTo(new ServiceView(1, 4, 1, 400, 100, 90));
    }
}
