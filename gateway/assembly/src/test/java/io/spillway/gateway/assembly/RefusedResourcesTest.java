package io.spillway.gateway.assembly;

import java.util.stream.Stream;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.v3.Percent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.spillway.gateway.assembly.Resources.assignment;
import static io.spillway.gateway.assembly.Resources.cluster;
import static io.spillway.gateway.assembly.Resources.endpoint;
import static io.spillway.gateway.assembly.Resources.listener;
import static io.spillway.gateway.assembly.Resources.locality;
import static io.spillway.gateway.assembly.Resources.route;
import static io.spillway.gateway.assembly.Resources.routes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Each thing that cannot be obeyed is refused by name, value and expectation. */
@Tag("slow")
class RefusedResourcesTest {
    private static final LbEndpoint.Builder GOOD = endpoint("10.0.0.1", 80, HealthStatus.HEALTHY, "workload");

    private static Route.Builder forward(RouteAction.Builder action) {
        return Route.newBuilder().setName("r").setMatch(RouteMatch.newBuilder().setPrefix("/")).setRoute(action);
    }

    private static Route.Builder matching(RouteMatch.Builder match) {
        return forward(RouteAction.newBuilder().setCluster("c")).setMatch(match);
    }

    private static RouteAction.Builder retrying(String on) {
        RouteAction.Builder action = RouteAction.newBuilder().setCluster("c");
        action.getRetryPolicyBuilder().setRetryOn(on);
        return action;
    }

    private static Cluster.Builder hedging(String text) {
        Cluster.Builder cluster = cluster("c");
        cluster.getMetadataBuilder().putFilterMetadata("spillway", Struct.newBuilder()
                .putFields("hedge", Value.newBuilder().setStringValue(text).build()).build());
        return cluster;
    }

