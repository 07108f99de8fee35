package io.spillway.gateway.assembly;

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
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Decorator;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A setting that somebody relies on and the gateway leaves out in silence: each is refused by its name. */
@Tag("slow")
class IgnoredFieldsTest {
    private static Cluster.Builder cluster() {
        return Cluster.newBuilder().setName("c").setType(Cluster.DiscoveryType.EDS);
    }

    private static Listener listener(HttpConnectionManager.Builder manager) {
        return Listener.newBuilder().setName("entrance").addFilterChains(FilterChain.newBuilder().addFilters(
                Filter.newBuilder().setName("envoy.filters.network.http_connection_manager").setTypedConfig(Any.pack(
                        manager.setRouteConfig(RouteConfiguration.newBuilder().setName("entrance")).build()))))
                .build();
    }

    private static HttpConnectionManager.Builder manager() {
        return HttpConnectionManager.newBuilder();
    }

    private static RouteConfiguration routes(VirtualHost.Builder host, RouteAction.Builder action) {
        return RouteConfiguration.newBuilder().setName("entrance")
                .addVirtualHosts(host.setName("h").addDomains("*").addRoutes(Route.newBuilder().setName("r")
                        .setMatch(RouteMatch.newBuilder().setPrefix("/")).setRoute(action.setCluster("c"))))
                .build();
    }

