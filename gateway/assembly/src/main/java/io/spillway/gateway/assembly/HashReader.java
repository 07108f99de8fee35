package io.spillway.gateway.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import io.spillway.gateway.route.StickyKey;
import org.jspecify.annotations.Nullable;

/** Reads what of a request its endpoint depends on. */
final class HashReader {
    private HashReader() {}

    /** Returns the sources in order, null when there are none. */
    static @Nullable List<StickyKey> read(String route, RouteAction action) {
        List<StickyKey> keys = new ArrayList<>();
        for (HashPolicy policy : action.getHashPolicyList()) {
            if (!policy.getTerminal() && keys.size() < action.getHashPolicyCount() - 1) {
                throw Refusal.of("hash_policy.terminal of " + route, "false",
                        "true but for the last: the first that a request has decides alone");
            }
            keys.add(switch (policy.getPolicySpecifierCase()) {
                case HEADER -> {
                    if (policy.getHeader().hasRegexRewrite()) {
                        throw Refusal.unsupported("hash_policy.header.regex_rewrite of " + route);
                    }
                    yield new StickyKey.Header(Fields.notEmpty("hash_policy.header_name of " + route,
                            policy.getHeader().getHeaderName()).toLowerCase(Locale.ROOT));
                }
                case COOKIE -> {
                    if (policy.getCookie().hasTtl()) {
                        throw Refusal.unsupported("hash_policy.cookie.ttl of " + route);
                    }
                    yield new StickyKey.Cookie(
                            Fields.notEmpty("hash_policy.cookie.name of " + route, policy.getCookie().getName()), null);
                }
                case QUERY_PARAMETER -> new StickyKey.Query(Fields
                        .notEmpty("hash_policy.query_parameter.name of " + route,
                                policy.getQueryParameter().getName()));
                case CONNECTION_PROPERTIES -> {
                    if (!policy.getConnectionProperties().getSourceIp()) {
                        throw Refusal.of("hash_policy.connection_properties.source_ip of " + route, "false", "true");
                    }
                    yield new StickyKey.ClientAddress();
                }
                case FILTER_STATE, POLICYSPECIFIER_NOT_SET -> throw Refusal.of("hash_policy of " + route,
                        policy.getPolicySpecifierCase(), "HEADER, COOKIE, QUERY_PARAMETER or CONNECTION_PROPERTIES");
            });
        }
        return keys.isEmpty() ? null : keys;
    }
}
