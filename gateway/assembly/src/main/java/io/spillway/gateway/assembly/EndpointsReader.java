package io.spillway.gateway.assembly;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.google.protobuf.Struct;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.spillway.gateway.assembly.ClusterSettings.Assignment;
import io.spillway.gateway.snapshot.Capacity;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.LoadFigures;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** Reads ClusterLoadAssignment resources. */
final class EndpointsReader {
    private static final Set<String> KNOWN = Set.of("cluster_name", "endpoints", "policy");
    private static final Set<String> KNOWN_POLICY = Set.of("overprovisioning_factor",
            "weighted_priority_health");
    private static final Set<String> KNOWN_LOCALITY = Set.of("locality", "lb_endpoints", "load_balancing_weight",
            "priority",
            "proximity", "metadata");
    private static final Set<String> KNOWN_ENDPOINT = Set.of("address", "hostname");
    private static final Set<String> KNOWN_ADDRESS = Set.of("protocol", "address", "port_value");
    private static final Set<String> KNOWN_LOAD = Set.of("capacity", "demand");
    private static final double MAX_RATE = 1e12;
    private static final int OVERPROVISIONING = 140;
    /** What the kernel takes. */
    private static final int MAX_PIPE = 107;

    private EndpointsReader() {}

    static Assignment read(ClusterLoadAssignment assignment) {
        String name = Fields.notEmpty("cluster_name", assignment.getClusterName());
        Fields.only(assignment.toBuilder().clearEndpoints().build(), KNOWN);
        Fields.only(assignment.getPolicy(), KNOWN_POLICY);
        int factor = assignment.getPolicy().hasOverprovisioningFactor()
                ? Fields.number("overprovisioning_factor", assignment.getPolicy().getOverprovisioningFactor())
                : OVERPROVISIONING;
        if (factor < 100) {
            throw Refusal.of("overprovisioning_factor", factor, "100 or more");
        }
        Map<Integer, List<LocalityEndpoints>> byPriority = new TreeMap<>();
        for (LocalityLbEndpoints locality : assignment.getEndpointsList()) {
            addLocality(byPriority.computeIfAbsent(locality.getPriority(), _ -> new ArrayList<>()), read(locality),
                    locality.getPriority());
        }
        List<PriorityLevel> levels = new ArrayList<>();
        byPriority.forEach((priority, localities) -> {
            if (priority != levels.size()) {
                throw Refusal.of("priority", priority, "no gap: " + levels.size() + " is missing");
            }
            levels.add(new PriorityLevel(priority, localities));
        });
        return new Assignment(name, factor, assignment.getPolicy().getWeightedPriorityHealth(), levels);
    }

    private static void addLocality(List<LocalityEndpoints> level, LocalityEndpoints locality, int priority) {
        for (LocalityEndpoints before : level) {
            if (before.locality().equals(locality.locality())) {
                throw Refusal.of("locality of priority " + priority, locality.locality(), "each once");
            }
        }
        level.add(locality);
    }

    private static LocalityEndpoints read(LocalityLbEndpoints from) {
        Fields.only(from.toBuilder().clearLbEndpoints().build(), KNOWN_LOCALITY);
        Locality locality = new Locality(from.getLocality().getRegion(), from.getLocality().getZone(),
                from.getLocality().getSubZone());
        List<Endpoint> endpoints = new ArrayList<>();
        long sum = 0;
        for (LbEndpoint endpoint : from.getLbEndpointsList()) {
            Endpoint read = read(endpoint, locality);
            sum += read.weight();
            endpoints.add(read);
        }
        if (sum > Integer.MAX_VALUE) {
            throw Refusal.of("sum of load_balancing_weight in " + locality, sum, "at most 2147483647");
        }
        return new LocalityEndpoints(locality, Fields.number("load_balancing_weight", from.getLoadBalancingWeight()),
                endpoints, capacity(from), figures(from));
    }

    private static @Nullable LoadFigures figures(LocalityLbEndpoints from) {
        String text = Fields.ours(from.getMetadata(), XdsNames.META_LOAD, "");
        if (text.isEmpty()) {
            return null;
        }
        Map<String, Double> figures = LimitReader.pairs(XdsNames.META_LOAD, text);
        if (!figures.keySet().equals(KNOWN_LOAD)
                || !figures.values().stream().allMatch(rate -> rate >= 0 && rate <= MAX_RATE)) {
            throw Refusal.of("metadata spillway." + XdsNames.META_LOAD, text,
                    "capacity and demand in requests per second");
        }
        return new LoadFigures(figures.getOrDefault("demand", 0.0), figures.getOrDefault("capacity", 0.0));
    }

