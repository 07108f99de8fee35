package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.spillway.control.state.ControlState;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.gateway.route.RequestView;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteResult;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.ProxyProtocol;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What operators say of TCP services and tunnels is what a gateway does, by way of the bytes that are served. */
class TcpChainTest {
    /** A request for a tunnel. */
    private record Connect(String authority) implements RequestView {
        @Override
        public String method() {
            return "CONNECT";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public @Nullable String header(String lowerCaseName) {
            return null;
        }
    }

    private static ServiceSpec tcp(String listener, ServicePolicy policy, String... hosts) {
        return new ServiceSpec(List.of(hosts), Map.of(), ServiceSpec.DEFAULT_GROUPS, ServiceProtocol.TCP, "core",
                policy, ServiceSpec.EXPORT_TO_ALL, listener);
    }

    private static ControlState world() {
        return ControlState.empty().with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
                .with(Resource.of("mail", tcp("tls", ServicePolicy.DEFAULTS, "mail.example", "*.mail.example")))
                .with(Resource.of("rest", tcp("tls", ServicePolicy.DEFAULTS, "*", "mail.example")))
                .with(Resource.of("mysql", tcp("mysql", introduced(), "*")))
                .with(Resource.of("web", ServiceSpec.of(List.of("web.example"), "core")));
    }

    private static ServicePolicy introduced() {
        ServicePolicy or = ServicePolicy.DEFAULTS;
        return new ServicePolicy(or.timeout(), or.retries(), or.retryBudget(), or.loadBalancer(),
                or.outlierDetection(), or.circuitBreakers(), or.panicThreshold(), null, or.admission(), or.balancing(),
                io.spillway.model.resource.ProxyProtocol.V2, null);
    }

    private static RoutingSnapshot gatewayOf(ControlState state) {
        Catalog catalog = new CatalogBuilder("idc-a", () -> 1).build(state);
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        for (ResourceType type : List.of(ResourceType.CLUSTER, ResourceType.ENDPOINT, ResourceType.ROUTE)) {
            catalog.all(type).forEach((name, resource) -> assertThat(assembler.put(resource.any())).as(name)
                    .isInstanceOf(Validation.Valid.class));
        }
        catalog.all(ResourceType.LISTENER).forEach((name, resource) -> assertThat(
                assembler.put(requireNonNull(Listeners.at(resource, "0.0.0.0:3306")).any())).as(name)
                .isInstanceOf(Validation.Valid.class));
        Listeners.of(Map.of("entrance", "127.0.0.1:1"), ListenerRules.NONE).values()
                .forEach(listener -> assembler.put(listener.any()));
        return assembler.assemble(Map.of());
    }

    private static List<WeightedCluster> of(RouteTable table, String authority) {
        return table.match(new Connect(authority)) instanceof RouteResult.Matched matched
                && matched.route().action() instanceof RouteAction.Forward forward ? forward.clusters() : List.of();
    }

    private static List<WeightedCluster> all(String cluster) {
        return List.of(new WeightedCluster(cluster, 100));
    }

    @Test
    void aServerNameChoosesTheServiceAndWhoNamesNoneGetsTheOneForAll() {
        RouteTable table = gatewayOf(world()).tcpTable("tls");
        assertThat(table.namesHosts()).isTrue();
        assertThat(of(table, "mail.example:993")).isEqualTo(all("mail/default"));
        assertThat(of(table, "a.b.mail.example:993")).isEqualTo(all("mail/default"));
        assertThat(of(table, "other.example:993")).isEqualTo(all("rest/default"));
        assertThat(of(table, "10.0.0.1:993")).isEqualTo(all("rest/default"));
    }

    @Test
    void aListenerWithOneServiceForAllAsksNobodyForAName() {
        RouteTable table = gatewayOf(world()).tcpTable("mysql");
        assertThat(table.namesHosts()).isFalse();
        assertThat(of(table, "10.0.0.1:3306")).isEqualTo(all("mysql/default"));
    }

