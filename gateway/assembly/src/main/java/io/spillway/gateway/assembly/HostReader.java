package io.spillway.gateway.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.RouteRule;
import io.spillway.wire.xds.XdsNames;

/**
 * Reads the virtual hosts of one RouteConfiguration. Routes of a large table differ in host and path and do the same: what
 * was read once is the same object in all of them, which costs neither the time to read it again nor the memory. Belongs
 * to one thread.
 */
final class HostReader {
    private static final Set<String> KNOWN_HOST = Set.of("name", "domains", "routes", "retry_policy", "metadata",
            "request_headers_to_remove");
    private static final Set<String> KNOWN_ROUTE = Set.of("name", "match", "route", "redirect", "direct_response",
            "metadata",
            "request_headers_to_remove", "request_headers_to_add", "response_headers_to_remove",
            "response_headers_to_add", "typed_per_filter_config", "stat_prefix");
    private static final Set<String> KNOWN_FILTERS = Set.of(XdsNames.FILTER_LOCAL_RATE_LIMIT, XdsNames.FAULT_FILTER,
            XdsNames.FILTER_RBAC);

    /** What a route says beside its name and match, and the retries of its host. */
    private record Said(Route route, RetryPolicy hostRetries) {}

    /** What a route does, and for whom. */
    private record Deed(RouteAction action, RouteGuard guard) {}

    private final Map<io.envoyproxy.envoy.config.route.v3.RouteMatch, RouteMatch> matches = new HashMap<>();
    private final Map<Said, Deed> deeds = new HashMap<>();

    io.spillway.gateway.route.VirtualHost read(ByteString bytes) throws InvalidProtocolBufferException {
        VirtualHost host = VirtualHost.parseFrom(bytes);
        String name = Fields.notEmpty("virtual_hosts.name", host.getName());
        Fields.only(host, KNOWN_HOST);
        HeaderReader.refuseRemovals(host.getRequestHeadersToRemoveList());
        if (host.getDomainsCount() == 0) {
            throw Refusal.of("domains of " + name, "[]", "at least one");
        }
        List<RouteRule> rules = new ArrayList<>(host.getRoutesCount());
        for (Route route : host.getRoutesList()) {
            String routeName = route.getName().isEmpty() ? name + "/" + rules.size() : route.getName();
            Deed deed = deed(routeName, route, host.getRetryPolicy());
            rules.add(new RouteRule(matches.computeIfAbsent(route.getMatch(), MatchReader::read),
                    new io.spillway.gateway.route.Route(routeName, deed.action(), deed.guard())));
        }
        return new io.spillway.gateway.route.VirtualHost(name, host.getDomainsList(), rules);
    }

    private Deed deed(String name, Route route, RetryPolicy hostRetries) {
        if (dependsOnMatch(route)) {
            return read(name, route, hostRetries);
        }
        Said said = new Said(route.toBuilder().clearName().clearMatch().build(), hostRetries);
        Deed deed = deeds.get(said);
        if (deed == null) {
            deed = read(name, route, hostRetries);
            deeds.put(said, deed);
        }
        return deed;
    }

    /** A rewrite is read together with the path that it rewrites, and an upgrade with that of a tunnel. */
    private static boolean dependsOnMatch(Route route) {
        return route.hasRedirect() || route.getMatch().hasConnectMatcher() || !route.getRoute().getPrefixRewrite().isEmpty()
                || route.getRoute().hasRegexRewrite() || route.getRoute().hasPathRewritePolicy()
                || route.getRoute().getUpgradeConfigsCount() > 0;
    }

    private static Deed read(String name, Route route, RetryPolicy hostRetries) {
        Fields.only(route, KNOWN_ROUTE);
        for (String filter : route.getTypedPerFilterConfigMap().keySet()) {
            if (!KNOWN_FILTERS.contains(filter)) {
                throw Refusal.unsupported("typed_per_filter_config " + filter + " of route " + name);
            }
        }
        return new Deed(ActionReader.read(name, route, hostRetries), GuardReader.read(name, route));
    }
}
