package io.spillway.gateway.xds.world;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.spillway.wire.xds.XdsNames;

/** The names by which one resource asks for others. */
final class References {

    private References() {}

    /** Returns the name that a resource carries in its body; one that is no RouteConfiguration. */
    static String nameOf(Message body) {
        return switch (body) {
            case Cluster cluster -> cluster.getName();
            case ClusterLoadAssignment assignment -> assignment.getClusterName();
            case Listener listener -> listener.getName();
            default -> throw new IllegalArgumentException(
                    "not a resource of a gateway: " + body.getDescriptorForType().getFullName());
        };
    }

    /** Returns the endpoint or route configurations that have to be subscribed because this resource is held. */
    static Set<String> of(Message body) {
        return switch (body) {
            case Cluster cluster -> endpointsOf(cluster);
            case Listener listener -> routesOf(listener);
            default -> Set.of();
        };
    }

    /** Returns the IDCs for which the cluster's group has a variant. */
    static Set<String> targetsOf(Cluster cluster) {
        String targets = cluster.getMetadata()
                .getFilterMetadataOrDefault(XdsNames.METADATA, Struct.getDefaultInstance())
                .getFieldsOrDefault(XdsNames.META_TARGETS, Value.getDefaultInstance()).getStringValue();
        return targets.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(targets.split(",")));
    }

    private static Set<String> endpointsOf(Cluster cluster) {
        if (cluster.getType() != Cluster.DiscoveryType.EDS) {
            return Set.of();
        }
        String serviceName = cluster.getEdsClusterConfig().getServiceName();
        return Set.of(serviceName.isEmpty() ? cluster.getName() : serviceName);
    }

    private static Set<String> routesOf(Listener listener) {
        Set<String> names = new TreeSet<>();
        for (FilterChain chain : listener.getFilterChainsList()) {
            addRoutesOf(chain, names);
        }
        if (listener.hasDefaultFilterChain()) {
            addRoutesOf(listener.getDefaultFilterChain(), names);
        }
        return names;
    }

    private static void addRoutesOf(FilterChain chain, Set<String> names) {
        for (Filter filter : chain.getFiltersList()) {
            if (!filter.getTypedConfig().is(HttpConnectionManager.class)) {
                continue;
            }
            try {
                HttpConnectionManager manager = filter.getTypedConfig().unpack(HttpConnectionManager.class);
                if (manager.hasRds() && !manager.getRds().getRouteConfigName().isEmpty()) {
                    names.add(manager.getRds().getRouteConfigName());
                }
            } catch (InvalidProtocolBufferException e) {
                // The sink has validated the listener before it is asked for its names.
                throw new IllegalArgumentException("listener filter " + filter.getName() + ": " + e.getMessage(), e);
            }
        }
    }
}
