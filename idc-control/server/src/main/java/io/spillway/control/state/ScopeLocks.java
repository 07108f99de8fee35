package io.spillway.control.state;

import java.util.Set;
import java.util.TreeSet;

import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;

/** Whose traffic a scope is, as locks have it: "drgroup/core", or "service/orders" of a Service without DrGroup. Pure. */
public final class ScopeLocks {

    private ScopeLocks() {}

    /** Returns the locks of a scope; none of an IDC of no DrGroup. */
    public static Set<String> of(ControlState state, ShiftScope scope) {
        return switch (scope) {
            case ShiftScope.DrGroupScope(String name) -> Set.of("drgroup/" + name);
            case ShiftScope.ServiceScope(String name) -> {
                ServiceSpec service = state.service(name);
                yield Set.of(service == null || service.drGroup() == null
                        ? "service/" + name
                        : "drgroup/" + service.drGroup());
            }
            case ShiftScope.IdcScope(String name) -> {
                Set<String> groups = new TreeSet<>();
                state.names(Index.DR_GROUPS_BY_IDC, name).forEach(group -> groups.add("drgroup/" + group));
                yield groups;
            }
        };
    }
}
