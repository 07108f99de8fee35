package io.spillway.control.switchover.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.MeasuredTraffic;
import org.jspecify.annotations.Nullable;

/**
 * All that the checks of a switch-over look at, as it was at one moment. Whatever is not known is absent: that is worth a
 * warning, never a pass.
 *
 * @param ownIdc the IDC that plans
 * @param now by the clock of the node that plans
 * @param peers the links to the other IDCs, by IDC
 * @param nodes the control nodes of this IDC that live
 * @param embedded whether the registry is the one that lives in the control node
 * @param clocks what is known of other clocks
 * @param traffic what is measured, by Service, then by the IDC whose gateways measured it
 * @param fleets how many data planes know what they should, by IDC
 * @param held updates of peers that a guard holds back
 * @param holders who may move the traffic of what: the name of a switch-over by what it locks
 * @param drills that run now
 */
public record PlanGround(ControlState state, String ownIdc, Instant now, Map<String, PeerLink> peers,
        Set<String> nodes, boolean embedded, List<ClockSeen> clocks,
        Map<String, Map<String, MeasuredTraffic>> traffic, Map<String, Fleet> fleets, List<HeldUpdate> held,
        Map<String, String> holders, List<RunningDrill> drills) {

    /** Copies all that can change. */
    public PlanGround {
        peers = Map.copyOf(peers);
        nodes = Set.copyOf(nodes);
        clocks = List.copyOf(clocks);
        traffic = Map.copyOf(traffic);
        fleets = Map.copyOf(fleets);
        held = List.copyOf(held);
        holders = Map.copyOf(holders);
        drills = List.copyOf(drills);
    }

    /**
     * The sync link to another IDC.
     *
     * @param fresh whether what it declares is fresh in this IDC: at the control node that hears it, whichever that is
     * @param age since when nothing was heard here; null when nothing ever was
     * @param hearsUs whether what this IDC declares is fresh there; null when nobody tells
     */
    public record PeerLink(boolean fresh, @Nullable Duration age, @Nullable Boolean hearsUs) {}

    /**
     * Somebody else's clock.
     *
     * @param ahead of the clock here; negative when it is behind
     */
    public record ClockSeen(String idc, String node, Duration ahead) {}

    /**
     * The data planes of an IDC.
     *
     * @param synced how many of the connected have Acked all that they should have
     * @param late who of them has not, as in "gw-1 (pending for 12 s)"
     */
    public record Fleet(int connected, int synced, List<String> late) {

        public Fleet {
            late = List.copyOf(late);
        }
    }

    /**
     * An update that is not in use.
     *
     * @param idc whose
     * @param service empty when it is about the list of services
     */
    public record HeldUpdate(String idc, String service, String detail) {}

    /**
     * A drill.
     *
     * @param locks whose traffic it plays with, as in {@code SwitchOverPlan.locks}
     */
    public record RunningDrill(String name, Set<String> locks) {

        public RunningDrill {
            locks = Set.copyOf(locks);
        }
    }
}
