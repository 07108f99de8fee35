package io.spillway.control.node;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.control.load.FleetFigures;
import io.spillway.control.load.FleetFigures.Elsewhere;
import io.spillway.control.load.FleetFigures.PathsOfFleet;
import io.spillway.control.service.StatusReport.PathView;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.ServiceView;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceEntrySpec;

/**
 * Puts beside the link to another IDC what else is known of it: the way that requests take there, which gateways have looked
 * at, and what stands behind it, which the IDC says itself. None of the three is taken from another. Pure.
 */
final class PeerParts {

    private PeerParts() {}

    static List<PeerView> of(ControlState state, List<PeerView> peers, FleetFigures figures, Instant now) {
        Map<String, ServiceView> services = new HashMap<>();
        state.all(Kind.SERVICE_ENTRY).forEach((_, resource) -> {
            if (resource.spec() instanceof ServiceEntrySpec entry) {
                services.merge(entry.idc(), of(entry), ServiceView::and);
            }
        });
        return peers.stream().map(peer -> heard(peer, figures))
                .map(peer -> peer.with(now, path(figures.paths(peer.idc())),
                        services.getOrDefault(peer.idc(), ServiceView.NONE)))
                .toList();
    }

    /** registry-sync tells one node of an IDC; the others go by what that one says, when they know no better. */
    private static PeerView heard(PeerView peer, FleetFigures figures) {
        if (peer.state() == PeerState.CONNECTED) {
            return peer;
        }
        Elsewhere other = figures.heardElsewhere(peer.idc()).orElse(null);
        if (other == null) {
            return peer;
        }
        boolean newer = other.link().connected() || peer.since() == null
                || other.link().since().isAfter(peer.since());
        return newer ? peer.heardBy(other.node(), other.link()) : peer;
    }

    private static PathView path(PathsOfFleet paths) {
        return new PathView(paths.usable(), paths.lost(), paths.unknown(), paths.lostSince(), paths.lostBy());
    }

    private static ServiceView of(ServiceEntrySpec entry) {
        ServiceView sum = new ServiceView(1, 0, 0, 0, 0, 0);
        for (GroupCapacity group : entry.groups()) {
            sum = sum.and(new ServiceView(0, group.declared(), group.healthy(), group.capacity(),
                    group.healthyCapacity(), group.demand()));
        }
        return sum;
    }
}
