package io.spillway.gateway.xds;

import java.nio.file.Path;

import io.spillway.gateway.xds.stream.ControlPlanes;

/**
 * All that a gateway's configuration needs to start.
 *
 * @param identity
 *            who this gateway is
 * @param control
 *            the control planes of this IDC
 * @param folder
 *            where the last known good snapshots are kept; made when there is none; of this gateway alone
 * @param timing
 *            how patient it is
 * @param surroundings
 *            time, chance, and an observer
 * @param subscription
 *            which clusters it subscribes
 */
public record GatewaySettings(NodeIdentity identity, ControlPlanes control, Path folder, GatewayTiming timing,
        Surroundings surroundings, ClusterSubscription subscription) {

    /** Returns settings of a gateway that subscribes all clusters. */
    public GatewaySettings(NodeIdentity identity, ControlPlanes control, Path folder, GatewayTiming timing,
            Surroundings surroundings) {
        this(identity, control, folder, timing, surroundings, new ClusterSubscription.All());
    }
}
