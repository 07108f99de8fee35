package io.spillway.gateway.assembly;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.RBAC.Action;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBACPerRoute;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.gateway.caller.Caller;
import io.spillway.gateway.caller.CallerPolicy;
import io.spillway.gateway.caller.CallerPolicy.Grant;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.model.identity.SpiffeId.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A rule about who may call is kept as it is meant, or refused by its name: what is left out in silence is an open door. */
@Tag("slow")
class CallerReadingTest {
    private static final String GATEWAYS = "spiffe://[^/]+/idc/[^/]+/gateway/[^/]+";
    private static final Permission ANYTHING = Permission.newBuilder().setAny(true).build();

    private static Principal named(String regex) {
        return Principal.newBuilder().setAuthenticated(Principal.Authenticated.newBuilder().setPrincipalName(
                StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex(regex)))).build();
    }

    private static RBAC rules(Consumer<Policy.Builder> change) {
        Policy.Builder policy = Policy.newBuilder().addPermissions(ANYTHING).addPrincipals(named(GATEWAYS));
        change.accept(policy);
        return RBAC.newBuilder().setRules(io.envoyproxy.envoy.config.rbac.v3.RBAC.newBuilder()
                .putPolicies("p", policy.build())).build();
    }

    private static RBAC principal(Principal principal) {
        return rules(policy -> policy.clearPrincipals().addPrincipals(principal));
    }

    private static RBAC permission(Permission permission) {
        return rules(policy -> policy.clearPermissions().addPermissions(permission));
    }

    private static RouteConfiguration routes(RBACPerRoute callers) {
        return RouteConfiguration.newBuilder().setName("crossing").addVirtualHosts(VirtualHost.newBuilder().setName("h")
                .addDomains("*")
                .addRoutes(Route.newBuilder().setName("r").setMatch(RouteMatch.newBuilder().setPrefix("/"))
                        .setRoute(RouteAction.newBuilder().setCluster("c"))
                        .putTypedPerFilterConfig("envoy.filters.http.rbac", Any.pack(callers))))
                .build();
    }

    private static Listener listener(RBAC... filters) {
        HttpConnectionManager.Builder manager = HttpConnectionManager.newBuilder()
                .setRouteConfig(RouteConfiguration.newBuilder().setName("crossing").addVirtualHosts(
                        VirtualHost.newBuilder().setName("h").addDomains("*")));
        for (RBAC filter : filters) {
            manager.addHttpFilters(
                    HttpFilter.newBuilder().setName("envoy.filters.http.rbac").setTypedConfig(Any.pack(filter)));
        }
        return Listener.newBuilder().setName("crossing").addFilterChains(FilterChain.newBuilder()
                .addFilters(Filter.newBuilder().setName("hcm").setTypedConfig(Any.pack(manager.build())))).build();
    }

    private static CallerPolicy read(RBAC rbac) {
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        assertThat(assembler.put(listener(rbac))).isInstanceOf(Validation.Valid.class);
        CallerPolicy policy = assembler.assemble(Map.of()).table(ListenerRole.CROSSING).callers();
        assertThat(policy).isNotNull();
        return policy == null ? new CallerPolicy(List.of()) : policy;
    }

    @Test
    void rolesAndIdcsAreReadFromTheirExpressions() {
        assertThat(read(rules(_ -> {}))).isEqualTo(CallerPolicy.GATEWAYS);
        Principal others = Principal.newBuilder().setAndIds(Principal.Set.newBuilder()
                .addIds(named("spiffe://[^/]+/idc/[^/]+/workload/[^/]+")).addIds(Principal.newBuilder()
                        .setNotId(named("spiffe://[^/]+/idc/idc\\.a/workload/[^/]+"))))
                .build();
        assertThat(read(principal(others))).isEqualTo(new CallerPolicy(List.of(new Grant(
                new Caller.All(List.of(new Caller.Of(null, Role.WORKLOAD),
                        new Caller.Not(new Caller.Of("idc.a", Role.WORKLOAD)))),
                true))));
        Principal either = Principal.newBuilder().setOrIds(Principal.Set.newBuilder().addIds(named(GATEWAYS))
                .addIds(named("spiffe://[^/]+/idc/b/workload/[^/]+"))).build();
        assertThat(read(principal(either)).grants().getFirst().caller()).isEqualTo(new Caller.AnyOf(
                List.of(new Caller.Of(null, Role.GATEWAY), new Caller.Of("b", Role.WORKLOAD))));
    }

    @Test
    void everythingButTunnelsCanBeGranted() {
        Permission noTunnel = Permission.newBuilder()
                .setNotRule(Permission.newBuilder().setHeader(HeaderMatcher.newBuilder()
                        .setName(":method").setStringMatch(StringMatcher.newBuilder().setExact("CONNECT"))))
                .build();
        assertThat(read(permission(noTunnel)).grants().getFirst().tunnels()).isFalse();
    }

    @Test
    void aRouteHasItsOwn() {
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        RBAC none = RBAC.newBuilder().setRules(io.envoyproxy.envoy.config.rbac.v3.RBAC.getDefaultInstance()).build();
        assembler.put(routes(RBACPerRoute.newBuilder().setRbac(none).build()));
        assembler.put(Listener.newBuilder().setName("crossing").addFilterChains(FilterChain.newBuilder().addFilters(
                Filter.newBuilder().setName("hcm").setTypedConfig(Any.pack(HttpConnectionManager.newBuilder().setRds(
                        io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds.newBuilder()
                                .setRouteConfigName("crossing"))
                        .build()))))
                .build());
        assertThat(assembler.assemble(Map.of()).table(ListenerRole.CROSSING).routes().getFirst().guard().callers())
                .as("rules without a policy let nobody in").isEqualTo(new CallerPolicy(List.of()));
    }

    @Test
    void theListenersWordChangesWithoutItsRoutes() {
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        assembler.put(listener(rules(_ -> {})));
        assembler.assemble(Map.of());
        assembler.put(listener());
        assertThat(assembler.assemble(Map.of()).table(ListenerRole.CROSSING).callers()).isNull();
    }

    static Stream<Arguments> notUnderstood() {
        io.envoyproxy.envoy.config.rbac.v3.RBAC.Builder some = rules(_ -> {}).getRules().toBuilder();
        return Stream.of(
                arguments(RBAC.newBuilder().setRules(some.clone().setAction(Action.DENY)).build(), "action"),
                arguments(RBAC.newBuilder().setRules(some.clone().setAction(Action.LOG)).build(), "action"),
                arguments(RBAC.newBuilder().setShadowRules(some.clone()).build(), "RBAC.shadow_rules"),
                arguments(RBAC.newBuilder().setRules(some.clone()).setTrackPerRuleStats(true).build(),
                        "RBAC.track_per_rule_stats"),
                arguments(principal(Principal.newBuilder().setAny(true).build()), "principal ANY"),
                arguments(principal(Principal.newBuilder()
                        .setDirectRemoteIp(CidrRange.newBuilder().setAddressPrefix("10.0.0.0")).build()),
                        "principal DIRECT_REMOTE_IP"),
                arguments(principal(Principal.newBuilder()
                        .setAuthenticated(Principal.Authenticated.getDefaultInstance()).build()), "principal_name"),
                arguments(principal(named("spiffe://.*")), "principal_name"),
                arguments(principal(named("spiffe://corp/idc/[^/]+/gateway/[^/]+")), "principal_name"),
                arguments(principal(Principal.newBuilder().setAuthenticated(Principal.Authenticated.newBuilder()
                        .setPrincipalName(StringMatcher.newBuilder().setPrefix("spiffe://"))).build()),
                        "StringMatcher.prefix"),
                arguments(principal(Principal.getDefaultInstance()), "principal"),
                arguments(rules(Policy.Builder::clearPrincipals), "principals"),
                arguments(rules(Policy.Builder::clearPermissions), "permissions"),
                arguments(permission(Permission.newBuilder().setDestinationPort(80).build()), "permissions"),
                arguments(permission(Permission.newBuilder().setNotRule(Permission.newBuilder().setHeader(HeaderMatcher
                        .newBuilder().setName(":method")
                        .setStringMatch(StringMatcher.newBuilder().setExact("POST")))).build()), "permissions"));
    }

    @ParameterizedTest
    @MethodSource("notUnderstood")
    void whatIsNotUnderstoodIsRefused(RBAC rbac, String why) {
        assertThat(new SnapshotAssembler("idc-a").put(listener(rbac))).isInstanceOfSatisfying(Validation.Invalid.class,
                invalid -> assertThat(invalid.why()).contains(why));
        assertThat(new SnapshotAssembler("idc-a").put(routes(RBACPerRoute.newBuilder().setRbac(rbac).build())))
                .isInstanceOf(Validation.Invalid.class);
    }

    @Test
    void aRouteThatSwitchesTheFilterOffIsRefused() {
        assertThat(new SnapshotAssembler("idc-a").put(routes(RBACPerRoute.getDefaultInstance())))
                .isInstanceOf(Validation.Invalid.class);
    }

    @Test
    void twoFiltersAreOneTooMany() {
        RBAC one = rules(_ -> {});
        assertThat(new SnapshotAssembler("idc-a").put(listener(one, one))).isInstanceOf(Validation.Invalid.class);
    }
}
