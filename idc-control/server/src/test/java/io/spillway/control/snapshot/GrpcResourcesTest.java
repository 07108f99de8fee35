package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What gRPC's own xDS client is told is only what it can read: it refuses a whole resource for one word more. */
class GrpcResourcesTest {

    private static List<RouteMatch> matches(RouteMatch.Builder match) {
        return GrpcMatches.of(match.build());
    }

    private static String regex(RouteMatch.Builder match) {
        return matches(match).getFirst().getSafeRegex().getRegex();
    }

    private static RouteMatch.Builder template(String text) {
        return RouteMatch.newBuilder().setPathMatchPolicy(TypedExtensionConfig.newBuilder()
                .setTypedConfig(Any.pack(UriTemplateMatchConfig.newBuilder().setPathTemplate(text).build())));
    }

    private static RouteMatch.Builder anywhere(HeaderMatcher.Builder... headers) {
        RouteMatch.Builder match = RouteMatch.newBuilder().setPrefix("/");
        for (HeaderMatcher.Builder header : headers) {
            match.addHeaders(header);
        }
        return match;
    }

    private static HeaderMatcher.Builder exact(String name, String value) {
        return HeaderMatcher.newBuilder().setName(name).setStringMatch(StringMatcher.newBuilder().setExact(value));
    }

