package io.spillway.control.switchover.run;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.Index;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ShiftScope;

/** Whose requests a switch-over moves. Pure. */
final class Scoped {

    private Scoped() {}

    /** Returns all Services: what an IDC carries is not of the scope alone. */
    static Set<String> all(ControlState state) {
        return state.all(Kind.SERVICE).toMap().keySet();
    }

    /** Returns the Services of these scopes, whether a narrower shift rules them or not. */
    static Set<String> services(ControlState state, List<ShiftScope> scopes) {
        Set<String> services = new TreeSet<>();
        for (ShiftScope scope : scopes) {
            switch (scope) {
                case ShiftScope.ServiceScope(String name) -> services.add(name);
                case ShiftScope.DrGroupScope(String name) ->
                    services.addAll(state.names(Index.SERVICES_BY_DR_GROUP, name));
                case ShiftScope.IdcScope(String name) -> state.names(Index.DR_GROUPS_BY_IDC, name)
                        .forEach(group -> services.addAll(state.names(Index.SERVICES_BY_DR_GROUP, group)));
            }
        }
        return services;
    }
}
