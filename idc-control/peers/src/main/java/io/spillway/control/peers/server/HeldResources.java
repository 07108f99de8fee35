package io.spillway.control.peers.server;

import java.util.Map;
import java.util.function.Consumer;

import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;

/** Everything that the peer was told, of the five types that its cache knows. One thread owns it. */
final class HeldResources {
    private final HeldType<Cluster> clusters = new HeldType<>(Cluster.parser());
    private final HeldType<ClusterLoadAssignment> endpoints = new HeldType<>(ClusterLoadAssignment.parser());
    private final HeldType<Listener> listeners = new HeldType<>(Listener.parser());
    private final HeldType<RouteConfiguration> routes = new HeldType<>(RouteConfiguration.parser());
    private final HeldType<Secret> secrets = new HeldType<>(Secret.parser());
    private final Map<String, HeldType<?>> byUrl = Map.of(Resources.V3.CLUSTER_TYPE_URL, clusters,
            Resources.V3.ENDPOINT_TYPE_URL, endpoints, Resources.V3.LISTENER_TYPE_URL, listeners,
            Resources.V3.ROUTE_TYPE_URL, routes, Resources.V3.SECRET_TYPE_URL, secrets);
    private final Consumer<Snapshot> published;

    HeldResources(Consumer<Snapshot> published) {
        this.published = published;
    }

    HeldType<?> type(String url) {
        HeldType<?> type = byUrl.get(url);
        if (type == null) {
            throw new IllegalArgumentException("type " + url + " is not served, expected one of " + byUrl.keySet());
        }
        return type;
    }

    /** Hands over a snapshot of what is held now. */
    void publish() {
        published.accept(new HeldSnapshot(clusters.snapshot(), endpoints.snapshot(), listeners.snapshot(),
                routes.snapshot(), secrets.snapshot()));
    }
}
