package io.spillway.gateway.assembly;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.spillway.gateway.route.PrefixRewrite;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.WeightedCluster;
import org.jspecify.annotations.Nullable;

/** Reads what routes do. */
final class ActionReader {
    private static final Set<String> KNOWN_FORWARD = Set.of("cluster", "weighted_clusters", "timeout", "retry_policy",
            "prefix_rewrite", "host_rewrite_literal", "metadata_match", "append_x_forwarded_host",
            "cluster_not_found_response_code", "priority");
    private static final Set<String> KNOWN_CHOICE = Set.of("name", "weight", "request_headers_to_add");
    private static final Set<String> KNOWN_WEIGHTED = Set.of("clusters", "total_weight", "runtime_key_prefix");
    private static final Set<String> KNOWN_REDIRECT = Set.of("https_redirect", "scheme_redirect", "host_redirect",
            "port_redirect", "path_redirect", "prefix_rewrite", "response_code", "strip_query");
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private ActionReader() {}

    static RouteAction read(String name, Route route, RetryPolicy hostRetries) {
        return switch (route.getActionCase()) {
            case ROUTE -> forward(name, route, hostRetries);
            case REDIRECT -> redirect(route.getRedirect(), matchedPrefix(route.getMatch()));
            case DIRECT_RESPONSE -> refuse(name, route);
            case FILTER_ACTION, NON_FORWARDING_ACTION -> throw Refusal
                    .unsupported("action " + route.getActionCase() + " of route " + name);
            case ACTION_NOT_SET -> throw Refusal.of("action of route " + name, "none",
                    "route, redirect or direct_response");
        };
    }

    private static RouteAction refuse(String name, Route route) {
        int status = route.getDirectResponse().getStatus();
        if (status < 200 || status > 599) {
            throw Refusal.of("direct_response.status of route " + name, Integer.toUnsignedString(status), "200..599");
        }
        return new RouteAction.Refuse(status, route.getDirectResponse().getBody().getInlineString(), "direct_response");
    }

    private static RouteAction forward(String name, Route route, RetryPolicy hostRetries) {
        io.envoyproxy.envoy.config.route.v3.RouteAction action = route.getRoute();
        Fields.only(action, KNOWN_FORWARD);
        RetryPolicy retries = action.hasRetryPolicy() ? action.getRetryPolicy() : hostRetries;
        Duration timeout = action.hasTimeout()
                ? Fields.duration("timeout of route " + name, action.getTimeout())
                : TIMEOUT;
        String host = action.hasHostRewriteLiteral() ? action.getHostRewriteLiteral() : null;
        return new RouteAction.Forward(clusters(name, action), timeout, RetryReader.read(retries),
                rewrite(name, action.getPrefixRewrite(), matchedPrefix(route.getMatch())), host);
    }

    private static List<WeightedCluster> clusters(String name, io.envoyproxy.envoy.config.route.v3.RouteAction action) {
        return switch (action.getClusterSpecifierCase()) {
            case CLUSTER -> List.of(new WeightedCluster(Fields.notEmpty("cluster", action.getCluster()), 1));
            case WEIGHTED_CLUSTERS -> weighted(name, action.getWeightedClusters());
            case CLUSTER_HEADER, CLUSTER_SPECIFIER_PLUGIN, INLINE_CLUSTER_SPECIFIER_PLUGIN -> throw Refusal
                    .unsupported("RouteAction." + action.getClusterSpecifierCase() + " of route " + name);
            case CLUSTERSPECIFIER_NOT_SET -> throw Refusal.of("route " + name, "no cluster",
                    "cluster or weighted_clusters");
        };
    }

    private static List<WeightedCluster> weighted(String name,
            io.envoyproxy.envoy.config.route.v3.WeightedCluster from) {
        Fields.only(from, KNOWN_WEIGHTED);
        List<WeightedCluster> clusters = new ArrayList<>();
        long sum = 0;
        for (io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight choice : from.getClustersList()) {
            Fields.only(choice, KNOWN_CHOICE);
            RoutesReader.refuseForeignAdditions(choice.getRequestHeadersToAddList());
            int weight = Fields.number("weight of " + choice.getName(), choice.getWeight());
            sum += weight;
            clusters.add(new WeightedCluster(Fields.notEmpty("weighted_clusters.name", choice.getName()), weight));
        }
        if (sum < 1 || sum > Integer.MAX_VALUE) {
            throw Refusal.of("sum of weights of route " + name, sum, "1..2147483647");
        }
        return clusters;
    }

    /** Returns what a rewrite replaces: only prefixes and exact paths can be rewritten. */
    private static @Nullable String matchedPrefix(RouteMatch match) {
        return switch (match.getPathSpecifierCase()) {
            case PREFIX -> match.getPrefix().isEmpty() ? "/" : match.getPrefix();
            case PATH -> match.getPath();
            case PATH_SEPARATED_PREFIX -> match.getPathSeparatedPrefix();
            case PATH_MATCH_POLICY, SAFE_REGEX, CONNECT_MATCHER, PATHSPECIFIER_NOT_SET -> null;
        };
    }

    private static @Nullable PrefixRewrite rewrite(String name, String replacement, @Nullable String matched) {
        if (replacement.isEmpty()) {
            return null;
        }
        if (matched == null) {
            throw Refusal.unsupported("prefix_rewrite of route " + name + " without a prefix");
        }
        if (!replacement.startsWith("/")) {
            throw Refusal.of("prefix_rewrite of route " + name, replacement, "something that starts with /");
        }
        return new PrefixRewrite(matched, replacement);
    }

    private static RouteAction redirect(RedirectAction from, @Nullable String matched) {
        Fields.only(from, KNOWN_REDIRECT);
        int status = switch (from.getResponseCode()) {
            case MOVED_PERMANENTLY -> 301;
            case FOUND -> 302;
            case SEE_OTHER -> 303;
            case TEMPORARY_REDIRECT -> 307;
            case PERMANENT_REDIRECT -> 308;
            case UNRECOGNIZED -> throw Refusal.of("response_code", from.getResponseCodeValue(), "a known code");
        };
        String scheme = from.getHttpsRedirect()
                ? "https"
                : from.getSchemeRedirect().isEmpty() ? null : from.getSchemeRedirect();
        if (from.getPortRedirect() != 0 && from.getHostRedirect().isEmpty()) {
            throw Refusal.unsupported("port_redirect without host_redirect");
        }
        String authority = from.getHostRedirect().isEmpty()
                ? null
                : from.getPortRedirect() == 0
                        ? from.getHostRedirect()
                        : from.getHostRedirect() + ":" + from.getPortRedirect();
        return new RouteAction.Redirect(status, scheme, authority,
                from.getPathRedirect().isEmpty() ? null : from.getPathRedirect(),
                rewrite("a redirect", from.getPrefixRewrite(), matched), from.getStripQuery());
    }
}
