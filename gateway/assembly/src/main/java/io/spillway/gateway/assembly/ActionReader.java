package io.spillway.gateway.assembly;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.spillway.gateway.route.FullPathRewrite;
import io.spillway.gateway.route.PathRewrite;
import io.spillway.gateway.route.RedirectTarget;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.wire.xds.RouteMetadata;

/** Reads what routes do. */
final class ActionReader {
    private static final Set<String> KNOWN_FORWARD = Set.of("cluster", "weighted_clusters", "timeout", "retry_policy",
            "prefix_rewrite", "regex_rewrite", "path_rewrite_policy", "host_rewrite_literal", "metadata_match",
            "append_x_forwarded_host", "request_mirror_policies",
            "priority", "hash_policy", "upgrade_configs");
    private static final Set<String> KNOWN_CHOICE = Set.of("name", "weight", "request_headers_to_add",
            "metadata_match");
    private static final Set<String> KNOWN_WEIGHTED = Set.of("clusters", "runtime_key_prefix");
    private static final Set<String> KNOWN_REDIRECT = Set.of("https_redirect", "scheme_redirect", "host_redirect",
            "port_redirect", "path_redirect", "prefix_rewrite", "response_code", "strip_query");
    /** Envoy's max_direct_response_body_size_bytes where nothing is said, and ours whatever is said. */
    private static final int LONGEST_ANSWER = 4096;
    private static final int MAX_PORT = 65_535;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private ActionReader() {}

    static RouteAction read(String name, Route route, RetryPolicy hostRetries) {
        return switch (route.getActionCase()) {
            case ROUTE -> forward(name, route, hostRetries);
            case REDIRECT -> redirect(name, route);
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
        DataSource body = route.getDirectResponse().getBody();
        if (body.getSpecifierCase() != DataSource.SpecifierCase.INLINE_STRING
                && body.getSpecifierCase() != DataSource.SpecifierCase.SPECIFIER_NOT_SET) {
            throw Refusal.of("direct_response.body of route " + name, body.getSpecifierCase(), "inline_string");
        }
        if (body.getInlineStringBytes().size() > LONGEST_ANSWER) {
            throw Refusal.of("direct_response.body of route " + name, body.getInlineStringBytes().size() + " octets",
                    "at most " + LONGEST_ANSWER);
        }
        return new RouteAction.Refuse(status, body.getInlineString(), "direct_response",
                TreatmentReader.ofAnswer("direct_response of route " + name, route));
    }

    private static RouteAction forward(String name, Route route, RetryPolicy hostRetries) {
        io.envoyproxy.envoy.config.route.v3.RouteAction action = route.getRoute();
        Fields.only(action, KNOWN_FORWARD);
        RetryPolicy retries = action.hasRetryPolicy() ? action.getRetryPolicy() : hostRetries;
        Duration timeout = action.hasTimeout()
                ? Fields.duration("timeout of route " + name, action.getTimeout())
                : TIMEOUT;
        String host = action.hasHostRewriteLiteral() ? action.getHostRewriteLiteral() : null;
        List<WeightedCluster> clusters = clusters(name, action);
        return new RouteAction.Forward(clusters, timeout, RetryReader.read(retries),
                new RewriteReader("route " + name, route.getMatch()).read(action), host,
                TreatmentReader.read(name, route, clusters), HashReader.read(name, action),
                UpgradeReader.read(name, route.getMatch(), action));
    }

    private static List<WeightedCluster> clusters(String name, io.envoyproxy.envoy.config.route.v3.RouteAction action) {
        return switch (action.getClusterSpecifierCase()) {
            case CLUSTER -> List.of(new WeightedCluster(Fields.notEmpty("cluster", action.getCluster()), 1,
                    SubsetReader.read(name, action.getMetadataMatch(), Metadata.getDefaultInstance())));
            case WEIGHTED_CLUSTERS -> weighted(name, action);
            case CLUSTER_HEADER, CLUSTER_SPECIFIER_PLUGIN, INLINE_CLUSTER_SPECIFIER_PLUGIN -> throw Refusal
                    .unsupported("RouteAction." + action.getClusterSpecifierCase() + " of route " + name);
            case CLUSTERSPECIFIER_NOT_SET -> throw Refusal.of("route " + name, "no cluster",
                    "cluster or weighted_clusters");
        };
    }

    private static List<WeightedCluster> weighted(String name, io.envoyproxy.envoy.config.route.v3.RouteAction action) {
        io.envoyproxy.envoy.config.route.v3.WeightedCluster from = action.getWeightedClusters();
        Fields.only(from, KNOWN_WEIGHTED);
        List<WeightedCluster> clusters = new ArrayList<>();
        long sum = 0;
        for (io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight choice : from.getClustersList()) {
            Fields.only(choice, KNOWN_CHOICE);
            HeaderReader.refuseAdditions(choice.getRequestHeadersToAddList());
            int weight = Fields.number("weight of " + choice.getName(), choice.getWeight());
            sum += weight;
            clusters.add(new WeightedCluster(Fields.notEmpty("weighted_clusters.name", choice.getName()), weight,
                    SubsetReader.read(name, action.getMetadataMatch(), choice.getMetadataMatch())));
        }
        if (sum < 1 || sum > Integer.MAX_VALUE) {
            throw Refusal.of("sum of weights of route " + name, sum, "1..2147483647");
        }
        return clusters;
    }

    private static RouteAction redirect(String name, Route route) {
        RedirectAction from = route.getRedirect();
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
        if (from.getPortRedirect() < 0 || from.getPortRedirect() > MAX_PORT) {
            throw Refusal.of("port_redirect of route " + name, Integer.toUnsignedString(from.getPortRedirect()),
                    "1..65535");
        }
        PathRewrite path = from.getPathRedirect().isEmpty()
                ? new RewriteReader("route " + name, route.getMatch()).prefix(from.getPrefixRewrite())
                : new FullPathRewrite(from.getPathRedirect());
        return new RouteAction.Redirect(status,
                new RedirectTarget(scheme, from.getHostRedirect().isEmpty() ? null : from.getHostRedirect(),
                        from.getPortRedirect() == 0 ? null : from.getPortRedirect(), path, keepsPort(route)),
                from.getStripQuery(), TreatmentReader.ofAnswer("redirect of route " + name, route));
    }

    private static boolean keepsPort(Route route) {
        String port = Fields.ours(route.getMetadata(), RouteMetadata.REDIRECT_PORT, "");
        if (!port.isEmpty() && !port.equals(RouteMetadata.REQUEST)) {
            throw Refusal.of("metadata spillway." + RouteMetadata.REDIRECT_PORT, port, RouteMetadata.REQUEST);
        }
        return !port.isEmpty();
    }
}
