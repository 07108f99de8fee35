package io.spillway.control.state;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ShiftScope;
import io.spillway.registry.RegistryKeys;
import org.jspecify.annotations.Nullable;

/** Where resources stand in the registry. */
public final class ResourceKeys {

    /** A resource by kind and name. */
    public record Id(Kind kind, String name) {

        /** Returns the id as people and addresses have it, as in {@code services/orders}. */
        public String path() {
            return kind.plural() + "/" + name;
        }
    }

    /** Written with every TrafficShift that excludes an IDC: what several of them leave together is judged. */
    public static final String EXCLUSION = RegistryKeys.named("excluded", Kind.TRAFFIC_SHIFT.plural());

    private ResourceKeys() {}

    /**
     * Returns the key of a resource. The name of a TrafficShift must be one of {@link ShiftScope#resourceName()}, that of
     * an imported ServiceEntry {@code <service>.<idc>}; an IDC's name has no dot.
     */
    public static String keyOf(Kind kind, String name) {
        return switch (kind) {
            case TRAFFIC_SHIFT -> {
                ShiftScope scope = ShiftScope.ofResourceName(name);
                yield RegistryKeys.shift(scope == null ? name : scope.path());
            }
            case SERVICE_ENTRY -> {
                int dot = name.lastIndexOf('.');
                yield RegistryKeys.imported(name.substring(dot + 1), name.substring(0, Math.max(dot, 0)));
            }
            case IDC, CLUSTER, SERVICE, WORKLOAD_ENTRY, DR_GROUP, ROUTE, SWITCH_OVER, DRILL ->
                RegistryKeys.resource(kind.plural(), name);
        };
    }

    /** Returns what stands under a key, or null when it is not a resource. */
    public static @Nullable Id idOf(String key) {
        if (key.startsWith(RegistryKeys.RESOURCES)) {
            return ofResource(key.substring(RegistryKeys.RESOURCES.length()));
        }
        if (key.startsWith(RegistryKeys.SHIFTS)) {
            ShiftScope scope = ShiftScope.ofPath(key.substring(RegistryKeys.SHIFTS.length()));
            return scope == null ? null : new Id(Kind.TRAFFIC_SHIFT, scope.resourceName());
        }
        if (key.startsWith(RegistryKeys.IMPORTS)) {
            String rest = key.substring(RegistryKeys.IMPORTS.length());
            int slash = rest.indexOf('/');
            return slash <= 0
                    ? null
                    : new Id(Kind.SERVICE_ENTRY, rest.substring(slash + 1) + "." + rest.substring(0, slash));
        }
        return null;
    }

    private static @Nullable Id ofResource(String rest) {
        int slash = rest.indexOf('/');
        Kind kind = slash <= 0 ? null : Kind.ofPlural(rest.substring(0, slash));
        return kind == null ? null : new Id(kind, rest.substring(slash + 1));
    }
}
