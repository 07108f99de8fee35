package io.spillway.gateway.assembly;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.VirtualHost;

/**
 * Reads the RouteConfigurations of one name, one after the other. Such a resource comes whole whatever changed in it, and
 * may be the largest that a gateway has. So it is never a tree of messages as a whole: each virtual host is parsed, read and
 * thrown away, and one whose bytes are those of a host of the version before is not even parsed, it is the same object.
 * Belongs to one thread.
 */
final class RoutesReader {
    private static final Set<String> KNOWN = Set.of("name", "validate_clusters", "request_headers_to_remove",
            "ignore_port_in_host_matching", "max_direct_response_body_size_bytes");

    /** The hosts of the last version that was accepted. */
    private Map<ByteString, VirtualHost> known = Map.of();

    /**
     * Returns the name that the bytes of a RouteConfiguration carry, empty when there is none.
     *
     * @throws InvalidProtocolBufferException when the bytes are no message
     */
    static String nameOf(ByteString body) throws InvalidProtocolBufferException {
        String name = "";
        try {
            CodedInputStream in = body.newCodedInput();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == (RouteConfiguration.NAME_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                    name = in.readStringRequireUtf8();
                } else if (!in.skipField(tag)) {
                    throw new InvalidProtocolBufferException("an end of a group that has not begun");
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
        return name;
    }

    /**
     * Reads a resource.
     *
     * @throws Refusal when it says something that cannot be done
     * @throws IllegalArgumentException when a value is impossible
     * @throws InvalidProtocolBufferException when the bytes are no such resource
     */
    RouteTable read(ByteString body) throws InvalidProtocolBufferException {
        HostReader reader = new HostReader();
        Map<ByteString, VirtualHost> now = new HashMap<>();
        List<VirtualHost> hosts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        UnknownFieldSet.Builder rest = UnknownFieldSet.newBuilder();
        try {
            CodedInputStream in = body.newCodedInput();
            in.enableAliasing(true);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag != (RouteConfiguration.VIRTUAL_HOSTS_FIELD_NUMBER << 3
                        | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                    if (!rest.mergeFieldFrom(tag, in)) {
                        throw new InvalidProtocolBufferException("an end of a group that has not begun");
                    }
                    continue;
                }
                ByteString bytes = in.readBytes();
                VirtualHost before = known.get(bytes);
                VirtualHost host = before != null ? before : reader.read(bytes);
                if (!names.add(host.name())) {
                    throw Refusal.of("virtual_hosts.name", host.name(), "each once");
                }
                hosts.add(host);
                now.put(bytes, host);
            }
            check(RouteConfiguration.parseFrom(rest.build().toByteString()));
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
        RouteTable table = RouteTable.of(hosts);
        known = now;
        return table;
    }

    /** Reads a configuration that stands in a listener. */
    static RouteTable inline(RouteConfiguration configuration) {
        try {
            return new RoutesReader().read(configuration.toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message cannot be read again", e);
        }
    }

    private static void check(RouteConfiguration rest) {
        Fields.notEmpty("name", rest.getName());
        Fields.only(rest, KNOWN);
        HeaderReader.refuseRemovals(rest.getRequestHeadersToRemoveList());
        if (rest.getValidateClusters().getValue()) {
            throw Refusal.of("validate_clusters", "true", "false: clusters may come after the routes that name them");
        }
    }
}
