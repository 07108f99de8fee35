package io.spillway.gateway.proxy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.spillway.gateway.proxy.listen.Place;
import io.spillway.gateway.proxy.listen.UnixSocket;
import io.spillway.gateway.proxy.tls.ServerTlsSettings;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.process.config.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration file says of one listener: an address, or a mapping with {@code address} and more keys.
 *
 * @param port where to listen, null for a Unix domain socket
 * @param unix the Unix domain socket, null for a port
 * @param proxyProtocol whether every connection begins with a PROXY protocol header
 * @param plaintext whether a crossing listener is meant to be in the clear
 * @param tls certificates of its own; null when there are none
 */
public record ListenerConfig(@Nullable HostPort port, @Nullable UnixSocket unix, boolean proxyProtocol,
        boolean plaintext, @Nullable ServerTlsSettings tls) {
    private static final String UNIX = "unix:";
    private static final ScalarType<ListenerConfig> ADDRESS = ScalarType.text(
            "host:port, or unix:/path of at most " + UnixSocket.MAX_PATH + " octets", at(new HostPort("localhost", 0)),
            ListenerConfig::parse);
    private static final ScalarType<Integer> MODE = ScalarType.text("octal mode in quotes as in \"0660\"",
            UnixSocket.DEFAULT_MODE,
            text -> text.matches("0?[0-7]{3}") ? Integer.valueOf(Integer.parseInt(text, 8)) : null);

    /** Creates a listener at a port. */
    ListenerConfig(HostPort port, boolean plaintext, @Nullable ServerTlsSettings tls) {
        this(port, null, false, plaintext, tls);
    }

    /** Returns a listener of which only the port is said. */
    static ListenerConfig at(HostPort port) {
        return new ListenerConfig(port, false, null);
    }

    /** Returns a listener of which only the Unix domain socket is said. */
    static ListenerConfig at(UnixSocket unix) {
        return new ListenerConfig(null, unix, false, false, null);
    }

    /** Reads a key that is there. */
    static ListenerConfig read(Decoder listeners, String key) {
        return listeners.raw(key) instanceof Tree.Mapping
                ? listeners.child(key, ListenerConfig::mapping)
                : listeners.required(key, ADDRESS);
    }

    private static ListenerConfig mapping(Decoder config) {
        ListenerConfig bare = config.required("address", ADDRESS);
        boolean plaintext = config.optional("plaintext", ScalarType.BOOL, false);
        boolean proxyProtocol = config.optional("proxyProtocol", ScalarType.BOOL, false);
        ServerTlsSettings tls = config.optionalChild("tls", TlsKeys::server);
        if (plaintext && tls != null) {
            config.violation("plaintext", "no plaintext where there is tls");
        }
        UnixSocket unix = bare.unix == null ? noRights(config) : rights(config, bare.unix.path());
        return new ListenerConfig(bare.port, unix, proxyProtocol, plaintext, tls);
    }

    private static @Nullable UnixSocket noRights(Decoder config) {
        for (String key : new String[]{"mode", "owner", "group"}) {
            if (config.has(key)) {
                config.violation(key, "only with an address that is unix:/path");
            }
        }
        return null;
    }

    private static UnixSocket rights(Decoder config, Path path) {
        return new UnixSocket(path, config.optional("mode", MODE, UnixSocket.DEFAULT_MODE),
                config.optional("owner", ScalarType.SOME_TEXT), config.optional("group", ScalarType.SOME_TEXT));
    }

    private static @Nullable ListenerConfig parse(String text) {
        if (!text.startsWith(UNIX)) {
            HostPort port = HostPort.parse(text);
            return port == null ? null : at(port);
        }
        String path = text.substring(UNIX.length());
        boolean fits = path.startsWith("/") && path.getBytes(StandardCharsets.UTF_8).length <= UnixSocket.MAX_PATH;
        return fits ? at(UnixSocket.at(Path.of(path))) : null;
    }

    /** Returns the same at the port that the system chose. */
    ListenerConfig withPort(int chosen) {
        return port == null ? this : new ListenerConfig(port.withPort(chosen), null, proxyProtocol, plaintext, tls);
    }

    /** Tells whether the system chooses the port. */
    boolean portChosen() {
        return port != null && port.port() == 0;
    }

    /** Returns where to listen; resolves a name, which may block. */
    Place place() {
        if (unix != null) {
            return new Place.File(unix);
        }
        HostPort at = port == null ? new HostPort("localhost", 0) : port;
        return new Place.Port(at.socketAddress());
    }

    /** Returns the address as it stands in the file. */
    String address() {
        return unix != null ? unix.toString() : String.valueOf(port);
    }
}
