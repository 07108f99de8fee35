package io.spillway.gateway.assembly;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.VirtualHost;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.ListenerRole;

/**
 * Reads Listener resources whose filter is tcp_proxy: which server name leads where. Each filter chain becomes a host with
 * one route for tunnels; the default one is the host of all others.
 */
final class TcpListenerReader {
    private static final Set<String> KNOWN = Set.of("name", "address", "stat_prefix", "filter_chains",
            "default_filter_chain", "listener_filters", "metadata");
    private static final Set<String> KNOWN_FILTER = Set.of("name", "typed_config");
    private static final Set<String> KNOWN_CHAIN = Set.of("filter_chain_match", "filters", "name", "metadata");
    private static final Set<String> KNOWN_MATCH = Set.of("server_names");
    private static final Set<String> KNOWN_PROXY = Set.of("stat_prefix", "cluster", "weighted_clusters",
            "max_connect_attempts");
    private static final Set<String> KNOWN_CHOICE = Set.of("name", "weight");
    /** That of {@code max_connect_attempts}, less the first. */
    private static final int NO_RETRY = 0;

    private TcpListenerReader() {}

    /** Tells whether the listener passes octets on and knows no HTTP. */
    static boolean takes(Listener listener) {
        return tcp(listener.getDefaultFilterChain())
                || listener.getFilterChainsList().stream().anyMatch(TcpListenerReader::tcp);
    }

    private static boolean tcp(FilterChain chain) {
        return chain.getFiltersList().stream().anyMatch(filter -> filter.getTypedConfig().is(TcpProxy.class));
    }

    static RouteTable read(Listener listener) {
        String listenerName = Fields.notEmpty("name", listener.getName());
        if (ListenerRole.ofRouteName(listenerName).isPresent()) {
            throw Refusal.of("name", listenerName, "a name of its own: this listener speaks HTTP");
        }
        Fields.only(listener, KNOWN);
        boolean inspects = false;
        for (ListenerFilter filter : listener.getListenerFiltersList()) {
            if (!filter.getTypedConfig().is(TlsInspector.class)) {
                throw Refusal.unsupported("listener filter " + filter.getName());
            }
            Fields.only(filter, KNOWN_FILTER);
            Fields.only(Fields.unpack("listener filter " + filter.getName(), filter.getTypedConfig(),
                    TlsInspector.class), Set.of());
            inspects = true;
        }
        List<VirtualHost> hosts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (FilterChain chain : listener.getFilterChainsList()) {
            List<String> domains = domains(chain, inspects);
            for (String domain : domains) {
                if (!names.add(domain)) {
                    throw Refusal.of("filter_chain_match.server_names", domain, "each once");
                }
            }
            hosts.add(host(listener, chain, domains));
        }
        if (listener.hasDefaultFilterChain() && names.add("*")) {
            Fields.only(listener.getDefaultFilterChain(), KNOWN_CHAIN);
            hosts.add(host(listener, listener.getDefaultFilterChain(), List.of("*")));
        }
        return RouteTable.of(hosts);
    }

    private static List<String> domains(FilterChain chain, boolean inspects) {
        Fields.only(chain, KNOWN_CHAIN);
        Fields.only(chain.getFilterChainMatch(), KNOWN_MATCH);
        List<String> domains = new ArrayList<>();
        for (String name : chain.getFilterChainMatch().getServerNamesList()) {
            if (name.equals("*") || name.indexOf(':') >= 0) {
                throw Refusal.of("server_names", name, "a name or *.suffix");
            }
            domains.add(name.toLowerCase(Locale.ROOT));
        }
        if (!domains.isEmpty() && !inspects) {
            throw Refusal.of("server_names", domains, "a listener filter tls_inspector, which finds them");
        }
        return domains.isEmpty() ? List.of("*") : domains;
    }

    private static VirtualHost host(Listener listener, FilterChain chain, List<String> domains) {
        if (chain.getFiltersCount() != 1) {
            throw Refusal.of("number of filters", chain.getFiltersCount(), "1");
        }
        Filter filter = chain.getFilters(0);
        TcpProxy proxy = Fields.unpack("filter " + filter.getName(), filter.getTypedConfig(), TcpProxy.class);
        Fields.only(proxy, KNOWN_PROXY);
        String name = listener.getName() + "/" + (chain.getName().isEmpty() ? domains.getFirst() : chain.getName());
        // No time-out here: that of the gateway bounds how long a connection may take to come about.
        RouteAction action = new RouteAction.Forward(clusters(name, proxy), Duration.ZERO, retries(proxy), null);
        return new VirtualHost(name, domains,
                List.of(new RouteRule(RouteMatch.path(new PathMatch.Connect()), new Route(name, action))));
    }

    private static RetryConditions retries(TcpProxy proxy) {
        int attempts = proxy.hasMaxConnectAttempts()
                ? Fields.number("max_connect_attempts", proxy.getMaxConnectAttempts())
                : NO_RETRY + 1;
        if (attempts < 1) {
            throw Refusal.of("max_connect_attempts", attempts, ">= 1");
        }
        RetryConditions or = RetryConditions.STANDARD;
        return new RetryConditions(attempts - 1, or.on(), or.statuses(), null);
    }

    private static List<WeightedCluster> clusters(String name, TcpProxy proxy) {
        return switch (proxy.getClusterSpecifierCase()) {
            case CLUSTER -> List.of(new WeightedCluster(Fields.notEmpty("cluster", proxy.getCluster()), 1));
            case WEIGHTED_CLUSTERS -> {
                List<WeightedCluster> clusters = new ArrayList<>();
                for (TcpProxy.WeightedCluster.ClusterWeight choice : proxy.getWeightedClusters().getClustersList()) {
                    Fields.only(choice, KNOWN_CHOICE);
                    if (choice.getWeight() < 1) {
                        throw Refusal.of("weight of " + choice.getName(), choice.getWeight(), "1..2147483647");
                    }
                    clusters.add(new WeightedCluster(Fields.notEmpty("weighted_clusters.name", choice.getName()),
                            choice.getWeight()));
                }
                yield clusters;
            }
            case CLUSTERSPECIFIER_NOT_SET -> throw Refusal.of("listener filter of " + name, "no cluster",
                    "cluster or weighted_clusters");
        };
    }
}
