package io.spillway.gateway.xds.stream;

import java.time.Duration;

import io.spillway.gateway.xds.world.ResourceType;
import io.spillway.gateway.xds.world.World.Applied;

/** Learns what the stream brings. Called on the owner thread. */
public interface AdsListener {

    /** The stream to this control plane is open. */
    void onConnected(ControlAddress address);

    /** The stream, or the attempt at one, ended; what was received stays. */
    void onDisconnected(ControlAddress address, String reason, Duration retryIn);

    /** The world has taken a response of this type, which is answered when this call returns. */
    void onApplied(ResourceType type, Applied applied);
}