    private static @Nullable Capacity capacity(LocalityLbEndpoints from) {
        String declared = Fields.ours(from.getMetadata(), XdsNames.META_DECLARED_WEIGHT, "");
        String healthy = Fields.ours(from.getMetadata(), XdsNames.META_HEALTHY_WEIGHT, "");
        if (declared.isEmpty() && healthy.isEmpty()) {
            return null;
        }
        try {
            return new Capacity(Integer.parseInt(declared), Integer.parseInt(healthy));
        } catch (IllegalArgumentException e) {
            throw Refusal.of("metadata spillway.healthyWeight of declaredWeight", healthy + " of " + declared,
                    "0..declaredWeight of at least 1");
        }
    }

    private static Endpoint read(LbEndpoint from, Locality locality) {
        if (!from.hasEndpoint()) {
            throw Refusal.unsupported("LbEndpoint." + from.getHostIdentifierCase());
        }
        Fields.only(from.getEndpoint(), KNOWN_ENDPOINT);
        Place place = place(from.getEndpoint().getAddress());
        int weight = from.hasLoadBalancingWeight()
                ? Fields.number("load_balancing_weight", from.getLoadBalancingWeight())
                : 1;
        String fallbackId = place.port == 0 ? place.host : place.host + ":" + place.port;
        return new Endpoint(place.host, place.port, Fields.ours(from.getMetadata(), "idc", locality.idc()),
                role(Fields.ours(from.getMetadata(), "role", "workload")), weight, health(from.getHealthStatus()),
                Fields.ours(from.getMetadata(), "id", fallbackId))
                .withTransport(TransportReader.of(from.getMetadata()))
                .withLabels(BalanceReader.texts(from.getMetadata().getFilterMetadataOrDefault(
                        XdsNames.METADATA_LABELS, Struct.getDefaultInstance())));
    }

    /** A host with its port, or {@code unix:/path} with port 0. */
    private record Place(String host, int port) {}

    private static Place place(Address from) {
        return switch (from.getAddressCase()) {
            case SOCKET_ADDRESS -> port(from.getSocketAddress());
            case PIPE -> pipe(from.getPipe());
            case ENVOY_INTERNAL_ADDRESS, ADDRESS_NOT_SET ->
                throw Refusal.of("address", from.getAddressCase(), "SOCKET_ADDRESS or PIPE");
        };
    }

    private static Place pipe(Pipe pipe) {
        Fields.only(pipe, Set.of("path"));
        if (!pipe.getPath().startsWith("/") || pipe.getPath().getBytes(StandardCharsets.UTF_8).length > MAX_PIPE) {
            throw Refusal.of("pipe.path", pipe.getPath(), "an absolute path of at most " + MAX_PIPE + " octets");
        }
        return new Place(Endpoint.UNIX + pipe.getPath(), 0);
    }

    private static Place port(SocketAddress address) {
        Fields.only(address, KNOWN_ADDRESS);
        if (address.getProtocol() != SocketAddress.Protocol.TCP) {
            throw Refusal.of("protocol of " + address.getAddress(), address.getProtocol(), "TCP");
        }
        if (address.getPortValue() < 1 || address.getPortValue() > 65535) {
            throw Refusal.of("port_value of " + address.getAddress(), Integer.toUnsignedString(address.getPortValue()),
                    "1..65535");
        }
        String host = Fields.notEmpty("address", address.getAddress());
        return new Place(host, address.getPortValue());
    }

    private static Endpoint.Role role(String name) {
        for (Endpoint.Role role : Endpoint.Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        throw Refusal.of("metadata spillway.role", name, "workload or gateway");
    }

    private static Health health(HealthStatus status) {
        return switch (status) {
            case UNKNOWN, HEALTHY -> Health.HEALTHY;
            case DEGRADED -> Health.DEGRADED;
            case UNHEALTHY, TIMEOUT -> Health.UNHEALTHY;
            case DRAINING -> Health.DRAINING;
            case UNRECOGNIZED -> throw Refusal.of("health_status", status, "a known status");
        };
    }
}
