package io.spillway.control.conformance.subject;

import java.util.Optional;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;

/**
 * The types of resources that cases use. Every resource carries a label in a field that a server has no reason to touch, so
 * that a case can tell one content from another without comparing bytes.
 */
public enum ResourceKind {
    /** CDS. */
    CLUSTER("envoy.config.cluster.v3.Cluster", true),
    /** EDS. */
    ENDPOINT("envoy.config.endpoint.v3.ClusterLoadAssignment", false),
    /** LDS. */
    LISTENER("envoy.config.listener.v3.Listener", true),
    /** RDS. */
    ROUTE("envoy.config.route.v3.RouteConfiguration", false),
    /** RTDS; only cases of resources that end use it. */
    RUNTIME("envoy.service.runtime.v3.Runtime", false);

    private static final String PREFIX = "type.googleapis.com/";
    private static final String HOST = "127.0.0.1";
    private static final int PORT = 9;
    private static final String LABEL = "label";

    private final String typeUrl;
    private final boolean wholeWorld;

    ResourceKind(String message, boolean wholeWorld) {
        this.typeUrl = PREFIX + message;
        this.wholeWorld = wholeWorld;
    }

    /** What a resource says of itself. */
    public record Content(String name, String label) {}

    /** Returns the type URL. */
    public String typeUrl() {
        return typeUrl;
    }

    /** Returns whether a state-of-the-world response of this type is everything that the client subscribed. */
    public boolean wholeWorld() {
        return wholeWorld;
    }

    /** Returns the kind with that type URL. */
    public static Optional<ResourceKind> of(String typeUrl) {
        for (ResourceKind kind : values()) {
            if (kind.typeUrl.equals(typeUrl)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Makes a resource of that name; it refers, where its type can, to the cluster of the same name. */
    public Any make(String name, String label) {
        return Any.newBuilder().setTypeUrl(typeUrl).setValue(message(name, label, name).toByteString()).build();
    }

    /** Makes a route configuration or a listener that sends everything to that cluster. */
    public Any make(String name, String label, String cluster) {
        return Any.newBuilder().setTypeUrl(typeUrl).setValue(message(name, label, cluster).toByteString()).build();
    }

    /** Reads a resource of this kind. */
    public Content read(Any any) throws InvalidProtocolBufferException {
        return switch (this) {
            case CLUSTER -> {
                Cluster cluster = Cluster.parseFrom(any.getValue());
                yield new Content(cluster.getName(), cluster.getAltStatName());
            }
            case ENDPOINT -> {
                ClusterLoadAssignment endpoints = ClusterLoadAssignment.parseFrom(any.getValue());
                yield new Content(endpoints.getClusterName(), endpoints.getEndpointsCount() == 0
                        ? ""
                        : endpoints.getEndpoints(0).getLocality().getSubZone());
            }
            case LISTENER -> {
                Listener listener = Listener.parseFrom(any.getValue());
                yield new Content(listener.getName(), listener.getStatPrefix());
            }
            case ROUTE -> {
                RouteConfiguration routes = RouteConfiguration.parseFrom(any.getValue());
                yield new Content(routes.getName(),
                        routes.getVirtualHostsCount() == 0 ? "" : routes.getVirtualHosts(0).getName());
            }
            case RUNTIME -> {
                Runtime runtime = Runtime.parseFrom(any.getValue());
                yield new Content(runtime.getName(), runtime.getLayer()
                        .getFieldsOrDefault(LABEL, Value.getDefaultInstance()).getStringValue());
            }
        };
    }

    private Message message(String name, String label, String cluster) {
        return switch (this) {
            case CLUSTER -> Cluster.newBuilder().setName(name).setAltStatName(label)
                    .setConnectTimeout(Duration.newBuilder().setSeconds(1)).setType(Cluster.DiscoveryType.EDS)
                    .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder()
                            .setEdsConfig(
                                    ConfigSource.newBuilder().setAds(AggregatedConfigSource.getDefaultInstance())))
                    .build();
            case ENDPOINT -> ClusterLoadAssignment.newBuilder().setClusterName(name)
                    .addEndpoints(LocalityLbEndpoints.newBuilder().setLocality(Locality.newBuilder().setSubZone(label))
                            .addLbEndpoints(LbEndpoint.newBuilder()
                                    .setEndpoint(Endpoint.newBuilder().setAddress(address()))))
                    .build();
            case LISTENER -> Listener.newBuilder().setName(name).setStatPrefix(label).setAddress(address())
                    .addFilterChains(FilterChain.newBuilder()
                            .addFilters(Filter.newBuilder().setName("envoy.filters.network.tcp_proxy").setTypedConfig(
                                    Any.pack(TcpProxy.newBuilder().setStatPrefix("tcp").setCluster(cluster).build()))))
                    .build();
            case ROUTE -> RouteConfiguration.newBuilder().setName(name)
                    .addVirtualHosts(VirtualHost.newBuilder().setName(label).addDomains("*")
                            .addRoutes(Route.newBuilder().setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                    .setRoute(RouteAction.newBuilder().setCluster(cluster))))
                    .build();
            case RUNTIME -> Runtime.newBuilder().setName(name).setLayer(
                    Struct.newBuilder().putFields(LABEL, Value.newBuilder().setStringValue(label).build())).build();
        };
    }

    private static Address address() {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(HOST).setPortValue(PORT)).build();
    }
}
