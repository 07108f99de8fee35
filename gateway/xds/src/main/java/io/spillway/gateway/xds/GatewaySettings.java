package io.spillway.gateway.xds;

import java.nio.file.Path;
import java.util.List;

import io.spillway.gateway.xds.stream.ControlAddress;

/**
 * All that a gateway's configuration needs to start.
 *
 * @param identity
 *            who this gateway is
 * @param control
 *            the control planes of this IDC, at least one
 * @param folder
 *            where the last known good snapshots are kept; made when there is none; of this gateway alone
 * @param timing
 *            how patient it is
 * @param surroundings
 *            time, chance, and an observer
 * @param subscription
 *            which clusters it subscribes
 */
public record GatewaySettings(NodeIdentity identity, List<ControlAddress> control, Path folder, GatewayTiming timing,
        Surroundings surroundings, ClusterSubscription subscription) {

    /** Keeps its own copy of the addresses. */
    public GatewaySettings {
        control = List.copyOf(control);
        if (control.isEmpty()) {
            throw new IllegalArgumentException("control: [] (expected: at least one host:port)");
        }
    }

    /** Returns settings of a gateway that subscribes all clusters. */
    public GatewaySettings(NodeIdentity identity, List<ControlAddress> control, Path folder, GatewayTiming timing,
            Surroundings surroundings) {
        this(identity, control, folder, timing, surroundings, new ClusterSubscription.All());
    }
}
