package io.spillway.control.snapshot;

import java.util.Map;

import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.spillway.wire.xds.XdsNames;

/** Small pieces that several resources have. */
final class Protos {

    /** Where everything else comes from: the stream that this came on. */
    static final ConfigSource ADS = ConfigSource.newBuilder().setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3).build();

    private static final String UNIX = "unix:";

    private Protos() {}

    static UInt32Value number(int value) {
        return UInt32Value.of(value);
    }

    static com.google.protobuf.Duration duration(java.time.Duration duration) {
        return com.google.protobuf.Duration.newBuilder().setSeconds(duration.getSeconds()).setNanos(duration.getNano())
                .build();
    }

    /** Returns our own part of xDS metadata. */
    static Metadata metadata(Map<String, String> facts) {
        Struct.Builder struct = Struct.newBuilder();
        facts.forEach((key, value) -> struct.putFields(key, Value.newBuilder().setStringValue(value).build()));
        return Metadata.newBuilder().putFilterMetadata(XdsNames.METADATA, struct.build()).build();
    }

    /** Adds facts to our own part of a route's metadata. */
    static void annotate(Route.Builder route, Map<String, String> facts) {
        if (!facts.isEmpty()) {
            Struct added = metadata(facts).getFilterMetadataOrThrow(XdsNames.METADATA);
            Struct all = route.getMetadata()
                    .getFilterMetadataOrDefault(XdsNames.METADATA, Struct.getDefaultInstance()).toBuilder()
                    .mergeFrom(added).build();
            route.getMetadataBuilder().putFilterMetadata(XdsNames.METADATA, all);
        }
    }

    static Address address(String host, int port) {
        if (host.startsWith(UNIX)) {
            return Address.newBuilder().setPipe(Pipe.newBuilder().setPath(host.substring(UNIX.length()))).build();
        }
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(port)).build();
    }
}
