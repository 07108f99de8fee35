package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.RBAC.Action;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBACPerRoute;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.model.identity.SpiffeId.Role;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.wire.xds.SpiffePattern;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Who may come to a crossing, as access control by role: the gateways of other IDCs for all services, workloads of other
 * IDCs for those whose {@code exportTo} has theirs. The listener says what holds for a service that is for all IDCs, which
 * is the usual one; the routes of others say their own. The trust domain is the business of TLS. Pure.
 */
final class Callers {

    private static final List<String> ALL = List.of("*");
    private static final Permission ANYTHING = Permission.newBuilder().setAny(true).build();
    /** A tunnel to the workloads of a service that speaks HTTP is for nobody whom a Route has not let through. */
    private static final Permission NO_TUNNEL = Permission.newBuilder()
            .setNotRule(Permission.newBuilder().setHeader(HeaderMatcher.newBuilder().setName(":method")
                    .setStringMatch(StringMatcher.newBuilder().setExact("CONNECT"))))
            .build();

    private Callers() {}

    /** Returns the filter of a crossing listener. */
    static HttpFilter filter(String ownIdc) {
        return HttpFilter.newBuilder().setName(XdsNames.FILTER_RBAC)
                .setTypedConfig(Any.pack(rules(ownIdc, ALL, NO_TUNNEL))).build();
    }

    /** Says on the crossing route of a service who may call it, if that is not what the listener says. */
    static Route.Builder restrict(Route.Builder route, String ownIdc, ServiceSpec spec) {
        boolean tcp = spec.protocol() == ServiceProtocol.TCP;
        if (tcp || !spec.exportTo().contains("*")) {
            route.putTypedPerFilterConfig(XdsNames.FILTER_RBAC, Any.pack(RBACPerRoute.newBuilder()
                    .setRbac(rules(ownIdc, spec.exportTo(), tcp ? ANYTHING : NO_TUNNEL)).build()));
        }
        return route;
    }

    /** Returns the filter of a filter chain for tunnels to a service. */
    static Filter tunnelFilter(String ownIdc, List<String> exportTo) {
        return Filter.newBuilder().setName("envoy.filters.network.rbac")
                .setTypedConfig(Any.pack(io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC.newBuilder()
                        .setStatPrefix("crossing").setRules(policies(ownIdc, exportTo, ANYTHING)).build()))
                .build();
    }

    private static RBAC rules(String ownIdc, List<String> exportTo, Permission workloadsMay) {
        return RBAC.newBuilder().setRules(policies(ownIdc, exportTo, workloadsMay)).build();
    }

    private static io.envoyproxy.envoy.config.rbac.v3.RBAC policies(String ownIdc, List<String> exportTo,
            Permission workloadsMay) {
        Map<String, Policy> policies = new TreeMap<>();
        policies.put("gateways", Policy.newBuilder().addPermissions(ANYTHING)
                .addPrincipals(any(null, Role.GATEWAY)).build());
        Policy.Builder workloads = Policy.newBuilder().addPermissions(workloadsMay);
        if (exportTo.contains("*")) {
            workloads.addPrincipals(Principal.newBuilder().setAndIds(Principal.Set.newBuilder()
                    .addIds(any(null, Role.WORKLOAD))
                    .addIds(Principal.newBuilder().setNotId(any(ownIdc, Role.WORKLOAD)))));
        } else {
            exportTo.stream().filter(idc -> !idc.equals(ownIdc)).distinct().sorted()
                    .forEach(idc -> workloads.addPrincipals(any(idc, Role.WORKLOAD)));
        }
        if (workloads.getPrincipalsCount() > 0) {
            policies.put("workloads", workloads.build());
        }
        return io.envoyproxy.envoy.config.rbac.v3.RBAC.newBuilder().setAction(Action.ALLOW).putAllPolicies(policies)
                .build();
    }

    private static Principal any(@Nullable String idc, Role role) {
        return Principal.newBuilder().setAuthenticated(Principal.Authenticated.newBuilder()
                .setPrincipalName(StringMatcher.newBuilder().setSafeRegex(
                        RegexMatcher.newBuilder().setRegex(new SpiffePattern(null, idc, role).regex()))))
                .build();
    }
}
