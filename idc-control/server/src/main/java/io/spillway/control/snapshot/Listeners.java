package io.spillway.control.snapshot;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.spillway.model.resource.EscapedSlashes;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** Listeners of one node: it says which roles it has and where; what they do is the same for all. Pure. */
public final class Listeners {

    private static final int MAX_PORT = 65_535;

    /** Finds the server name and the protocols that a client of TLS asks for. */
    static final ListenerFilter TLS_INSPECTOR = ListenerFilter.newBuilder()
            .setName("envoy.filters.listener.tls_inspector")
            .setTypedConfig(Any.pack(TlsInspector.getDefaultInstance())).build();

    private Listeners() {}

    /**
     * Returns the listeners for addresses ({@code host:port} or {@code unix:/path}) by role. Roles other than
     * {@code entrance}, {@code crossing} and {@code local}, and addresses that are neither form, are left out.
     */
    public static Map<String, Versioned> of(Map<String, String> addressesByRole, ListenerRules rules) {
        Map<String, Versioned> listeners = new TreeMap<>();
        addressesByRole.forEach((role, address) -> {
            boolean known = role.equals(XdsNames.ROUTE_ENTRANCE) || role.equals(XdsNames.ROUTE_CROSSING)
                    || role.equals(XdsNames.ROUTE_LOCAL);
            if (known && valid(address)) {
                listeners.put(role, Versioned.of(ResourceType.LISTENER, role, listener(role, address, rules)));
            }
        });
        return listeners;
    }

    private static PathWithEscapedSlashesAction action(EscapedSlashes slashes) {
        return switch (slashes) {
            case KEEP_UNCHANGED -> PathWithEscapedSlashesAction.KEEP_UNCHANGED;
            case REJECT_REQUEST -> PathWithEscapedSlashesAction.REJECT_REQUEST;
            case UNESCAPE_AND_REDIRECT -> PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT;
            case UNESCAPE_AND_FORWARD -> PathWithEscapedSlashesAction.UNESCAPE_AND_FORWARD;
        };
    }

    /** Returns a TCP listener of the catalog at a node's address; null when that is neither form of an address. */
    public static @Nullable Versioned at(Versioned tcp, String address) {
        if (!valid(address)) {
            return null;
        }
        try {
            Listener listener = Listener.parseFrom(tcp.any().getValue()).toBuilder().setAddress(place(address)).build();
            return Versioned.of(ResourceType.LISTENER, tcp.name(), listener);
        } catch (InvalidProtocolBufferException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean valid(String address) {
        if (address.startsWith("unix:")) {
            return address.length() > "unix:".length();
        }
        int colon = address.lastIndexOf(':');
        try {
            int port = colon <= 0 ? -1 : Integer.parseInt(address, colon + 1, address.length(), 10);
            return port >= 0 && port <= MAX_PORT;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static Listener listener(String role, String address, ListenerRules rules) {
        HttpConnectionManager.Builder manager = HttpConnectionManager.newBuilder().setStatPrefix(role)
                .setRds(Rds.newBuilder().setConfigSource(Protos.ADS).setRouteConfigName(role))
                // Our gateways always let WebSocket in, a stock Envoy has to be told.
                .addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType("websocket"));
        boolean secret = role.equals(XdsNames.ROUTE_CROSSING) && !rules.crossing().plaintext();
        if (secret) {
            manager.addHttpFilters(Callers.filter(rules.idc()));
        }
        manager.addHttpFilters(HttpFilter.newBuilder().setName(XdsNames.FAULT_FILTER)
                .setTypedConfig(Any.pack(HTTPFault.getDefaultInstance())))
                // Does nothing by itself; routes that have rates switch it on for themselves.
                .addHttpFilters(HttpFilter.newBuilder().setName(XdsNames.FILTER_LOCAL_RATE_LIMIT)
                        .setTypedConfig(Any.pack(LocalRateLimit.newBuilder().setStatPrefix(role).build())))
                .addHttpFilters(HttpFilter.newBuilder().setName("envoy.filters.http.router")
                        .setTypedConfig(Any.pack(Router.getDefaultInstance())));
        if (role.equals(XdsNames.ROUTE_ENTRANCE)) {
            // Users decide what a path looks like; what comes from gateways and own applications passes unchanged.
            manager.setNormalizePath(BoolValue.of(true)).setMergeSlashes(true)
                    .setPathWithEscapedSlashesAction(action(rules.entrance().escapedSlashes()));
        }
        FilterChain.Builder chain = FilterChain.newBuilder()
                .addFilters(Filter.newBuilder().setName("envoy.filters.network.http_connection_manager")
                        .setTypedConfig(Any.pack(manager.build())));
        Listener.Builder listener = Listener.newBuilder().setName(role).setAddress(place(address));
        if (secret) {
            chain.setTransportSocket(Crossings.listening(rules.crossing()));
            rules.tunnels().forEach(tunnel -> listener.addFilterChains(tunnel.chain(rules)));
        }
        if (listener.getFilterChainsCount() > 0) {
            listener.addListenerFilters(TLS_INSPECTOR);
        }
        return listener.addFilterChains(chain).build();
    }

    private static Address place(String address) {
        if (address.startsWith("unix:")) {
            return Protos.address(address, 0);
        }
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        return Protos.address(host, Integer.parseInt(address, colon + 1, address.length(), 10));
    }
}
