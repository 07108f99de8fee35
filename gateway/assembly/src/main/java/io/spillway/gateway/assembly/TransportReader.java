package io.spillway.gateway.assembly;

import java.util.Set;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.spillway.gateway.snapshot.ProxyProtocol;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.model.identity.SpiffeId;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Reads how endpoints are reached. The endpoint says it all, so that the two resources need not arrive together; what the
 * cluster says for other data planes is only checked to be that.
 */
final class TransportReader {
    private static final Set<String> KNOWN = Set.of("config", "transport_socket");
    private static final Set<String> KNOWN_CONFIG = Set.of("version");
    private static final String OURS = "crossing-";

    private TransportReader() {}

    /** Refuses transport sockets that are not those to other IDCs: a gateway would not honour them. */
    static void check(Cluster cluster) {
        for (Cluster.TransportSocketMatch match : cluster.getTransportSocketMatchesList()) {
            if (!match.getName().startsWith(OURS) || !match.getMatch().containsFields(XdsNames.CROSSING_TO)) {
                throw Refusal.of("transport_socket_matches", match.getName(),
                        OURS + "<idc> that matches {" + XdsNames.CROSSING_TO + ": <idc>}");
            }
        }
    }

    /** Returns by which header the endpoints of this IDC are told whose connection they get, null by none. */
    static @Nullable ProxyProtocol proxyProtocol(Cluster cluster) {
        if (!cluster.hasTransportSocket()) {
            return null;
        }
        TransportSocket socket = cluster.getTransportSocket();
        if (!socket.getTypedConfig().is(ProxyProtocolUpstreamTransport.class)) {
            throw Refusal.unsupported("transport_socket " + socket.getName());
        }
        ProxyProtocolUpstreamTransport introducing = Fields.unpack("transport_socket", socket.getTypedConfig(),
                ProxyProtocolUpstreamTransport.class);
        Fields.only(introducing, KNOWN);
        Fields.only(introducing.getConfig(), KNOWN_CONFIG);
        if (!introducing.getTransportSocket().getTypedConfig().is(RawBuffer.class)) {
            throw Refusal.unsupported(
                    "transport_socket " + introducing.getTransportSocket().getName() + " behind a PROXY header");
        }
        return switch (introducing.getConfig().getVersion()) {
            case V1 -> ProxyProtocol.V1;
            case V2 -> ProxyProtocol.V2;
            case UNRECOGNIZED -> throw Refusal.of("transport_socket.config.version",
                    introducing.getConfig().getVersionValue(), "V1 or V2");
        };
    }

    /** Returns how the endpoint with this metadata is reached. */
    static Transport of(Metadata metadata) {
        Struct match = metadata.getFilterMetadataOrDefault(XdsNames.METADATA_TRANSPORT, Struct.getDefaultInstance());
        Value idc = match.getFieldsOrDefault(XdsNames.CROSSING_TO, Value.getDefaultInstance());
        if (idc.getStringValue().isEmpty()) {
            return Transport.PLAIN;
        }
        return new Transport.Crossing(Fields.ours(metadata, XdsNames.TRUST_DOMAIN, SpiffeId.DEFAULT_TRUST_DOMAIN),
                idc.getStringValue());
    }
}
