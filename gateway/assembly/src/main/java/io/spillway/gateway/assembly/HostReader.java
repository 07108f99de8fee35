package io.spillway.gateway.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.route.LateRules;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.RouteRule;
import io.spillway.wire.xds.XdsNames;

/**
 * Reads the virtual hosts of one RouteConfiguration. Routes of a large table differ in host and path and do the same: what
 * was read once is the same object in all of them, which costs neither the time to read it again nor the memory. Safe for
 * all threads: whoever needs the {@link LateRules} of a host reads them.
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
    private record Said(ByteString rest, RetryPolicy hostRetries) {}

    /** What a route does, and for whom. */
    private record Deed(RouteAction action, RouteGuard guard) {}

    /** Reading takes 1.5 us a rule once it is compiled; more than a tenth of a millisecond is not left to an event loop. */
    private static final int MOST_LATER = 64;

    private final boolean later;
    private final Map<ByteString, RouteMatch> matches = new ConcurrentHashMap<>();
    /** Empty for what cannot be read without the match. */
    private final Map<Said, Optional<Deed>> deeds = new ConcurrentHashMap<>();

    /** Creates a reader; {@code later}: what a host's rules are is read again when somebody asks for them. */
    HostReader(boolean later) {
        this.later = later;
    }

    io.spillway.gateway.route.VirtualHost read(ByteString bytes) throws InvalidProtocolBufferException {
        List<RouteOctets> routes = new ArrayList<>();
        VirtualHost host = take(bytes, routes);
        String name = Fields.notEmpty("virtual_hosts.name", host.getName());
        Fields.only(host, KNOWN_HOST);
        HeaderReader.refuseRemovals(host.getRequestHeadersToRemoveList());
        if (host.getDomainsCount() == 0) {
            throw Refusal.of("domains of " + name, "[]", "at least one");
        }
        List<RouteRule> rules = rules(host, routes);
        return new io.spillway.gateway.route.VirtualHost(name, host.getDomainsList(),
                later && rules.size() <= MOST_LATER ? new LateRules(rules, new HostOctets(bytes, this)) : rules);
    }

    /** Reads the rules of a host that was read before. */
    List<RouteRule> rulesAgain(ByteString bytes) {
        try {
            List<RouteOctets> routes = new ArrayList<>();
            return rules(take(bytes, routes), routes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a host that was read cannot be read again", e);
        }
    }

    private static VirtualHost take(ByteString bytes, List<RouteOctets> routes) throws InvalidProtocolBufferException {
        return VirtualHost.parseFrom(Octets.take(bytes, (number, in) -> {
            if (number != VirtualHost.ROUTES_FIELD_NUMBER) {
                return false;
            }
            routes.add(RouteOctets.of(in.readBytes()));
            return true;
        }));
    }

    private List<RouteRule> rules(VirtualHost host, List<RouteOctets> routes) throws InvalidProtocolBufferException {
        List<RouteRule> rules = new ArrayList<>(routes.size());
        for (RouteOctets route : routes) {
            String routeName = route.name().isEmpty() ? host.getName() + "/" + rules.size() : route.name();
            RouteMatch match = match(route);
            Deed deed = match.path() instanceof PathMatch.Connect
                    ? read(routeName, route.parse(), host.getRetryPolicy())
                    : deed(routeName, route, host.getRetryPolicy());
            rules.add(new RouteRule(match,
                    new io.spillway.gateway.route.Route(routeName, deed.action(), deed.guard())));
        }
        return rules;
    }

    private RouteMatch match(RouteOctets route) throws InvalidProtocolBufferException {
        RouteMatch match = matches.get(route.match());
        if (match == null) {
            match = MatchReader.read(io.envoyproxy.envoy.config.route.v3.RouteMatch.parseFrom(route.match()));
            matches.put(route.match(), match);
        }
        return match;
    }

    private Deed deed(String name, RouteOctets octets, RetryPolicy hostRetries) throws InvalidProtocolBufferException {
        Said said = new Said(octets.rest(), hostRetries);
        Optional<Deed> known = deeds.get(said);
        if (known != null && known.isPresent()) {
            return known.get();
        }
        Route route = octets.parse();
        Deed deed = read(name, route, hostRetries);
        if (known == null) {
            deeds.put(said, dependsOnMatch(route) ? Optional.empty() : Optional.of(deed));
        }
        return deed;
    }

    /** A rewrite is read together with the path that it rewrites; what is said of tunnels goes with the match of one. */
    private static boolean dependsOnMatch(Route route) {
        return route.hasRedirect() || !route.getRoute().getPrefixRewrite().isEmpty()
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
