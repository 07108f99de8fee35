package io.spillway.control.switchover.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.Index;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;

/**
 * What the scopes of a switch-over are about, as this IDC's resources say.
 *
 * @param problems what is not as it must be
 * @param idcs those that may carry traffic of the scopes, in the order of their DrGroups
 * @param locks what nobody else may move meanwhile
 * @param groups the DrGroups that are touched
 * @param services all Services in scope, by name
 * @param narrower the path of the shift that rules a Service more narrowly than the scope, by Service: it does not move
 * @param wider the path of another shift that rules a Service instead of one of the scope, by Service
 */
record MoveScope(List<String> problems, List<String> idcs, List<String> locks, SortedMap<String, DrGroupSpec> groups,
        SortedMap<String, ServiceSpec> services, SortedMap<String, String> narrower, SortedMap<String, String> wider) {

    /** More in one transaction leave no room for what else stands in it. */
    private static final int MOST_LOCKS = 50;

    static MoveScope of(ControlState state, SwitchOverSpec spec) {
        Reading reading = new Reading(state, spec);
        spec.scopes().forEach(reading::read);
        return reading.made();
    }

    /** Returns whether a switch-over or a drill with these locks wants the same traffic. */
    boolean meets(Iterable<String> others) {
        for (String other : others) {
            if (locks.contains(other)) {
                return true;
            }
        }
        return false;
    }

    /** Collects what the scopes say. Used once. */
    private static final class Reading {

        private final ControlState state;
        private final SwitchOverSpec spec;
        private final List<String> problems = new ArrayList<>();
        private final Set<String> idcs = new LinkedHashSet<>();
        private final Set<String> locks = new LinkedHashSet<>();
        private final SortedMap<String, DrGroupSpec> groups = new TreeMap<>();
        private final SortedMap<String, ServiceSpec> services = new TreeMap<>();
        private final SortedMap<String, String> narrower = new TreeMap<>();
        private final SortedMap<String, String> wider = new TreeMap<>();

        Reading(ControlState state, SwitchOverSpec spec) {
            this.state = state;
            this.spec = spec;
            for (String idc : List.of(spec.from(), spec.to())) {
                if (state.get(Kind.IDC, idc) == null) {
                    problems.add("Idc " + idc + " is not known");
                }
            }
        }

        void read(ShiftScope scope) {
            switch (scope) {
                case ShiftScope.DrGroupScope(String name) -> group(name, scope);
                case ShiftScope.ServiceScope(String name) -> {
                    ServiceSpec service = state.service(name);
                    if (service == null) {
                        problems.add("Service " + name + " is not known");
                    } else if (service.drGroup() == null) {
                        locks.add(scope.path());
                        idcs.addAll(new TreeMap<>(state.all(Kind.IDC).toMap()).keySet());
                        service(name, service, scope);
                    } else {
                        backed(service.drGroup());
                        service(name, service, scope);
                    }
                }
                case ShiftScope.IdcScope(String name) -> {
                    if (!name.equals(spec.from())) {
                        problems.add("scope idc " + name + " (expected: " + spec.from() + ", the IDC that is left)");
                    }
                    state.names(Index.DR_GROUPS_BY_IDC, name).forEach(group -> group(group, scope));
                }
            }
        }

        private void group(String name, ShiftScope scope) {
            backed(name);
            for (String service : state.names(Index.SERVICES_BY_DR_GROUP, name)) {
                ServiceSpec found = state.service(service);
                if (found != null) {
                    service(service, found, scope);
                }
            }
        }

        private void backed(String name) {
            Resource found = state.get(Kind.DR_GROUP, name);
            locks.add("drgroup/" + name);
            if (found == null || !(found.spec() instanceof DrGroupSpec group)) {
                problems.add("DrGroup " + name + " is not known");
                return;
            }
            groups.put(name, group);
            idcs.addAll(group.idcs());
            for (String idc : List.of(spec.from(), spec.to())) {
                if (!group.idcs().contains(idc)) {
                    problems.add("DrGroup " + name + " is not backed by " + idc + ", but by "
                            + String.join(", ", group.idcs()));
                }
            }
        }

        private void service(String name, ServiceSpec service, ShiftScope scope) {
            services.put(name, service);
            TrafficShiftSpec ruling = state.effectiveShift(name, service).orElse(null);
            if (ruling != null && !ruling.scope().equals(scope)) {
                (width(ruling.scope()) < width(scope) ? narrower : wider).put(name, ruling.scope().path());
            }
        }

        MoveScope made() {
            if (locks.size() > MOST_LOCKS) {
                problems.add(locks.size() + " DrGroups (expected: at most " + MOST_LOCKS + " in one switch-over)");
            }
            return new MoveScope(List.copyOf(new LinkedHashSet<>(problems)), List.copyOf(idcs), List.copyOf(locks),
                    groups, services, narrower, wider);
        }

        private static int width(ShiftScope scope) {
            return switch (scope) {
                case ShiftScope.ServiceScope _ -> 0;
                case ShiftScope.DrGroupScope _ -> 1;
                case ShiftScope.IdcScope _ -> 2;
            };
        }
    }

    /** Returns the state in which what a plan has frozen stands instead of what the switch-over has written since. */
    static ControlState before(ControlState state, SwitchOverSpec spec, List<TrafficShiftSpec> baseline) {
        ControlState before = state;
        for (ShiftScope scope : spec.scopes()) {
            before = before.without(Kind.TRAFFIC_SHIFT, scope.resourceName(), before.revision());
        }
        for (TrafficShiftSpec shift : baseline) {
            before = before.with(Resource.of(shift.scope().resourceName(), shift));
        }
        return before;
    }

    /** Returns what a map says of IDCs that get something. */
    static Map<String, Integer> shares(Map<String, Integer> weights) {
        Map<String, Integer> shares = new TreeMap<>(weights);
        shares.values().removeIf(weight -> weight == 0);
        return shares;
    }
}
