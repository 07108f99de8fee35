package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.TunnelName;
import io.spillway.wire.xds.XdsNames;

/**
 * How connections to a group of a TCP service come in at the crossing of a stock Envoy: by the server name that other stock
 * Envoys ask for ({@link TunnelName}), on a filter chain of its own. Our gateways find the group out by themselves.
 *
 * @param exportTo whose workloads may come beside all gateways
 * @param attempts how many workloads are tried
 */
record CrossingTunnel(String service, String group, List<String> exportTo, int attempts) {

    CrossingTunnel {
        exportTo = List.copyOf(exportTo);
    }

    /** Returns those of the services with these names, in their order. */
    static List<CrossingTunnel> of(ControlState state, Iterable<String> services) {
        List<CrossingTunnel> tunnels = new ArrayList<>();
        for (String name : services) {
            ServiceSpec spec = state.service(name);
            if (spec != null && spec.protocol() == ServiceProtocol.TCP) {
                for (GroupSpec group : spec.groups()) {
                    tunnels.add(new CrossingTunnel(name, group.name(), spec.exportTo(),
                            spec.policy().retries().limit() + 1));
                }
            }
        }
        return List.copyOf(tunnels);
    }

    /** Returns the filter chain of the crossing listener of an IDC with these rules. */
    FilterChain chain(ListenerRules rules) {
        String local = XdsNames.local(service, group);
        TcpProxy proxy = TcpProxy.newBuilder().setStatPrefix(local).setCluster(local)
                .setMaxConnectAttempts(Protos.number(attempts)).build();
        return FilterChain.newBuilder().setName(XdsNames.cluster(service, group))
                .setFilterChainMatch(FilterChainMatch.newBuilder().addServerNames(TunnelName.of(service, group))
                        .addApplicationProtocols(TunnelName.PROTOCOL))
                .addFilters(Callers.tunnelFilter(rules.idc(), exportTo))
                .addFilters(Filter.newBuilder().setName("envoy.filters.network.tcp_proxy")
                        .setTypedConfig(Any.pack(proxy)))
                .setTransportSocket(Crossings.tunnel(rules.crossing(), exportTo)).build();
    }
}
