package io.spillway.model.resource;

import org.jspecify.annotations.Nullable;

/**
 * How a client that speaks no HTTP to a crossing says which group it means: by the server name of its TLS, as in
 * {@code g7.default.ledger} for the group {@code default} of {@code ledger}. The number is the length of the group's name,
 * because both names may have dots.
 */
public final class TunnelName {

    /** The application protocol (ALPN) of such a client: octets as they come, in both directions. */
    public static final String PROTOCOL = "spillway-tcp";

    private TunnelName() {}

    /** Returns the server name of a group. */
    public static String of(String service, String group) {
        return "g" + group.length() + "." + group + "." + service;
    }

    /** Returns the XdsCluster "service/group" that the server name means, or null when it is none of ours. */
    public static @Nullable String cluster(String serverName) {
        int dot = serverName.indexOf('.');
        if (dot < 2 || dot > 4 || serverName.charAt(0) != 'g') {
            return null;
        }
        int length = 0;
        for (int i = 1; i < dot; i++) {
            int digit = serverName.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            length = length * 10 + digit;
        }
        int end = dot + 1 + length;
        if (end >= serverName.length() || serverName.charAt(end) != '.') {
            return null;
        }
        String group = serverName.substring(dot + 1, end);
        String service = serverName.substring(end + 1);
        return Names.valid(group) && Names.valid(service) ? service + "/" + group : null;
    }
}
