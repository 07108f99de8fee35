package io.spillway.gateway.assembly;

import java.util.stream.Stream;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A setting that somebody relies on and the gateway leaves out in silence: each is refused by its name. */
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
                        "RouteAction.cluster_not_found_response_code"));
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