    static Stream<Arguments> clusters() {
        return Stream.of(arguments(cluster(""), "name: \"\" (expected: a name)"),
                arguments(cluster("c").setType(Cluster.DiscoveryType.STRICT_DNS), "type: STRICT_DNS (expected: EDS)"),
                arguments(cluster("c").setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED),
                        "lb_policy: CLUSTER_PROVIDED (expected: LEAST_REQUEST, ROUND_ROBIN, RANDOM, RING_HASH or MAGLEV)"),
                arguments(cluster("c").setTransportSocket(TransportSocket.newBuilder().setName("tls")),
                        "transport_socket tls is not supported"),
                arguments(hedging("percentile=40"),
                        "metadata spillway.hedge: percentile=40 (expected: percentile=50..99)"),
                arguments(hedging("percentile=95,hosts=3"),
                        "metadata spillway.hedge: percentile=95,hosts=3 (expected: percentile=50..99)"),
                arguments(cluster("c").setConnectTimeout(Duration.getDefaultInstance()),
                        "connect_timeout: 0s (expected: more than 0s)"),
                arguments(
                        cluster("c").setCommonLbConfig(Cluster.CommonLbConfig.newBuilder()
                                .setHealthyPanicThreshold(Percent.newBuilder().setValue(101))),
                        "healthy_panic_threshold: 101.0 (expected: 0..100)"),
                arguments(
                        cluster("c").setLeastRequestLbConfig(Cluster.LeastRequestLbConfig.newBuilder()
                                .setChoiceCount(UInt32Value.of(3))),
                        "choice_count: 3 (expected: 2)"),
                arguments(
                        cluster("c").setMaglevLbConfig(Cluster.MaglevLbConfig.newBuilder()
                                .setTableSize(UInt64Value.of(65536))),
                        "table_size: 65536 (expected: a prime)"),
                arguments(
                        cluster("c").setRingHashLbConfig(Cluster.RingHashLbConfig.newBuilder()
                                .setHashFunction(Cluster.RingHashLbConfig.HashFunction.MURMUR_HASH_2)),
                        "hash_function: MURMUR_HASH_2 (expected: XX_HASH)"));
    }

    static Stream<Arguments> assignments() {
        return Stream.of(arguments(assignment(""), "cluster_name: \"\" (expected: a name)"),
                arguments(assignment("c", locality(0, "a", GOOD), locality(2, "b", GOOD)),
                        "priority: 2 (expected: no gap: 1 is missing)"),
                arguments(assignment("c", locality(1, "a", GOOD)), "priority: 1 (expected: no gap: 0 is missing)"),
                arguments(assignment("c", locality(0, "a", GOOD), locality(0, "a", GOOD)),
                        "locality of priority 0: a/primary (expected: each once)"),
                arguments(
                        assignment("c",
                                locality(0, "a", endpoint("10.0.0.1", 65_536, HealthStatus.HEALTHY, "workload"))),
                        "port_value of 10.0.0.1: 65536 (expected: 1..65535)"),
                arguments(assignment("c", locality(0, "a", endpoint("", 80, HealthStatus.HEALTHY, "workload"))),
                        "address: \"\" (expected: a name)"),
                arguments(assignment("c", locality(0, "a", endpoint("h", 80, HealthStatus.HEALTHY, "cache"))),
                        "metadata spillway.role: cache (expected: workload or gateway)"),
                arguments(
                        assignment("c",
                                locality(0, "a", LbEndpoint.newBuilder().setEndpoint(Endpoint.newBuilder().setAddress(
                                        Address.newBuilder().setPipe(Pipe.newBuilder().setPath("run/x")))))),
                        "pipe.path: run/x (expected: an absolute path of at most 107 octets)"),
                arguments(
                        assignment("c",
                                locality(0, "a",
                                        endpoint("h", 80, HealthStatus.HEALTHY, "workload")
                                                .setLoadBalancingWeight(UInt32Value.of(Integer.MAX_VALUE)),
                                        GOOD)),
                        "sum of load_balancing_weight in a/primary: 2147483747 (expected: at most 2147483647)"),
                arguments(
                        assignment("c",
                                locality(0, "a",
                                        endpoint("h", 80, HealthStatus.HEALTHY, "workload")
                                                .setLoadBalancingWeight(UInt32Value.of(-1)))),
                        "load_balancing_weight: 4294967295 (expected: 0..2147483647)"));
    }

    static Stream<Arguments> routeConfigurations() {
        return Stream.of(
                arguments(routes("entrance", route("r", "/", "c", 0)),
                        "sum of weights of route r: 0 (expected: 1..2147483647)"),
                arguments(routes("entrance", route("r", "api", "c", 1)),
                        "path: api (expected: something that starts with /)"),
                arguments(
                        routes("entrance",
                                matching(RouteMatch.newBuilder()
                                        .setSafeRegex(RegexMatcher.newBuilder().setRegex(".*")))),
                        "RouteMatch.safe_regex is not supported"),
                arguments(
                        routes("entrance",
                                matching(RouteMatch.newBuilder().setPrefix("/")
                                        .setCaseSensitive(BoolValue.of(false)))),
                        "RouteMatch.case_sensitive false is not supported"),
                arguments(
                        routes("entrance",
                                matching(RouteMatch.newBuilder().setPrefix("/")
                                        .addHeaders(HeaderMatcher.newBuilder().setName(":authority")))),
                        "condition on :authority other than an exact :method (use domains) is not supported"),
                arguments(routes("entrance", matching(RouteMatch.newBuilder())),
                        "match: no path (expected: prefix, path or path_separated_prefix)"),
                arguments(routes("entrance", matching(RouteMatch.newBuilder().setPathSeparatedPrefix("/a/"))),
                        "path_separated_prefix: /a/ (expected: no ? or #, and no slash at the end)"),
                arguments(routes("entrance", forward(RouteAction.newBuilder())),
                        "route r: no cluster (expected: cluster or weighted_clusters)"),
                arguments(routes("entrance", forward(RouteAction.newBuilder().setClusterHeader("x"))),
                        "RouteAction.cluster_header is not supported"),
                arguments(routes("entrance", forward(retrying("sometimes"))),
                        "retry_on: sometimes (expected: connect-failure, refused-stream, reset-before-request, reset,"
                                + " gateway-error, 5xx, idempotent, retriable-status-codes or a gRPC condition)"),
                arguments(
                        routes("entrance",
                                route("r", "/", "c", 1).addRequestHeadersToAdd(HeaderValueOption.newBuilder()
                                        .setHeader(HeaderValue.newBuilder().setKey("Connection").setValue("1")))),
                        "header to edit: Connection (expected: a header that is not of one connection only"
                                + " (hop-by-hop))"),
                arguments(
                        routes("entrance",
                                Route.newBuilder().setName("r").setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                        .setDirectResponse(DirectResponseAction.newBuilder().setStatus(99))),
                        "direct_response.status of route r: 99 (expected: 200..599)"),
                arguments(
                        routes("entrance").addVirtualHosts(VirtualHost.newBuilder().setName("orders.example")
                                .addDomains("x")),
                        "virtual_hosts.name: orders.example (expected: each once)"),
                arguments(
                        routes("entrance", route("r", "/", "c", 1))
                                .addVirtualHosts(VirtualHost.newBuilder().setName("x").addDomains("orders.example")),
                        "domain: orders.example (expected: each domain once, but orders.example stands before it)"),
                arguments(routes("entrance").addVirtualHosts(VirtualHost.newBuilder().setName("x")),
                        "domains of x: [] (expected: at least one)"));
    }

    static Stream<Arguments> listeners() {
        return Stream.of(arguments(listener("other"), "name: other (expected: entrance, crossing or local)"),
                arguments(listener("entrance").clearFilterChains(), "number of filter chains: 0 (expected: 1)"),
                arguments(listener("entrance").addListenerFilters(
                        io.envoyproxy.envoy.config.listener.v3.ListenerFilter.newBuilder().setName("tls_inspector")),
                        "Listener.listener_filters is not supported"),
                arguments(
                        listener("entrance",
                                HttpConnectionManager.newBuilder()
                                        .addHttpFilters(HttpFilter.newBuilder().setName("envoy.filters.http.fault"))),
                        "http filter envoy.filters.http.fault is not supported"),
                arguments(listener("entrance", HttpConnectionManager.newBuilder()),
                        "route specifier: none (expected: rds or route_config)"));
    }

    @ParameterizedTest
    @MethodSource({"clusters", "assignments", "routeConfigurations", "listeners"})
    void isRefused(Message.Builder resource, String why) {
        assertThat(new SnapshotAssembler("idc-a").put(resource.build())).isInstanceOfSatisfying(
                Validation.Invalid.class,
                invalid -> assertThat(invalid.why()).isEqualTo(why));
    }
}
