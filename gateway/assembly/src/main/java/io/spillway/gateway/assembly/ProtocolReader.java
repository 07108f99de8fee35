package io.spillway.gateway.assembly;

import java.util.Set;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.spillway.gateway.snapshot.UpstreamProtocol;

/** Reads what a cluster's endpoints speak: HTTP/1.1, or HTTP/2 when the protocol options say so explicitly. */
final class ProtocolReader {
    private static final String OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    private static final Set<String> KNOWN = Set.of("explicit_http_config");

    private ProtocolReader() {}

    static UpstreamProtocol read(Cluster cluster) {
        for (String name : cluster.getTypedExtensionProtocolOptionsMap().keySet()) {
            if (!name.equals(OPTIONS)) {
                throw Refusal.unsupported("typed_extension_protocol_options " + name);
            }
        }
        Any packed = cluster.getTypedExtensionProtocolOptionsMap().get(OPTIONS);
        if (packed == null) {
            return UpstreamProtocol.HTTP1;
        }
        try {
            HttpProtocolOptions options = packed.unpack(HttpProtocolOptions.class);
            Fields.only(options, KNOWN);
            Fields.only(options.getExplicitHttpConfig().getHttpProtocolOptions(), Set.of());
            Fields.only(options.getExplicitHttpConfig().getHttp2ProtocolOptions(), Set.of());
            if (!options.hasExplicitHttpConfig() || options.getExplicitHttpConfig().hasHttp3ProtocolOptions()) {
                throw Refusal.of(OPTIONS, options.getUpstreamProtocolOptionsCase(),
                        "explicit_http_config of HTTP/1.1 or HTTP/2");
            }
            return options.getExplicitHttpConfig().hasHttp2ProtocolOptions()
                    ? UpstreamProtocol.HTTP2
                    : UpstreamProtocol.HTTP1;
        } catch (InvalidProtocolBufferException e) {
            throw Refusal.of(OPTIONS, packed.getTypeUrl(), "an HttpProtocolOptions message");
        }
    }
}
