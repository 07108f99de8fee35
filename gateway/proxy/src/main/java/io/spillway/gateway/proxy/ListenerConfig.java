package io.spillway.gateway.proxy;

import io.spillway.gateway.proxy.tls.ServerTlsSettings;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.process.config.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration file says of one listener: {@code host:port}, or a mapping with more keys.
 *
 * @param address where to listen
 * @param plaintext whether a crossing listener is meant to be in the clear
 * @param tls certificates of its own; null when there are none
 */
public record ListenerConfig(HostPort address, boolean plaintext, @Nullable ServerTlsSettings tls) {

    /** Returns a listener of which only the address is said. */
    static ListenerConfig at(HostPort address) {
        return new ListenerConfig(address, false, null);
    }

    /** Reads a key that is there. */
    static ListenerConfig read(Decoder listeners, String key) {
        return listeners.raw(key) instanceof Tree.Mapping
                ? listeners.child(key, ListenerConfig::mapping)
                : at(listeners.required(key, HostPort.LISTEN));
    }

    private static ListenerConfig mapping(Decoder listener) {
        HostPort address = listener.required("address", HostPort.LISTEN);
        boolean plaintext = listener.optional("plaintext", ScalarType.BOOL, false);
        ServerTlsSettings tls = listener.optionalChild("tls", TlsKeys::server);
        if (plaintext && tls != null) {
            listener.violation("plaintext", "no plaintext where there is tls");
        }
        return new ListenerConfig(address, plaintext, tls);
    }

}
