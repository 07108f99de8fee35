package io.spillway.control.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.service.StatusReport.Problem;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Index;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Mirror;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;

/** What is wrong with a state although it is valid. Looks at everything; asked by people only. Pure. */
final class Problems {

    private final ControlState state;
    private final List<Problem> found = new ArrayList<>();

    private Problems(ControlState state) {
        this.state = state;
    }

    static List<Problem> of(ControlState state, Freshness freshness, Duration up, Instant now,
            Map<String, String> unreadable) {
        Problems problems = new Problems(state);
        state.sorted(Kind.ROUTE).forEach(problems::route);
        state.sorted(Kind.SERVICE).forEach(problems::service);
        state.sorted(Kind.WORKLOAD_ENTRY).forEach(workload -> problems.workload(workload, freshness, up));
        state.sorted(Kind.TRAFFIC_SHIFT).forEach(shift -> problems.shift(shift, now));
        unreadable.forEach((key, reason) -> problems.found.add(new Problem(key, "unreadable record: " + reason)));
        return List.copyOf(problems.found);
    }

    private void add(Resource about, String problem) {
        found.add(new Problem(about.kind().plural() + "/" + about.name(), problem));
    }

    private void route(Resource resource) {
        if (resource.spec() instanceof RouteSpec route) {
            for (WeightedGroup group : route.groups()) {
                if (!exists(group.service(), group.group())) {
                    add(resource, "cluster " + group.service() + "/" + group.group()
                            + " does not exist: requests get 503 no_cluster");
                }
            }
            Mirror mirror = route.treatment().mirror();
            if (mirror != null && !exists(mirror.service(), mirror.group())) {
                add(resource, "cluster " + mirror.service() + "/" + mirror.group()
                        + " does not exist: nothing is mirrored");
            }
        }
    }

    private boolean exists(String name, String group) {
        ServiceSpec service = state.service(name);
        return service != null && service.groups().stream().map(GroupSpec::name).anyMatch(group::equals);
    }

    private void service(Resource resource) {
        if (resource.spec() instanceof ServiceSpec service) {
            Set<String> workloads = state.workloadsOf(resource.name());
            boolean serving = workloads.stream().anyMatch(this::up)
                    || !state.names(Index.IMPORTS_BY_SERVICE, resource.name()).isEmpty();
            if (!serving) {
                add(resource, "nobody serves it: no workload is UP and no other IDC declares it");
            }
            for (String host : service.hosts()) {
                String first = state.names(Index.SERVICES_BY_HOST, host).iterator().next();
                if (!first.equals(resource.name())) {
                    add(resource, "host " + host + " is answered by service " + first);
                }
            }
            if (service.drGroup() != null && state.get(Kind.DR_GROUP, service.drGroup()) == null) {
                add(resource, "drGroup " + service.drGroup() + " does not exist");
            }
        }
    }

    private boolean up(String workload) {
        Resource found = state.get(Kind.WORKLOAD_ENTRY, workload);
        return found != null && found.spec() instanceof WorkloadEntrySpec spec && spec.state() == WorkloadState.UP;
    }

    private void workload(Resource resource, Freshness freshness, Duration up) {
        if (resource.spec() instanceof WorkloadEntrySpec spec) {
            if (state.service(spec.service()) == null) {
                add(resource, "service " + spec.service() + " does not exist");
            }
            Duration lease = spec.lease();
            if (lease != null && up.compareTo(lease) > 0) {
                Duration silence = freshness.silence(resource.name());
                if (silence.compareTo(lease) > 0) {
                    add(resource, "silent for " + silence.toSeconds() + " s, its lease is " + lease.toSeconds()
                            + " s; it stays in use");
                }
            }
        }
    }

    private void shift(Resource resource, Instant now) {
        if (resource.spec() instanceof TrafficShiftSpec shift && !shift.cleared() && shift.expires() != null
                && shift.expires().isBefore(now)) {
            add(resource, "expired at " + shift.expires() + " and still in force: clear or renew it");
        }
    }
}
