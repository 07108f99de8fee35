package io.spillway.model.resource;

/** What a resource says; one record per kind. */
public sealed interface Spec permits IdcSpec, ClusterSpec, ServiceSpec, WorkloadEntrySpec, DrGroupSpec, RouteSpec,
        TrafficShiftSpec, SwitchOverSpec, DrillSpec, ServiceEntrySpec {

    /** Returns the kind that this belongs to. */
    Kind kind();
}
