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
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.spillway.gateway.route.LateRules;
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

    /** The rules of a resource of up to so many bytes are kept when they have been read: nobody waits for them later. */
    private static final int READ_AT_ONCE = 1024 * 1024;

    /** So many hosts are read in some hundred microseconds, less than a scheduler's slice. */
    private static final int BITE = 16;

    private final Runnable breath;
    /** The hosts of the last version that was accepted. */
    private Map<ByteString, VirtualHost> known = Map.of();

    /** Creates a reader that runs {@code breath} after each bite of a large resource. */
    RoutesReader(Runnable breath) {
        this.breath = breath;
    }

    /**
     * Returns the name that the bytes of a RouteConfiguration carry, empty when there is none.
     *
     * @throws InvalidProtocolBufferException when the bytes are no message
     */
    static String nameOf(ByteString body) throws InvalidProtocolBufferException {
        return RouteConfiguration.parseFrom(Octets.take(body, (number, in) -> {
            if (number != RouteConfiguration.VIRTUAL_HOSTS_FIELD_NUMBER) {
                return false;
            }
            in.skipRawBytes(in.readRawVarint32());
            return true;
        })).getName();
    }

    /**
     * Reads a resource.
     *
     * @throws Refusal when it says something that cannot be done, or has another name
     * @throws IllegalArgumentException when a value is impossible
     * @throws InvalidProtocolBufferException when the bytes are no such resource
     */
    RouteTable read(String name, ByteString body) throws InvalidProtocolBufferException {
        Hosts hosts = body.size() > READ_AT_ONCE ? new Hosts(known, true, breath) : new Hosts(known, false, () -> {});
        check(name, RouteConfiguration.parseFrom(Octets.take(body, hosts)));
        RouteTable table = RouteTable.of(hosts.read);
        known = hosts.now;
        hosts.letOldBytesGo();
        return table;
    }

    /** Reads the virtual hosts of one body. */
    private static final class Hosts implements Octets.Taker {
        private final HostReader reader;
        private final Runnable breath;
        private final Map<ByteString, VirtualHost> before;
        private final Map<ByteString, VirtualHost> now = new HashMap<>();
        private final List<VirtualHost> read = new ArrayList<>();
        private final Set<String> names = new HashSet<>();

        private Hosts(Map<ByteString, VirtualHost> before, boolean later, Runnable breath) {
            this.before = before;
            this.breath = breath;
            this.reader = new HostReader(later);
        }

        /** A host of the version before would keep all bytes of that version. */
        private void letOldBytesGo() {
            now.forEach((bytes, host) -> {
                if (host.rules() instanceof LateRules rules) {
                    rules.readFrom(new HostOctets(bytes, reader));
                }
            });
        }

        @Override
        public boolean take(int number, CodedInputStream in) throws IOException {
            if (number != RouteConfiguration.VIRTUAL_HOSTS_FIELD_NUMBER) {
                return false;
            }
            ByteString bytes = in.readBytes();
            VirtualHost known = before.get(bytes);
            VirtualHost host = known != null ? known : reader.read(bytes);
            if (!names.add(host.name())) {
                throw Refusal.of("virtual_hosts.name", host.name(), "each once");
            }
            read.add(host);
            now.put(bytes, host);
            if (read.size() % BITE == 0) {
                breath.run();
            }
            return true;
        }
    }

    /** Reads a configuration that stands in a listener. */
    static RouteTable inline(RouteConfiguration configuration) {
        try {
            return new RoutesReader(() -> {}).read(configuration.getName(), configuration.toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message cannot be read again", e);
        }
    }

    private static void check(String name, RouteConfiguration rest) {
        if (!rest.getName().equals(name)) {
            throw Refusal.name(rest.getName(), name);
        }
        Fields.notEmpty("name", rest.getName());
        Fields.only(rest, KNOWN);
        HeaderReader.refuseRemovals(rest.getRequestHeadersToRemoveList());
        if (rest.getValidateClusters().getValue()) {
            throw Refusal.of("validate_clusters", "true", "false: clusters may come after the routes that name them");
        }
    }
}