    @Test
    void aTcpServiceIsNoHostOfHttp() {
        RoutingSnapshot snapshot = gatewayOf(world());
        assertThat(snapshot.table(io.spillway.gateway.snapshot.ListenerRole.ENTRANCE).hosts())
                .allMatch(host -> host.domains().contains("web.example"));
    }

    @Test
    void aShiftMovesConnectionsAsItMovesRequests() {
        ShiftScope scope = new ShiftScope.DrGroupScope("core");
        ControlState shifted = world().with(Resource.of(scope.resourceName(),
                new TrafficShiftSpec(scope, Map.of("idc-a", 30, "idc-b", 70), Set.of(), "test", null, OnExpiry.ALARM,
                        false, new Generation(1, "idc-a"), "me")));
        assertThat(of(gatewayOf(shifted).tcpTable("mysql"), "x:1")).containsExactly(
                new WeightedCluster("mysql/default!idc-a", 3000), new WeightedCluster("mysql/default!idc-b", 7000));
    }

    @Test
    void theHeaderThatNamesTheClientIsThePolicysBusiness() {
        RoutingSnapshot snapshot = gatewayOf(world());
        assertThat(requireNonNull(snapshot.cluster("mysql/default")).policy().proxyProtocol())
                .isEqualTo(ProxyProtocol.V2);
        assertThat(requireNonNull(snapshot.cluster("web/default")).policy().proxyProtocol()).isNull();
    }

    @Test
    void aRouteThatNamesTheMethodConnectLetsTunnelsInAndNoOtherDoes() {
        RouteSpec tunnels = new RouteSpec(List.of("db.example"),
                List.of(new RouteMatch(PathMatch.ANY, "CONNECT", List.of(), List.of(), List.of())),
                List.of(new WeightedGroup("mysql", "default", 100)), null, null, null);
        RouteTable entrance = gatewayOf(world().with(Resource.of("tunnels", tunnels)))
                .table(io.spillway.gateway.snapshot.ListenerRole.ENTRANCE);
        assertThat(of(entrance, "db.example:3306")).isEqualTo(all("mysql/default"));
        assertThat(of(entrance, "web.example:443")).isEmpty();
    }

    @Test
    void aServiceThatLeavesTakesItsListenerAlong() {
        CatalogBuilder builder = new CatalogBuilder("idc-a", () -> 1);
        Catalog before = builder.build(world());
        assertThat(before.all(ResourceType.LISTENER).sortedKeys()).containsExactly("mysql", "tls");
        ControlState after = world().without(io.spillway.model.resource.Kind.SERVICE, "mysql", 99);
        io.spillway.control.state.Touched touched = new io.spillway.control.state.Touched();
        touched.services().add("mysql");
        CatalogChange change = builder.update(before, after, touched);
        assertThat(change.changed(ResourceType.LISTENER)).containsExactlyInAnyOrder("mysql", "crossing");
        assertThat(change.catalog().get(ResourceType.LISTENER, "mysql")).isNull();
    }

    @Test
    void aStockDataPlaneGetsPlainXds() throws Exception {
        Catalog catalog = new CatalogBuilder("idc-a", () -> 1).build(world());
        Versioned tls = requireNonNull(catalog.get(ResourceType.LISTENER, "tls"));
        Listener listener = Listener.parseFrom(requireNonNull(Listeners.at(tls, "0.0.0.0:993")).any().getValue());
        assertThat(listener.getAddress().getSocketAddress().getPortValue()).isEqualTo(993);
        assertThat(listener.getListenerFilters(0).getName()).isEqualTo("envoy.filters.listener.tls_inspector");
        assertThat(listener.getFilterChains(0).getFilterChainMatch().getServerNamesList())
                .containsExactly("*.mail.example", "mail.example");
        assertThat(listener.getDefaultFilterChain().getFilters(0).getTypedConfig().unpack(TcpProxy.class)
                .getMaxConnectAttempts().getValue()).isGreaterThan(1);
        assertThat(Listeners.at(tls, "nowhere")).isNull();
    }
}
