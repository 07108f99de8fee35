package io.spillway.gateway.xds;

import java.util.Map;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.gateway.snapshot.ListenerRole;

/**
 * Who this gateway is to its control plane.
 *
 * @param idc
 *            the IDC it stands in
 * @param node
 *            its name, unique in the IDC
 * @param listeners
 *            the addresses that it listens on, as {@code host:port} by role; the control plane builds its listeners
 *            from them
 * @param tcp
 *            the same of its TCP listeners, by name
 */
public record NodeIdentity(String idc, String node, Map<ListenerRole, String> listeners, Map<String, String> tcp) {

    /** Creates the identity of a gateway without TCP listeners. */
    public NodeIdentity(String idc, String node, Map<ListenerRole, String> listeners) {
        this(idc, node, listeners, Map.of());
    }

    /** Keeps its own copies of the listeners. */
    public NodeIdentity {
        listeners = Map.copyOf(listeners);
        tcp = Map.copyOf(tcp);
    }

    Node toNode() {
        Struct.Builder addresses = Struct.newBuilder();
        listeners.forEach((role, address) -> addresses.putFields(role.routeName(), text(address)));
        tcp.forEach((name, address) -> addresses.putFields(name, text(address)));
        return Node.newBuilder()
                .setId(node)
                .setCluster("gateway")
                .setLocality(Locality.newBuilder().setZone(idc))
                .setUserAgentName("spillway-gateway")
                .setMetadata(Struct.newBuilder()
                        .putFields("role", text("gateway"))
                        .putFields("listeners", Value.newBuilder().setStructValue(addresses).build()))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