    static Stream<Arguments> fields() {
        return Stream.of(arguments(cluster().setAltStatName("x").build(), ""),
                arguments(cluster().setCloseConnectionsOnHostHealthFailure(true).build(),
                        "Cluster.close_connections_on_host_health_failure"),
                arguments(cluster().setIgnoreHealthOnHostRemoval(true).build(),
                        "Cluster.ignore_health_on_host_removal"),
                arguments(cluster().setPerConnectionBufferLimitBytes(UInt32Value.of(1)).build(),
                        "Cluster.per_connection_buffer_limit_bytes"),
                arguments(cluster().setCommonLbConfig(CommonLbConfig.newBuilder()
                        .setCloseConnectionsOnHostSetChange(true)).build(),
                        "CommonLbConfig.close_connections_on_host_set_change"),
                arguments(cluster().setCommonLbConfig(CommonLbConfig.newBuilder()
                        .setIgnoreNewHostsUntilFirstHc(true)).build(),
                        "CommonLbConfig.ignore_new_hosts_until_first_hc"),
                arguments(listener(manager()), ""),
                arguments(listener(manager().setUseRemoteAddress(BoolValue.of(true))),
                        "HttpConnectionManager.use_remote_address"),
                arguments(listener(manager().setXffNumTrustedHops(1)), "HttpConnectionManager.xff_num_trusted_hops"),
                arguments(listener(manager().setRequestTimeout(Duration.newBuilder().setSeconds(1))),
                        "HttpConnectionManager.request_timeout"),
                arguments(listener(manager().setStreamIdleTimeout(Duration.newBuilder().setSeconds(1))),
                        "HttpConnectionManager.stream_idle_timeout"),
                arguments(listener(manager().setServerName("x")), "HttpConnectionManager.server_name"),
                arguments(listener(manager().setVia("x")), "HttpConnectionManager.via"),
                arguments(routes(VirtualHost.newBuilder(), RouteAction.newBuilder()), ""),
                arguments(routes(VirtualHost.newBuilder().setIncludeRequestAttemptCount(true),
                        RouteAction.newBuilder()), "VirtualHost.include_request_attempt_count"),
                arguments(routes(VirtualHost.newBuilder(), RouteAction.newBuilder().setClusterNotFoundResponseCode(
                        RouteAction.ClusterNotFoundResponseCode.NOT_FOUND)),
                        "RouteAction.cluster_not_found_response_code"),
                arguments(cluster().setCircuitBreakers(CircuitBreakers.newBuilder()
                        .addPerHostThresholds(Thresholds.getDefaultInstance())).build(),
                        "CircuitBreakers.per_host_thresholds"),
                arguments(cluster().setCircuitBreakers(CircuitBreakers.newBuilder()
                        .addThresholds(Thresholds.newBuilder().setMaxConnectionPools(UInt32Value.of(1)))).build(),
                        "Thresholds.max_connection_pools"),
                arguments(options(HttpProtocolOptions.newBuilder().setCommonHttpProtocolOptions(
                        io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.newBuilder()
                                .setMaxRequestsPerConnection(UInt32Value.of(1)))),
                        "HttpProtocolOptions.common_http_protocol_options"),
                arguments(options(HttpProtocolOptions.newBuilder().setExplicitHttpConfig(ExplicitHttpConfig.newBuilder()
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder()
                                .setMaxConcurrentStreams(UInt32Value.of(1))))),
                        "Http2ProtocolOptions.max_concurrent_streams"),
                arguments(listener(manager()).toBuilder().setPerConnectionBufferLimitBytes(UInt32Value.of(1)).build(),
                        "Listener.per_connection_buffer_limit_bytes"),
                arguments(tls("entrance"), "transport_socket envoy.transport_sockets.tls"),
                arguments(tls("crossing"), ""),
                arguments(listener(manager().addHttpFilters(HttpFilter.newBuilder().setName("router").setTypedConfig(
                        Any.pack(Router.newBuilder().setSuppressEnvoyHeaders(true).build())))),
                        "Router.suppress_envoy_headers"),
                arguments(route(Route.newBuilder().setDecorator(Decorator.newBuilder().setOperation("x"))),
                        "Route.decorator"),
                arguments(routes(VirtualHost.newBuilder(), RouteAction.newBuilder().addRequestMirrorPolicies(
                        RouteAction.RequestMirrorPolicy.newBuilder().setCluster("m")
                                .setTraceSampled(BoolValue.of(false)))),
                        "RequestMirrorPolicy.trace_sampled"),
                arguments(endpoint(SocketAddress.newBuilder().setAddress("10.0.0.1").setPortValue(80)
                        .setResolverName("x")), "SocketAddress.resolver_name"));
    }

    private static Cluster options(HttpProtocolOptions.Builder options) {
        if (!options.hasExplicitHttpConfig()) {
            options.setExplicitHttpConfig(ExplicitHttpConfig.newBuilder()
                    .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()));
        }
        return cluster().putTypedExtensionProtocolOptions("envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                Any.pack(options.build())).build();
    }

    private static Listener tls(String name) {
        Listener plain = listener(manager());
        return plain.toBuilder().setName(name).setFilterChains(0, plain.getFilterChains(0).toBuilder()
                .setTransportSocket(TransportSocket.newBuilder().setName("envoy.transport_sockets.tls")
                        .setTypedConfig(Any.pack(DownstreamTlsContext.getDefaultInstance()))))
                .build();
    }

    private static RouteConfiguration route(Route.Builder route) {
        return RouteConfiguration.newBuilder().setName("entrance").addVirtualHosts(VirtualHost.newBuilder().setName("h")
                .addDomains("*").addRoutes(route.setName("r").setMatch(RouteMatch.newBuilder().setPrefix("/"))
                        .setRoute(RouteAction.newBuilder().setCluster("c"))))
                .build();
    }

    private static RouteConfiguration answering(DataSource body) {
        return RouteConfiguration.newBuilder().setName("entrance").addVirtualHosts(VirtualHost.newBuilder().setName("h")
                .addDomains("*")
                .addRoutes(Route.newBuilder().setName("r").setMatch(RouteMatch.newBuilder().setPrefix("/"))
                        .setDirectResponse(DirectResponseAction.newBuilder().setStatus(200).setBody(body))))
                .build();
    }

    private static ClusterLoadAssignment endpoint(SocketAddress.Builder address) {
        return ClusterLoadAssignment.newBuilder().setClusterName("c").addEndpoints(LocalityLbEndpoints.newBuilder()
                .addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(Endpoint.newBuilder()
                        .setAddress(Address.newBuilder().setSocketAddress(address)))))
                .build();
    }

    private static Cluster outlier(OutlierDetection.Builder outlier) {
        return cluster().setOutlierDetection(outlier).build();
    }

    static Stream<Arguments> otherValues() {
        HashPolicy.Builder header = HashPolicy.newBuilder()
                .setHeader(HashPolicy.Header.newBuilder().setHeaderName("x"));
        return Stream.of(
                arguments(listener(manager().setCodecType(HttpConnectionManager.CodecType.HTTP2)),
                        "codec_type: HTTP2 (expected: AUTO"),
                arguments(listener(manager().addUpgradeConfigs(HttpConnectionManager.UpgradeConfig.newBuilder()
                        .setUpgradeType("spdy/3.1"))), "upgrade_configs: \"spdy/3.1\" (expected: websocket"),
                arguments(listener(manager().addUpgradeConfigs(HttpConnectionManager.UpgradeConfig.newBuilder()
                        .setUpgradeType("websocket").setEnabled(BoolValue.of(false)))),
                        "upgrade_configs: \"websocket\" off"),
                arguments(listener(manager()).toBuilder().setFilterChains(0, chain(manager().setRds(Rds.newBuilder()
                        .setRouteConfigName("x").setConfigSource(ConfigSource.newBuilder().setPathConfigSource(
                                PathConfigSource.newBuilder().setPath("/x"))))))
                        .build(),
                        "rds.config_source: PATH_CONFIG_SOURCE (expected: ads)"),
                arguments(cluster().setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(
                        ConfigSource.newBuilder().setApiConfigSource(ApiConfigSource.getDefaultInstance()))).build(),
                        "eds_config: API_CONFIG_SOURCE (expected: ads)"),
                arguments(routes(VirtualHost.newBuilder(), RouteAction.newBuilder()).toBuilder()
                        .setValidateClusters(BoolValue.of(true)).build(), "validate_clusters: true"),
                arguments(answering(DataSource.newBuilder().setFilename("/etc/passwd").build()),
                        "direct_response.body of route r: FILENAME"),
                arguments(answering(DataSource.newBuilder().setInlineString("x".repeat(4097)).build()),
                        "direct_response.body of route r: 4097 octets (expected: at most 4096"),
                arguments(outlier(OutlierDetection.newBuilder().setAlwaysEjectOneHost(BoolValue.of(false))),
                        "always_eject_one_host: false"),
                arguments(outlier(OutlierDetection.newBuilder().setSplitExternalLocalOriginErrors(true)
                        .setEnforcingLocalOriginSuccessRate(UInt32Value.of(0))),
                        "enforcing_local_origin_success_rate: 0"),
                arguments(outlier(OutlierDetection.newBuilder().setSplitExternalLocalOriginErrors(true)
                        .setEnforcingFailurePercentageLocalOrigin(UInt32Value.of(100))),
                        "enforcing_failure_percentage_local_origin: 100"),
                arguments(routes(VirtualHost.newBuilder(), RouteAction.newBuilder().addHashPolicy(header)
                        .addHashPolicy(header)), "hash_policy.terminal of r: false"),
                arguments(
                        routes(VirtualHost.newBuilder(), RouteAction.newBuilder().addHashPolicy(HashPolicy.newBuilder()
                                .setConnectionProperties(HashPolicy.ConnectionProperties.getDefaultInstance()))),
                        "hash_policy.connection_properties.source_ip of r: false"),
                arguments(routes(VirtualHost.newBuilder(), RouteAction.newBuilder().setRetryPolicy(RetryPolicy
                        .newBuilder().setRetryOn("5xx").setRetryBackOff(RetryPolicy.RetryBackOff.newBuilder()
                                .setBaseInterval(Duration.newBuilder().setSeconds(1))))),
                        "retry_back_off: other than the usual one"));
    }

    private static FilterChain chain(HttpConnectionManager.Builder manager) {
        return FilterChain.newBuilder().addFilters(Filter.newBuilder().setName("hcm")
                .setTypedConfig(Any.pack(manager.build()))).build();
    }

    @ParameterizedTest
    @MethodSource("otherValues")
    void isRefusedWithTheValueThatWouldBeKept(Message resource, String why) {
        assertThat(new SnapshotAssembler("idc-a").put(resource)).isInstanceOfSatisfying(Validation.Invalid.class,
                invalid -> assertThat(invalid.why()).contains(why));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void isRefusedByItsName(Message resource, String field) {
        Validation validation = new SnapshotAssembler("idc-a").put(resource);
        if (field.isEmpty()) {
            assertThat(validation).as("the same without it").isInstanceOf(Validation.Valid.class);
        } else {
            assertThat(validation).isInstanceOfSatisfying(Validation.Invalid.class,
                    invalid -> assertThat(invalid.why()).contains(field + " is not supported"));
        }
    }
}
