package io.spillway.model.resource;

/** The part of a deployment cluster in its IDC. */
public enum ClusterRole {
    /** The control plane runs here. */
    PRIMARY,
    /** Only registers workloads. */
    REMOTE
}
