package io.spillway.control.state;

import java.util.HashSet;
import java.util.Set;

import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import org.jspecify.annotations.Nullable;

/**
 * What changes of resources touch, by name. A name in {@code services} means: everything of that service; in
 * {@code endpoints}: only who serves it; in {@code hosts}: the routes of that host; in {@code shifts}: the replicated
 * record of that TrafficShift. Mutable while it is collected, by one thread.
 */
public final class Touched {

    private final Set<String> services = new HashSet<>();
    private final Set<String> endpoints = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> shifts = new HashSet<>();
    private final Set<String> switchOvers = new HashSet<>();
    private final Set<String> progress = new HashSet<>();
    private final Set<String> heads = new HashSet<>();
    private boolean faults;

    /** Returns services of which everything may have changed. */
    public Set<String> services() {
        return services;
    }

    /** Returns services of which the endpoints may have changed. */
    public Set<String> endpoints() {
        return endpoints;
    }

    /** Returns hosts whose routes may have changed. */
    public Set<String> hosts() {
        return hosts;
    }

    /** Returns resource names of TrafficShifts that may have changed. */
    public Set<String> shifts() {
        return shifts;
    }

    /** Returns names of switch-overs that may have changed. */
    public Set<String> switchOvers() {
        return switchOvers;
    }

    /** Returns what IDCs may say otherwise of their part of a switch-over, by IDC and name, as in "idc-a/evening". */
    public Set<String> progress() {
        return progress;
    }

    /** Returns whose audit may have another head, as in "idc-a/chain". */
    public Set<String> heads() {
        return heads;
    }

    /** Returns whether faults of drills begin or end. */
    public boolean faults() {
        return faults;
    }

    /** Returns whether nothing is touched. */
    public boolean isEmpty() {
        return services.isEmpty() && endpoints.isEmpty() && hosts.isEmpty() && shifts.isEmpty()
                && switchOvers.isEmpty() && progress.isEmpty() && heads.isEmpty() && !faults;
    }

    /** Adds all that something else touches. */
    public void addAll(Touched other) {
        services.addAll(other.services);
        endpoints.addAll(other.endpoints);
        hosts.addAll(other.hosts);
        shifts.addAll(other.shifts);
        switchOvers.addAll(other.switchOvers);
        progress.addAll(other.progress);
        heads.addAll(other.heads);
        faults |= other.faults;
    }

    /** Adds what one change touches: {@code before} stood in the older state, {@code after} stands in the newer. */
    public void add(ControlState older, @Nullable Resource before, ControlState newer, @Nullable Resource after) {
        if (before != null) {
            add(older, before);
        }
        if (after != null) {
            add(newer, after);
        }
    }

    private void add(ControlState state, Resource resource) {
        switch (resource.spec()) {
            case WorkloadEntrySpec _ -> endpoints.addAll(state.servicesOf(resource));
            case ServiceEntrySpec entry -> endpoints.add(entry.service());
            case ServiceSpec _ -> service(state, resource.name());
            case RouteSpec route -> hosts.addAll(route.hosts());
            case DrGroupSpec _ -> drGroup(state, resource.name());
            case IdcSpec _ -> state.all(Kind.SERVICE).forEach((name, _) -> service(state, name));
            case TrafficShiftSpec shift -> {
                shifts.add(resource.name());
                scope(state, shift.scope());
            }
            case SwitchOverSpec _ -> switchOvers.add(resource.name());
            case DrillSpec drill -> drill.faults().forEach(fault -> addFault(state, fault.service()));
            case ClusterSpec _ -> {
            }
        }
    }

    private void scope(ControlState state, ShiftScope scope) {
        switch (scope) {
            case ShiftScope.ServiceScope(String name) -> service(state, name);
            case ShiftScope.DrGroupScope(String name) -> drGroup(state, name);
            case ShiftScope.IdcScope(String name) ->
                state.names(Index.DR_GROUPS_BY_IDC, name).forEach(group -> drGroup(state, group));
        }
    }

    private void drGroup(ControlState state, String name) {
        state.names(Index.SERVICES_BY_DR_GROUP, name).forEach(service -> service(state, service));
    }

    private void service(ControlState state, String name) {
        services.add(name);
        routes(state, name);
    }

    /** A fault of a drill begins or ends for the requests to a Service. */
    public void addFault(ControlState state, String service) {
        faults = true;
        routes(state, service);
    }

    /** The routes that lead to a Service. */
    private void routes(ControlState state, String name) {
        ServiceSpec spec = state.service(name);
        if (spec != null) {
            hosts.addAll(spec.hosts());
        }
        for (String route : state.names(Index.ROUTES_BY_SERVICE, name)) {
            Resource found = state.get(Kind.ROUTE, route);
            if (found != null && found.spec() instanceof RouteSpec route2) {
                hosts.addAll(route2.hosts());
            }
        }
    }
}
