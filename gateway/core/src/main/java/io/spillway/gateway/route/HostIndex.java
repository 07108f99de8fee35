package io.spillway.gateway.route;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Finds the virtual host of an authority by hash: host and port, then host, then each suffix at a dot, then {@code *}. */
final class HostIndex {
    private final Map<String, HostRoutes> withPort = new HashMap<>();
    private final Map<String, HostRoutes> exact = new HashMap<>();
    /** By suffix with its leading dot. */
    private final Map<String, HostRoutes> suffixes = new HashMap<>();
    private @Nullable HostRoutes any;

    HostIndex(List<VirtualHost> hosts) {
        for (VirtualHost host : hosts) {
            // Reasons name the domain, so a host with two domains has its routes indexed twice; the rules are shared.
            for (String domain : host.domains()) {
                add(domain, new HostRoutes(domain, host.rules()));
            }
        }
    }

    private void add(String domain, HostRoutes routes) {
        String plain = domain.toLowerCase(Locale.ROOT);
        if (plain.endsWith(":*")) {
            plain = plain.substring(0, plain.length() - 2);
        }
        if (plain.equals("*")) {
            refuseSecond(domain, any);
            any = routes;
        } else if (plain.startsWith("*.") && plain.indexOf('*', 1) < 0 && portStart(plain) < 0) {
            refuseSecond(domain, suffixes.putIfAbsent(plain.substring(1), routes));
        } else if (plain.isEmpty() || plain.indexOf('*') >= 0) {
            throw new IllegalArgumentException(
                    "domain: " + domain + " (expected: host, host:port, host:*, *.suffix, *.suffix:* or *)");
        } else {
            boolean port = portStart(plain) >= 0;
            HostRoutes before = (port ? withPort : exact).putIfAbsent(plain, routes);
            // A host may list "h" and "h:*", which say the same.
            if (before != null && !before.sameRules(routes)) {
                refuseSecond(domain, before);
            }
        }
    }

    private static void refuseSecond(String domain, @Nullable HostRoutes before) {
        if (before != null) {
            throw new IllegalArgumentException(
                    "domain: " + domain + " (expected: each domain once, but " + before.domain()
                            + " stands before it)");
        }
    }

    @Nullable
    HostRoutes find(String authority) {
        String name = lowerCase(authority);
        int port = portStart(name);
        HostRoutes found;
        if (port >= 0) {
            if (!withPort.isEmpty()) {
                found = withPort.get(name);
                if (found != null) {
                    return found;
                }
            }
            name = name.substring(0, port);
        }
        found = exact.get(name);
        if (found == null && !suffixes.isEmpty()) {
            found = longestSuffix(name);
        }
        return found != null ? found : any;
    }

    private @Nullable HostRoutes longestSuffix(String name) {
        // A suffix stands for at least one character before its dot.
        for (int dot = name.indexOf('.', 1); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            HostRoutes found = suffixes.get(name.substring(dot));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Returns where {@code :port} starts, or -1; colons inside an IPv6 literal do not count. */
    static int portStart(String authority) {
        int colon = authority.lastIndexOf(':');
        if (colon < 0 || colon < authority.lastIndexOf(']')) {
            return -1;
        }
        if (authority.indexOf(':') != colon && authority.charAt(0) != '[') {
            return -1;
        }
        return colon;
    }

    private static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return text.toLowerCase(Locale.ROOT);
            }
        }
        return text;
    }
}
