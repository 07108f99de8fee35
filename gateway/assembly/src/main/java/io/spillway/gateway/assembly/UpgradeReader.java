package io.spillway.gateway.assembly;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.UpgradeConfig;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;

/** Reads what a route lets connections become. */
final class UpgradeReader {
    private static final String CONNECT = "connect";
    private static final String WEBSOCKET = "websocket";

    private static final Set<String> KNOWN = Set.of("upgrade_type", "enabled");

    private UpgradeReader() {}

    /** Refuses what a whole listener would let in beside WebSocket, which always is let in, or would not. */
    static void check(List<HttpConnectionManager.UpgradeConfig> upgrades) {
        for (HttpConnectionManager.UpgradeConfig upgrade : upgrades) {
            boolean off = upgrade.hasEnabled() && !upgrade.getEnabled().getValue();
            Fields.only(upgrade, KNOWN);
            if (off || !upgrade.getUpgradeType().toLowerCase(Locale.ROOT).equals(WEBSOCKET)) {
                throw Refusal.of("upgrade_configs", "\"" + upgrade.getUpgradeType() + "\"" + (off ? " off" : ""),
                        "websocket; other protocols are let in by routes");
            }
        }
    }

    /** Returns the protocols, in lower case, that the route lets connections be upgraded to beside {@code websocket}. */
    static Set<String> read(String name, RouteMatch match, RouteAction action) {
        Set<String> protocols = new HashSet<>();
        boolean tunnel = false;
        for (UpgradeConfig upgrade : action.getUpgradeConfigsList()) {
            String field = "upgrade_configs of route " + name;
            String protocol = Fields.notEmpty(field, upgrade.getUpgradeType()).toLowerCase(Locale.ROOT);
            boolean enabled = !upgrade.hasEnabled() || upgrade.getEnabled().getValue();
            if (upgrade.hasConnectConfig()
                    && (upgrade.getConnectConfig().hasProxyProtocolConfig()
                            || upgrade.getConnectConfig().getAllowPost())) {
                throw Refusal.unsupported("connect_config with proxy_protocol_config or allow_post, route " + name);
            }
            if (protocol.equals(CONNECT)) {
                if (!enabled || !upgrade.hasConnectConfig()) {
                    throw Refusal.of(field, "CONNECT that is passed on",
                            "CONNECT with a connect_config, which ends here");
                }
                tunnel = true;
            } else if (!protocol.equals(WEBSOCKET) && enabled) {
                protocols.add(protocol);
            } else if (!enabled) {
                throw Refusal.of(field, protocol + " off", "what is let in; websocket always is");
            }
        }
        if (tunnel != match.hasConnectMatcher()) {
            throw Refusal.of("route " + name, tunnel ? "CONNECT without connect_matcher" : "connect_matcher alone",
                    "connect_matcher and upgrade_configs of CONNECT together");
        }
        return protocols;
    }
}
