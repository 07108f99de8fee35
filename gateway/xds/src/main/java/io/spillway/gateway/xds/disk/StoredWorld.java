package io.spillway.gateway.xds.disk;

import java.time.Instant;
import java.util.List;

import io.spillway.gateway.xds.world.HeldResource;

/** What one file holds: whose it is, when it was written, and the resources. */
public record StoredWorld(String idc, Instant writtenAt, List<HeldResource> resources) {

    /** Keeps its own copy of the resources. */
    public StoredWorld {
        resources = List.copyOf(resources);
    }
}
