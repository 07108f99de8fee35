package io.spillway.gateway.assembly;

import java.util.Map;
import java.util.stream.Stream;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.RuntimeDouble;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What docs/xds-fields.md says has no effect is taken, and has none. */
@Tag("slow")
class HarmlessFieldsTest {
    private static Cluster.Builder cluster() {
        return Cluster.newBuilder().setName("c").setType(Cluster.DiscoveryType.EDS);
    }

    private static RouteConfiguration.Builder routes(Route.Builder route, RouteAction.Builder action) {
        return RouteConfiguration.newBuilder().setName("entrance").addVirtualHosts(VirtualHost.newBuilder().setName("h")
                .addDomains("*").addRoutes(route.setName("r").setMatch(RouteMatch.newBuilder().setPrefix("/"))
                        .setRoute(action)));
    }

    private static RouteAction.Builder to(String cluster) {
        return RouteAction.newBuilder().setCluster(cluster);
    }

    private static RouteAction.Builder mirror(String runtimeKey) {
        return to("c").addRequestMirrorPolicies(RequestMirrorPolicy.newBuilder().setCluster("m").setRuntimeFraction(
                RuntimeFractionalPercent.newBuilder().setRuntimeKey(runtimeKey)
                        .setDefaultValue(FractionalPercent.newBuilder().setNumerator(7))));
    }

    private static RouteAction.Builder weighted(String runtimeKeys) {
        return RouteAction.newBuilder().setWeightedClusters(WeightedCluster.newBuilder()
                .setRuntimeKeyPrefix(runtimeKeys)
                .addClusters(WeightedCluster.ClusterWeight.newBuilder().setName("c").setWeight(UInt32Value.of(1))));
    }

    private static Listener.Builder listener(HttpConnectionManager.Builder manager) {
        manager.setRouteConfig(routes(Route.newBuilder(), to("c")));
        return Listener.newBuilder().setName("entrance").addFilterChains(FilterChain.newBuilder()
                .addFilters(Filter.newBuilder().setName("hcm").setTypedConfig(Any.pack(manager.build()))));
    }

    private static Cluster.Builder bias(String runtimeKey) {
        return cluster().setLeastRequestLbConfig(Cluster.LeastRequestLbConfig.newBuilder().setActiveRequestBias(
                RuntimeDouble.newBuilder().setDefaultValue(2).setRuntimeKey(runtimeKey)));
    }

    private static Cluster.Builder outlier(OutlierDetection.Builder outlier) {
        return cluster().setOutlierDetection(outlier);
    }

    private static ClusterLoadAssignment endpoints(LocalityLbEndpoints.Builder locality, String hostname) {
        Endpoint endpoint = Resources.endpoint("10.0.0.1", 80, HealthStatus.HEALTHY, "workload").getEndpoint()
                .toBuilder().setHostname(hostname).build();
        return ClusterLoadAssignment.newBuilder().setClusterName("c")
                .addEndpoints(locality.addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(endpoint))).build();
    }

    static Stream<Arguments> fields() {
        RouteConfiguration plain = routes(Route.newBuilder(), to("c")).build();
        return Stream.of(arguments(cluster().setAltStatName("x").build(), cluster().build()),
                arguments(cluster().setCommonLbConfig(CommonLbConfig.newBuilder()
                        .setUpdateMergeWindow(Duration.newBuilder().setSeconds(1))).build(), cluster().build()),
                arguments(cluster().setCircuitBreakers(CircuitBreakers.newBuilder()
                        .addThresholds(Thresholds.newBuilder().setTrackRemaining(true))).build(), cluster().build()),
                arguments(bias("a.key").build(), bias("").build()),
                arguments(outlier(OutlierDetection.newBuilder()
                        .setSuccessfulActiveHealthCheckUnejectHost(BoolValue.of(false))
                        .setAlwaysEjectOneHost(BoolValue.of(true))).build(),
                        outlier(OutlierDetection.newBuilder()).build()),
                arguments(outlier(OutlierDetection.newBuilder()
                        .setEnforcingLocalOriginSuccessRate(UInt32Value.of(0))).build(),
                        outlier(OutlierDetection.newBuilder()).build()),
                arguments(routes(Route.newBuilder(), mirror("a.key")).build(),
                        routes(Route.newBuilder(), mirror("")).build()),
                arguments(routes(Route.newBuilder(), weighted("a.key")).build(),
                        routes(Route.newBuilder(), weighted("")).build()),
                arguments(routes(Route.newBuilder().setStatPrefix("x"), to("c")).build(), plain),
                arguments(routes(Route.newBuilder(), to("c").setAppendXForwardedHost(true)).build(), plain),
                arguments(routes(Route.newBuilder(), to("c")).setIgnorePortInHostMatching(true).build(), plain),
                arguments(routes(Route.newBuilder(), to("c"))
                        .setMaxDirectResponseBodySizeBytes(UInt32Value.of(0)).build(), plain),
                arguments(listener(HttpConnectionManager.newBuilder()).setStatPrefix("x")
                        .setTrafficDirection(TrafficDirection.INBOUND).build(),
                        listener(HttpConnectionManager.newBuilder()).build()),
                arguments(listener(HttpConnectionManager.newBuilder()
                        .addHttpFilters(HttpFilter.newBuilder().setName("r")
                                .setTypedConfig(
                                        Any.pack(Router.newBuilder().setDynamicStats(BoolValue.of(false)).build()))))
                        .build(), listener(HttpConnectionManager.newBuilder()).build()),
                arguments(listener(HttpConnectionManager.newBuilder().addHttpFilters(
                        HttpFilter.newBuilder().setName("odd").setIsOptional(true)).addHttpFilters(
                                HttpFilter.newBuilder().setName("off").setDisabled(true)))
                        .build(), listener(HttpConnectionManager.newBuilder()).build()),
                arguments(endpoints(LocalityLbEndpoints.newBuilder().setProximity(UInt32Value.of(3)), "h"),
                        endpoints(LocalityLbEndpoints.newBuilder(), "")),
                arguments(endpoints(LocalityLbEndpoints.newBuilder().setLoadBalancingWeight(UInt32Value.of(3)), ""),
                        endpoints(LocalityLbEndpoints.newBuilder(), "")));
    }

    private static RoutingSnapshot snapshot(Message resource) {
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        if (resource instanceof ClusterLoadAssignment) {
            assembler.put(cluster().build());
        }
        assertThat(assembler.put(resource)).isInstanceOf(Validation.Valid.class);
        if (resource instanceof RouteConfiguration) {
            assembler.put(Resources.listener("entrance").build());
        }
        return assembler.assemble(Map.of());
    }

    @ParameterizedTest
    @MethodSource("fields")
    void changesNothing(Message with, Message without) {
        RoutingSnapshot one = snapshot(with);
        RoutingSnapshot other = snapshot(without);
        assertThat(one.clusters().values()).usingRecursiveComparison().isEqualTo(other.clusters().values());
        assertThat(one.table(ListenerRole.ENTRANCE).hosts()).isEqualTo(other.table(ListenerRole.ENTRANCE).hosts());
        assertThat(one.clusters().isEmpty() && one.table(ListenerRole.ENTRANCE).hosts().isEmpty())
                .as("something was compared").isFalse();
    }
}
