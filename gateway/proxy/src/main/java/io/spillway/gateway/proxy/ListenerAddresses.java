package io.spillway.gateway.proxy;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.xds.NodeIdentity;
import io.spillway.process.config.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway listens.
 *
 * @param roles by role
 * @param tcp for clients that speak no HTTP, by name
 */
record ListenerAddresses(Map<ListenerRole, ListenerConfig> roles, Map<String, ListenerConfig> tcp) {

    /** Returns the same with the ports that the system chose, by the names of the listeners. */
    ListenerAddresses chosen(Map<String, InetSocketAddress> bound) {
        Map<ListenerRole, ListenerConfig> ofRoles = new EnumMap<>(ListenerRole.class);
        roles.forEach((role, asked) -> ofRoles.put(role, at(asked, bound.get(role.routeName()))));
        Map<String, ListenerConfig> ofNames = new LinkedHashMap<>();
        tcp.forEach((name, asked) -> ofNames.put(name, at(asked, bound.get(name))));
        return new ListenerAddresses(ofRoles, ofNames);
    }

    private static ListenerConfig at(ListenerConfig asked, @Nullable InetSocketAddress bound) {
        return bound == null ? asked : asked.withPort(bound.getPort());
    }

    /** Returns who the gateway is to its control plane. */
    NodeIdentity identity(String idc, String node) {
        Map<ListenerRole, String> ofRoles = new EnumMap<>(ListenerRole.class);
        roles.forEach((role, listener) -> ofRoles.put(role, listener.address()));
        Map<String, String> ofNames = new LinkedHashMap<>();
        tcp.forEach((name, listener) -> ofNames.put(name, listener.address()));
        return new NodeIdentity(idc, node, ofRoles, ofNames);
    }

    /** Returns the ports for people; a Unix domain socket is where the configuration says. */
    Map<String, HostPort> named(HostPort admin) {
        Map<String, HostPort> named = new LinkedHashMap<>();
        named.put("admin", admin);
        roles.forEach((role, listener) -> add(named, role.routeName(), listener));
        tcp.forEach((name, listener) -> add(named, name, listener));
        return named;
    }

    private static void add(Map<String, HostPort> named, String name, ListenerConfig listener) {
        HostPort port = listener.port();
        if (port != null) {
            named.put(name, port);
        }
    }
}
