package io.spillway.model.resource;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A Service.
 *
 * @param hosts authorities that it answers to at entrance and local listeners; of a TCP service the server names that
 *        clients' TLS asks for, or "*" for all clients
 * @param selector a WorkloadEntry with all these labels belongs here too, beside those that name the service; empty when
 *        only naming counts
 * @param groups at least one
 * @param protocol what its workloads speak, and gateways to each other on its behalf
 * @param drGroup the DrGroup that backs it, null when it lives in this IDC alone
 * @param exportTo IDCs that it is declared to; "*" for all
 * @param listener the TCP listener of the gateways that its clients come by; null unless it is a TCP service
 */
public record ServiceSpec(List<String> hosts, Map<String, String> selector, List<GroupSpec> groups,
        ServiceProtocol protocol, @Nullable String drGroup, ServicePolicy policy, List<String> exportTo,
        @Nullable String listener) implements Spec {

    /** The TCP listener of a TCP service that names none. */
    public static final String DEFAULT_LISTENER = "tcp";

    public ServiceSpec {
        hosts = List.copyOf(hosts);
        selector = Ordered.map(selector);
        groups = List.copyOf(groups);
        exportTo = List.copyOf(exportTo);
    }

    /** Creates a Service whose clients come by the usual listeners of its protocol. */
    public ServiceSpec(List<String> hosts, Map<String, String> selector, List<GroupSpec> groups,
            ServiceProtocol protocol, @Nullable String drGroup, ServicePolicy policy, List<String> exportTo) {
        this(hosts, selector, groups, protocol, drGroup, policy, exportTo,
                protocol == ServiceProtocol.TCP ? DEFAULT_LISTENER : null);
    }

    /** Creates a Service that speaks HTTP/1.1. */
    public ServiceSpec(List<String> hosts, Map<String, String> selector, List<GroupSpec> groups,
            @Nullable String drGroup, ServicePolicy policy, List<String> exportTo) {
        this(hosts, selector, groups, ServiceProtocol.HTTP1, drGroup, policy, exportTo);
    }

    /** Groups of a Service that names none. */
    public static final List<GroupSpec> DEFAULT_GROUPS = List.of(new GroupSpec(GroupSpec.DEFAULT, 100));

    /** exportTo of a Service that does not say. */
    public static final List<String> EXPORT_TO_ALL = List.of("*");

    /** Returns a Service with the given hosts and DrGroup, all else by default. */
    public static ServiceSpec of(List<String> hosts, @Nullable String drGroup) {
        return new ServiceSpec(hosts, Map.of(), DEFAULT_GROUPS, drGroup, ServicePolicy.DEFAULTS, EXPORT_TO_ALL);
    }

    /** Returns whether a client can mean this one where it means the other: both come by one listener. */
    public boolean sharesListener(ServiceSpec other) {
        return Objects.equals(listener, other.listener);
    }

    /** Returns whether this is declared to that IDC. */
    public boolean exportedTo(String idc) {
        return exportTo.contains("*") || exportTo.contains(idc);
    }

    @Override
    public Kind kind() {
        return Kind.SERVICE;
    }
}
