package io.spillway.drill.mock.message;

import java.util.Map;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.wire.xds.XdsNames;

/** Who the clients of a group say they are; only the id differs from client to client. Safe for all threads. */
public final class NodeOctets {

    private final Node common;
    private final String idc;
    private final String role;

    /**
     * Creates it.
     *
     * @param idc the IDC of every client, or empty
     * @param role its role as our control plane knows them, or empty for clients that say nothing, as Envoy does
     * @param listeners addresses of its listeners by role; a gateway that has none is sent none
     */
    public NodeOctets(String idc, String role, Map<String, String> listeners) {
        this.idc = idc;
        this.role = role;
        Node.Builder node = Node.newBuilder().setCluster(role.isEmpty() ? "mock" : role);
        if (!idc.isEmpty()) {
            node.setLocality(Locality.newBuilder().setZone(idc));
        }
        Struct.Builder metadata = Struct.newBuilder();
        if (!role.isEmpty()) {
            metadata.putFields(XdsNames.NODE_ROLE, text(role));
        }
        if (!listeners.isEmpty()) {
            Struct.Builder addresses = Struct.newBuilder();
            listeners.forEach((name, address) -> addresses.putFields(name, text(address)));
            metadata.putFields(XdsNames.NODE_LISTENERS, Value.newBuilder().setStructValue(addresses).build());
        }
        this.common = node.setMetadata(metadata).build();
    }

    /** Returns the IDC of every client, or an empty string. */
    public String idc() {
        return idc;
    }

    /** Returns the role of every client, or an empty string. */
    public String role() {
        return role;
    }

    /** Returns the node of one client. */
    byte[] of(String id) {
        return common.toBuilder().setId(id).build().toByteArray();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
