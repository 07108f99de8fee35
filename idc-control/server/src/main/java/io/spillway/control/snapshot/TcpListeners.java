package io.spillway.control.snapshot;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WeightedGroup;

/**
 * What TCP listeners do, by name: one filter chain per service, chosen by the server name that a client's TLS asks for, and
 * one for clients of any name or none. Where they are is each node's own. Pure.
 */
final class TcpListeners {

    private static final String ANY = "*";

    private TcpListeners() {}

    /**
     * Returns the listeners without their addresses. Where two services claim one server name the first by name has it.
     *
     * @param services names in order
     */
    static Map<String, Listener> of(ControlState state, Routes routes, Iterable<String> services) {
        Map<String, Listener.Builder> listeners = new TreeMap<>();
        Map<String, Set<String>> taken = new TreeMap<>();
        for (String name : services) {
            ServiceSpec spec = state.service(name);
            if (spec == null || spec.protocol() != ServiceProtocol.TCP || spec.listener() == null) {
                continue;
            }
            Set<String> hosts = taken.computeIfAbsent(spec.listener(), _ -> new HashSet<>());
            List<String> own = spec.hosts().stream().filter(hosts::add).sorted().toList();
            Listener.Builder listener = listeners.computeIfAbsent(spec.listener(),
                    listenerName -> Listener.newBuilder().setName(listenerName));
            add(listener, name, own, proxy(routes, name, spec));
        }
        Map<String, Listener> built = new TreeMap<>();
        listeners.forEach((name, listener) -> {
            if (listener.getFilterChainsCount() > 0 || listener.hasDefaultFilterChain()) {
                built.put(name, listener.build());
            }
        });
        return built;
    }

    private static void add(Listener.Builder listener, String service, List<String> hosts, Filter filter) {
        List<String> names = hosts.stream().filter(host -> !host.equals(ANY)).toList();
        if (!names.isEmpty()) {
            if (listener.getListenerFiltersCount() == 0) {
                listener.addListenerFilters(Listeners.TLS_INSPECTOR);
            }
            listener.addFilterChains(FilterChain.newBuilder().setName(service)
                    .setFilterChainMatch(FilterChainMatch.newBuilder().addAllServerNames(names)).addFilters(filter));
        }
        if (hosts.contains(ANY)) {
            listener.setDefaultFilterChain(FilterChain.newBuilder().setName(service).addFilters(filter));
        }
    }

    private static Filter proxy(Routes routes, String service, ServiceSpec spec) {
        WeightedCluster clusters = routes.weighted(spec.groups().stream()
                .map(group -> new WeightedGroup(service, group.name(), group.weight())).toList());
        TcpProxy.Builder proxy = TcpProxy.newBuilder().setStatPrefix(service)
                .setMaxConnectAttempts(Protos.number(spec.policy().retries().limit() + 1));
        if (clusters.getClustersCount() == 0) {
            // Nobody may have the traffic: it must not go to the service of all other clients instead.
            proxy.setCluster(service + "/none");
        } else {
            TcpProxy.WeightedCluster.Builder weighted = TcpProxy.WeightedCluster.newBuilder();
            clusters.getClustersList().forEach(choice -> weighted.addClusters(TcpProxy.WeightedCluster.ClusterWeight
                    .newBuilder().setName(choice.getName()).setWeight(choice.getWeight().getValue())));
            proxy.setWeightedClusters(weighted);
        }
        return Filter.newBuilder().setName("envoy.filters.network.tcp_proxy").setTypedConfig(Any.pack(proxy.build()))
                .build();
    }
}
