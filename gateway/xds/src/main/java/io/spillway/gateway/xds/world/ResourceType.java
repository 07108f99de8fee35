package io.spillway.gateway.xds.world;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;

/** The kinds of xDS resource that a gateway subscribes, in the order in which it asks for them. */
public enum ResourceType {
    /** Clusters; all of them, or by name on demand. */
    CLUSTER(Cluster.getDefaultInstance()),
    /** Endpoints, by the names that the clusters give. */
    ENDPOINTS(ClusterLoadAssignment.getDefaultInstance()),
    /** Listeners; all that the control plane has for this node. */
    LISTENER(Listener.getDefaultInstance()),
    /** Route configurations, by the names that the listeners give. */
    ROUTES(RouteConfiguration.getDefaultInstance());

    private static final Map<String, ResourceType> BY_URL = Arrays.stream(values())
            .collect(Collectors.toMap(ResourceType::typeUrl, type -> type));

    private final Message prototype;
    private final String typeUrl;

    ResourceType(Message prototype) {
        this.prototype = prototype;
        this.typeUrl = "type.googleapis.com/" + prototype.getDescriptorForType().getFullName();
    }

    /** Returns the URL by which the protocol names this type. */
    public String typeUrl() {
        return typeUrl;
    }

    /** Returns true when everything of this type is usually subscribed; see {@link World#wildcard}. */
    public boolean wildcard() {
        return this == CLUSTER || this == LISTENER;
    }

    /** Returns the type with this URL, if a gateway knows it. */
    public static Optional<ResourceType> ofUrl(String typeUrl) {
        return Optional.ofNullable(BY_URL.get(typeUrl));
    }

    Message prototype() {
        return prototype;
    }
}