    @Test
    void aHostHasAListenerWithoutAnAddressAndItsOwnRoutes() throws Exception {
        Catalog catalog = new CatalogBuilder("idc-a", () -> 1)
                .build(ControlState.empty().with(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), null))));
        Listener listener = GrpcRoutes.listener("orders.test").any().unpack(Listener.class);
        assertThat(listener.hasAddress()).isFalse();
        assertThat(listener.getApiListener().getApiListener().unpack(HttpConnectionManager.class).getRds()
                .getRouteConfigName()).isEqualTo("orders.test");

        VirtualHost host = Objects.requireNonNull(catalog.virtualHost("orders.test"));
        RouteConfiguration routes = GrpcRoutes.configuration("orders.test", host).any()
                .unpack(RouteConfiguration.class);
        assertThat(routes.getName()).isEqualTo("orders.test");
        assertThat(routes.getVirtualHosts(0).getDomainsList()).contains("orders.test");
        Route route = routes.getVirtualHosts(0).getRoutes(0);
        assertThat(route.getRoute().getWeightedClusters().getClusters(0).getName()).isEqualTo("orders/default");
        assertThat(route.getRoute().getMaxStreamDuration().getMaxStreamDuration().getSeconds()).isPositive();
        assertThat(route.getRoute().getRetryPolicy().getRetryOn()).isEqualTo("unavailable");
    }

    @Test
    void pathsOfWholeSegmentsAndTemplatesAreRegularExpressions() {
        String segments = regex(RouteMatch.newBuilder().setPathSeparatedPrefix("/orders.Orders"));
        assertThat("/orders.Orders/List").matches(segments);
        assertThat("/orders.Orders").matches(segments);
        assertThat("/orders.OrdersToo/List").doesNotMatch(segments);
        assertThat("/ordersXOrders/List").doesNotMatch(segments);
        assertThat("/a/b/c").matches(regex(template("/a/{x}/c"))).matches(regex(template("/a/*/c")))
                .matches(regex(template("/a/{rest=**}"))).doesNotMatch(regex(template("/a/*")));
    }

    @Test
    void whatHoldsForEveryCallIsLeftOutAndWhatHoldsForNoneLeavesNoRoute() {
        assertThat(matches(anywhere(exact(":method", "POST"))).getFirst().getHeadersCount()).isZero();
        assertThat(matches(anywhere(exact(":method", "GET")))).isEmpty();
        assertThat(matches(anywhere(exact("x!y", "1")))).as("gRPC breaks on such a name").isEmpty();
        assertThat(matches(RouteMatch.newBuilder()
                .setConnectMatcher(RouteMatch.ConnectMatcher.getDefaultInstance()))).isEmpty();
        QueryParameterMatcher.Builder query = QueryParameterMatcher.newBuilder().setName("q");
        assertThat(matches(anywhere().addQueryParameters(query.setPresentMatch(true)))).isEmpty();
        assertThat(matches(anywhere().addQueryParameters(query.setPresentMatch(false)))).hasSize(1);
    }

    @Test
    void aHeaderThatIsNotThereIsNotThatValue() {
        List<RouteMatch> either = matches(
                anywhere(exact("x-a", "1").setInvertMatch(true).setTreatMissingHeaderAsEmpty(true),
                        exact("x-b", "2")));
        assertThat(either).hasSize(2).allMatch(match -> match.getHeadersCount() == 2)
                .noneMatch(match -> match.getHeaders(0).getTreatMissingHeaderAsEmpty());
        assertThat(either).anyMatch(match -> match.getHeaders(0).hasPresentMatch());
    }

    @Test
    void anAnswerOfHttpIsNoAnswerToACall() throws Exception {
        VirtualHost host = VirtualHost.newBuilder().setName("h").addDomains("h").addRoutes(Route.newBuilder()
                .setMatch(RouteMatch.newBuilder().setPrefix("/")).setRedirect(RedirectAction.getDefaultInstance())
                .putTypedPerFilterConfig(XdsNames.FILTER_LOCAL_RATE_LIMIT, Any.getDefaultInstance())).build();
        Route route = GrpcRoutes.configuration("h", host).any().unpack(RouteConfiguration.class).getVirtualHosts(0)
                .getRoutes(0);
        assertThat(route.hasNonForwardingAction()).isTrue();
        assertThat(route.getTypedPerFilterConfigCount()).isZero();
    }

    @Test
    void aClusterHasNoSocketsPerEndpointAndABalancerThatGrpcHas() throws Exception {
        Cluster shared = Cluster.newBuilder().setName("c").setLbPolicy(Cluster.LbPolicy.MAGLEV)
                .addTransportSocketMatches(Cluster.TransportSocketMatch.newBuilder().setName("crossing-idc-b"))
                .setTransportSocket(
                        io.envoyproxy.envoy.config.core.v3.TransportSocket.newBuilder().setName("proxy"))
                .build();
        Cluster cluster = GrpcClusters.cluster(Versioned.of(ResourceType.CLUSTER, "c", shared), true).any()
                .unpack(Cluster.class);
        assertThat(cluster.getLbPolicy()).isEqualTo(Cluster.LbPolicy.RING_HASH);
        assertThat(cluster.hasTransportSocket()).isFalse();
        assertThat(cluster.getTransportSocketMatchesCount()).isZero();
    }

    @Test
    void anIdcBehindTlsIsLeftOutAndTheOthersMoveUp() throws Exception {
        ClusterLoadAssignment shared = ClusterLoadAssignment.newBuilder().setClusterName("c")
                .addEndpoints(level(0, "127.0.0.1", Map.of())).addEndpoints(level(1, "127.0.0.2",
                        Map.of(XdsNames.METADATA_TRANSPORT, "idc-b")))
                .addEndpoints(level(2, "127.0.0.3", Map.of())).addEndpoints(level(2, "127.0.0.4", Map.of())).build();
        ClusterLoadAssignment left = GrpcClusters.assignment(Versioned.of(ResourceType.ENDPOINT, "c", shared)).any()
                .unpack(ClusterLoadAssignment.class);
        assertThat(left.getEndpointsList()).extracting(LocalityLbEndpoints::getPriority).containsExactly(0, 1, 1);
    }

    private static LocalityLbEndpoints level(int priority, String address, Map<String, String> transport) {
        LocalityLbEndpoints.Builder level = LocalityLbEndpoints.newBuilder().setPriority(priority);
        level.addLbEndpointsBuilder().getEndpointBuilder().setAddress(Protos.address(address, 1));
        transport.keySet().forEach(key -> level.getLbEndpointsBuilder(0).getMetadataBuilder().putFilterMetadata(key,
                com.google.protobuf.Struct.getDefaultInstance()));
        return level.build();
    }
}
