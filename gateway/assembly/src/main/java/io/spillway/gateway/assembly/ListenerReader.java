package io.spillway.gateway.assembly;

import java.util.Set;

import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.spillway.gateway.caller.CallerPolicy;
import io.spillway.gateway.route.PathPolicy;
import io.spillway.gateway.route.PathPolicy.EscapedSlashes;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Reads Listener resources: which routes a listener role has. The addresses are the gateway's own file, and so is what makes
 * the crossing secret, so those of the resource are for stock Envoys and are not looked at.
 */
final class ListenerReader {
    private static final Set<String> KNOWN = Set.of("name", "address", "stat_prefix", "filter_chains", "api_listener",
            "default_filter_chain", "metadata", "traffic_direction");
    private static final Set<String> KNOWN_CHAIN = Set.of("filters", "name", "metadata", "transport_socket");
    /** By its name, because it is not read: loading its classes would cost each start about 20 ms. */
    private static final String TLS = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext";
    private static final Set<String> KNOWN_ROUTER = Set.of("dynamic_stats");
    private static final Set<String> KNOWN_MANAGER = Set.of("codec_type", "stat_prefix", "rds", "route_config",
            "http_filters", "normalize_path", "merge_slashes", "path_with_escaped_slashes_action",
            "upgrade_configs");

    /**
     * What a Listener resource says.
     *
     * @param role the role
     * @param routesName the RouteConfiguration that it asks for, empty when it brings its routes itself
     * @param inline the routes that it brings, or null
     * @param paths what is done with paths before routing
     * @param callers who may use routes that say nothing of their own, or null
     */
    record ListenerRoutes(ListenerRole role, String routesName, @Nullable RouteTable inline, PathPolicy paths,
            @Nullable CallerPolicy callers) {}

    private ListenerReader() {}

    static ListenerRoutes read(Listener listener) {
        String name = Fields.notEmpty("name", listener.getName());
        ListenerRole role = ListenerRole.ofRouteName(name)
                .orElseThrow(() -> Refusal.of("name", name, "entrance, crossing or local"));
        Fields.only(listener, KNOWN);
        HttpConnectionManager manager = manager(listener);
        Fields.only(manager, KNOWN_MANAGER);
        if (manager.getCodecType() != HttpConnectionManager.CodecType.AUTO) {
            throw Refusal.of("codec_type", manager.getCodecType(), "AUTO: clients choose");
        }
        UpgradeReader.check(manager.getUpgradeConfigsList());
        Fields.ads("rds.config_source", manager.getRds().getConfigSource());
        CallerPolicy callers = null;
        for (HttpFilter filter : manager.getHttpFiltersList()) {
            if (filter.getTypedConfig().is(RBAC.class) && !filter.getDisabled()) {
                if (callers != null) {
                    throw Refusal.of("http filter " + filter.getName(), "a second one", "one");
                }
                callers = CallerReader.ofListener("http filter " + filter.getName(), filter.getTypedConfig());
            } else if (!known(filter) && !idle(filter) && !filter.getIsOptional() && !filter.getDisabled()) {
                throw Refusal.unsupported("http filter " + filter.getName());
            }
        }
        return switch (manager.getRouteSpecifierCase()) {
            case RDS -> new ListenerRoutes(role,
                    Fields.notEmpty("route_config_name", manager.getRds().getRouteConfigName()), null, paths(manager),
                    callers);
            case ROUTE_CONFIG ->
                new ListenerRoutes(role, "", RoutesReader.inline(manager.getRouteConfig()), paths(manager),
                        callers);
            case SCOPED_ROUTES -> throw Refusal.unsupported("HttpConnectionManager.scoped_routes");
            case ROUTESPECIFIER_NOT_SET -> throw Refusal.of("route specifier", "none", "rds or route_config");
        };
    }

    /** A rate limit for all routes is not served here, only one that routes switch on. */
    private static boolean idle(HttpFilter filter) {
        if (!filter.getTypedConfig().is(LocalRateLimit.class)) {
            return false;
        }
        LocalRateLimit limit = Fields.unpack("http filter " + filter.getName(), filter.getTypedConfig(),
                LocalRateLimit.class);
        return !limit.hasTokenBucket() && limit.getDescriptorsCount() == 0;
    }

    /** A fault filter is what routes switch on; one that is on for all of them would have no end. */
    private static boolean known(HttpFilter filter) {
        if (filter.getTypedConfig().is(Router.class)) {
            Fields.only(Fields.unpack("http filter " + filter.getName(), filter.getTypedConfig(), Router.class),
                    KNOWN_ROUTER);
        }
        return filter.getTypedConfig().is(Router.class) || (filter.getTypedConfig().is(HTTPFault.class)
                && filter.getTypedConfig().getValue().isEmpty());
    }

    private static PathPolicy paths(HttpConnectionManager manager) {
        return new PathPolicy(manager.getNormalizePath().getValue(), manager.getMergeSlashes(),
                switch (manager.getPathWithEscapedSlashesAction()) {
                    case IMPLEMENTATION_SPECIFIC_DEFAULT, KEEP_UNCHANGED -> EscapedSlashes.KEEP;
                    case REJECT_REQUEST -> EscapedSlashes.REJECT;
                    case UNESCAPE_AND_REDIRECT -> EscapedSlashes.REDIRECT;
                    case UNESCAPE_AND_FORWARD -> EscapedSlashes.DECODE;
                    case UNRECOGNIZED -> throw Refusal.of("path_with_escaped_slashes_action",
                            manager.getPathWithEscapedSlashesActionValue(), "a known action");
                });
    }

    private static HttpConnectionManager manager(Listener listener) {
        if (listener.hasApiListener()) {
            return Fields.unpack("api_listener", listener.getApiListener().getApiListener(),
                    HttpConnectionManager.class);
        }
        int chains = listener.getFilterChainsCount() + (listener.hasDefaultFilterChain() ? 1 : 0);
        if (chains != 1) {
            throw Refusal.of("number of filter chains", chains, "1");
        }
        FilterChain chain = listener.hasDefaultFilterChain()
                ? listener.getDefaultFilterChain()
                : listener.getFilterChains(0);
        Fields.only(chain, KNOWN_CHAIN);
        if (chain.hasTransportSocket() && !(listener.getName().equals(XdsNames.ROUTE_CROSSING)
                && chain.getTransportSocket().getTypedConfig().getTypeUrl().equals(TLS))) {
            throw Refusal.unsupported("transport_socket " + chain.getTransportSocket().getName());
        }
        if (chain.getFiltersCount() != 1) {
            throw Refusal.of("number of filters", chain.getFiltersCount(), "1");
        }
        Filter filter = chain.getFilters(0);
        if (!filter.getTypedConfig().is(HttpConnectionManager.class)) {
            throw Refusal.unsupported("filter " + filter.getName());
        }
        return Fields.unpack("filter " + filter.getName(), filter.getTypedConfig(), HttpConnectionManager.class);
    }
}
