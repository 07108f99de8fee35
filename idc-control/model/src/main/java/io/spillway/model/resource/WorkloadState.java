package io.spillway.model.resource;

/** What a workload says of itself. */
public enum WorkloadState {
    /** Takes requests. */
    UP,
    /** Ends what it has and takes no new requests. */
    DRAINING,
    /** Declared, but not able to serve. */
    DOWN
}
