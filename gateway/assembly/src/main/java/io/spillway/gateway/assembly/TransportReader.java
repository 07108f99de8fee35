package io.spillway.gateway.assembly;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.model.identity.SpiffeId;
import io.spillway.wire.xds.XdsNames;

/**
 * Reads how endpoints are reached. The endpoint says it all, so that the two resources need not arrive together; what the
 * cluster says for other data planes is only checked to be that.
 */
final class TransportReader {
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
