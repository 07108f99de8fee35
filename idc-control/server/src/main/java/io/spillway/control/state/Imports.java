package io.spillway.control.state;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;

/** What a state has of one origin's Services. Stateless. */
public final class Imports {

    private Imports() {}

    /**
     * Returns the entries that were imported from an IDC, by Service and in the order of names; looking one up costs that one,
     * and not what the IDC has.
     */
    public static Map<String, ServiceEntrySpec> of(ControlState state, String idc) {
        PersistentMap<String, Boolean> names = state.indexes().postings(Index.IMPORTS_BY_IDC, idc);
        return new LookedUp<>(names.size(), service -> state.imported(idc, service), () -> services(state, names));
    }

    private static Set<String> services(ControlState state, PersistentMap<String, Boolean> names) {
        Set<String> services = new LinkedHashSet<>();
        for (String name : names.sortedKeys()) {
            Resource found = state.get(Kind.SERVICE_ENTRY, name);
            if (found != null && found.spec() instanceof ServiceEntrySpec entry) {
                services.add(entry.service());
            }
        }
        return services;
    }
}
