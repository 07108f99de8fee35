package io.spillway.control.snapshot;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.CrossingSpec;
import io.spillway.model.resource.EntranceSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.wire.xds.XdsNames;

/**
 * What the listeners of all data planes of this IDC have in common.
 *
 * @param idc this IDC; empty before anything is known
 * @param entrance what entrance listeners do with requests before they are routed
 * @param crossing how crossing listeners are secured
 * @param tunnels what comes to the crossing of a stock Envoy and speaks no HTTP
 */
public record ListenerRules(String idc, EntranceSpec entrance, CrossingSpec crossing, List<CrossingTunnel> tunnels) {
    /** Those of a catalog without resources. */
    static final ListenerRules NONE = new ListenerRules("", EntranceSpec.DEFAULT, CrossingSpec.DEFAULT, List.of());

    /** Returns the names of the listeners that these make others than those do. */
    Set<String> different(ListenerRules others) {
        Set<String> names = new HashSet<>();
        if (!entrance.equals(others.entrance)) {
            names.add(XdsNames.ROUTE_ENTRANCE);
        }
        if (!crossing.equals(others.crossing) || !idc.equals(others.idc) || !tunnels.equals(others.tunnels)) {
            names.add(XdsNames.ROUTE_CROSSING);
        }
        return names;
    }

    /** Returns those of a data plane of which something else secures the named listeners. */
    public ListenerRules clear(Set<String> listeners) {
        return listeners.contains(XdsNames.ROUTE_CROSSING)
                ? new ListenerRules(idc, entrance, new CrossingSpec(true, crossing.trustDomain()), tunnels)
                : this;
    }

    /** Returns those of a data plane of our own, which finds out by itself what a tunnel at its crossing means. */
    public ListenerRules withoutTunnels() {
        return new ListenerRules(idc, entrance, crossing, List.of());
    }

    /** Returns those of an IDC, by its own resource. */
    static ListenerRules of(String idc, ControlState state, List<CrossingTunnel> tunnels) {
        Resource found = state.get(Kind.IDC, idc);
        EntranceSpec entrance = found != null && found.spec() instanceof IdcSpec spec
                ? spec.entrance()
                : EntranceSpec.DEFAULT;
        return new ListenerRules(idc, entrance, Crossings.to(state, idc), tunnels);
    }
}
