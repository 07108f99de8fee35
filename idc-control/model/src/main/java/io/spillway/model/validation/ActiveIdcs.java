package io.spillway.model.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * Which IDCs of a DrGroup are active: those that no standing shift of it, of its Services or of its IDCs excludes, whichever
 * of these rules now. So two shifts of different scopes cannot leave fewer together than each may alone. Pure.
 */
public final class ActiveIdcs {

    private ActiveIdcs() {}

    /**
     * Returns why a shift may not be written; null when it leaves enough, or does not exclude anything that others do not.
     *
     * @param after what will be there, with the shift
     */
    public static WriteVerdict.@Nullable Guarded guard(ResourceView after, TrafficShiftSpec shift) {
        if (shift.cleared() || shift.excluded().isEmpty()) {
            return null;
        }
        for (String name : groups(after, shift.scope())) {
            DrGroupSpec group = after.spec(Kind.DR_GROUP, name, DrGroupSpec.class);
            WriteVerdict.Guarded guarded = group == null ? null : guard(after, shift, name, group);
            if (guarded != null) {
                return guarded;
            }
        }
        return null;
    }

    private static WriteVerdict.@Nullable Guarded guard(ResourceView after, TrafficShiftSpec shift, String name,
            DrGroupSpec group) {
        Map<String, String> others = excludedByOthers(after, shift.scope(), name, group);
        Set<String> without = new LinkedHashSet<>(group.idcs());
        without.removeAll(others.keySet());
        Set<String> active = new LinkedHashSet<>(without);
        active.removeAll(shift.excluded());
        if (active.size() >= group.minActive() || active.size() == without.size()) {
            return null;
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("active", (long) active.size());
        figures.put("minActive", (long) group.minActive());
        List<String> why = new ArrayList<>();
        others.forEach((idc, scope) -> why.add(idc + " is excluded by the shift of " + scope));
        return new WriteVerdict.Guarded("min_active", "the shift of " + shift.scope().path() + " would leave "
                + (active.isEmpty() ? "no active IDC" : active.size() + " active") + " of drgroup/" + name
                + ", minActive is " + group.minActive() + (why.isEmpty() ? "" : "; " + String.join(", ", why)),
                figures);
    }

    /** Returns the IDCs of a DrGroup that shifts of other scopes exclude, with the scope of the first of these. */
    private static Map<String, String> excludedByOthers(ResourceView view, ShiftScope own, String name,
            DrGroupSpec group) {
        List<ShiftScope> scopes = new ArrayList<>();
        scopes.add(new ShiftScope.DrGroupScope(name));
        group.idcs().forEach(idc -> scopes.add(new ShiftScope.IdcScope(idc)));
        view.servicesOf(name).forEach(service -> scopes.add(new ShiftScope.ServiceScope(service.name())));
        Map<String, String> excluded = new TreeMap<>();
        for (ShiftScope scope : scopes) {
            TrafficShiftSpec shift = scope.equals(own) ? null : view.shiftOf(scope);
            if (shift != null && !shift.cleared()) {
                shift.excluded().stream().filter(group.idcs()::contains)
                        .forEach(idc -> excluded.putIfAbsent(idc, scope.path()));
            }
        }
        return excluded;
    }

    /** Returns the DrGroups of which a shift of that scope divides something, in order. */
    private static List<String> groups(ResourceView view, ShiftScope scope) {
        return switch (scope) {
            case ShiftScope.DrGroupScope(String name) -> List.of(name);
            case ShiftScope.ServiceScope(String name) -> {
                ServiceSpec service = view.spec(Kind.SERVICE, name, ServiceSpec.class);
                yield service == null || service.drGroup() == null ? List.of() : List.of(service.drGroup());
            }
            case ShiftScope.IdcScope(String name) -> view.all(Kind.DR_GROUP).stream()
                    .filter(group -> group.spec() instanceof DrGroupSpec spec && spec.idcs().contains(name))
                    .map(Resource::name).sorted().toList();
        };
    }
}
