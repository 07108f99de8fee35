package io.spillway.control.snapshot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.ProxyProtocolConfig;
import io.envoyproxy.envoy.config.core.v3.RoutingPriority;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.type.v3.Percent;
import io.spillway.model.resource.AdaptiveConcurrency;
import io.spillway.model.resource.BreakerBounds;
import io.spillway.model.resource.Hedge;
import io.spillway.model.resource.ProxyProtocol;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.wire.xds.XdsNames;

/** Cluster resources. Pure. */
final class Clusters {

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(250);

    private static final String PROTOCOL = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
    private static final Any HTTP2 = Any.pack(HttpProtocolOptions.newBuilder().setExplicitHttpConfig(ExplicitHttpConfig
            .newBuilder().setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance())).build());

    private Clusters() {}

    /** Returns the cluster of a group. */
    static Cluster of(String name, String service, String group, ServiceSpec spec) {
        ServicePolicy policy = spec.policy();
        Cluster.Builder cluster = Cluster.newBuilder().setName(name).setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(
                        Cluster.EdsClusterConfig.newBuilder().setEdsConfig(Protos.ADS).setServiceName(name))
                .setConnectTimeout(Protos.duration(CONNECT_TIMEOUT))
                .setCommonLbConfig(CommonLbConfig.newBuilder()
                        .setHealthyPanicThreshold(Percent.newBuilder().setValue(policy.panicThreshold())))
                .setOutlierDetection(outlier(policy.outlierDetection())).setCircuitBreakers(breakers(policy))
                .setMetadata(Protos.metadata(facts(service, group, policy)));
        Balances.apply(cluster, policy);
        if (policy.proxyProtocol() != null) {
            cluster.setTransportSocket(introducing(policy.proxyProtocol()));
        }
        if (spec.protocol() == ServiceProtocol.HTTP2) {
            cluster.putTypedExtensionProtocolOptions(PROTOCOL, HTTP2);
        }
        return cluster.build();
    }

    /**
     * Says for which IDCs the group has a variant, for gateways that subscribe by name: what a traffic shift may name must
     * be there before. The order and the set do not depend on any shift, or each would send the clusters again.
     */
    static Cluster naming(Cluster cluster, List<String> targets) {
        if (targets.isEmpty()) {
            return cluster;
        }
        Struct named = cluster.getMetadata().getFilterMetadataOrThrow(XdsNames.METADATA).toBuilder()
                .putFields(XdsNames.META_TARGETS,
                        Value.newBuilder().setStringValue(String.join(",", targets)).build())
                .build();
        return cluster.toBuilder()
                .setMetadata(cluster.getMetadata().toBuilder().putFilterMetadata(XdsNames.METADATA, named)).build();
    }

    /** Endpoints in other IDCs have transport sockets of their own, which match before this one. */
    private static TransportSocket introducing(ProxyProtocol version) {
        ProxyProtocolConfig header = ProxyProtocolConfig.newBuilder().setVersion(version == ProxyProtocol.V1
                ? ProxyProtocolConfig.Version.V1
                : ProxyProtocolConfig.Version.V2).build();
        TransportSocket clear = TransportSocket.newBuilder().setName("envoy.transport_sockets.raw_buffer")
                .setTypedConfig(Any.pack(RawBuffer.getDefaultInstance())).build();
        return TransportSocket.newBuilder().setName("envoy.transport_sockets.upstream_proxy_protocol")
                .setTypedConfig(Any.pack(ProxyProtocolUpstreamTransport.newBuilder().setConfig(header)
                        .setTransportSocket(clear).build()))
                .build();
    }

    /** A count of 0 switches that kind of ejection off; our own failures and the upstream's answers are counted apart. */
    private static OutlierDetection outlier(io.spillway.model.resource.OutlierDetection policy) {
        OutlierDetection.Builder outlier = OutlierDetection.newBuilder().setSplitExternalLocalOriginErrors(true)
                .setInterval(Protos.duration(policy.interval()))
                .setBaseEjectionTime(Protos.duration(policy.baseEjectionTime()))
                .setMaxEjectionTime(Protos.duration(policy.maxEjectionTime()))
                .setMaxEjectionPercent(Protos.number(policy.maxEjectionPercent()))
                .setEnforcingSuccessRate(Protos.number(policy.successRate() ? 100 : 0))
                .setEnforcingLocalOriginSuccessRate(Protos.number(policy.successRate() ? 100 : 0));
        if (policy.failurePercentage() > 0) {
            outlier.setFailurePercentageThreshold(Protos.number(policy.failurePercentage()))
                    .setEnforcingFailurePercentage(Protos.number(100));
        }
        outlier.setEnforcingConsecutive5Xx(Protos.number(policy.consecutive5xx() > 0 ? 100 : 0));
        if (policy.consecutive5xx() > 0) {
            outlier.setConsecutive5Xx(Protos.number(policy.consecutive5xx()));
        }
        outlier.setEnforcingConsecutiveGatewayFailure(
                Protos.number(policy.consecutiveGatewayFailures() > 0 ? 100 : 0));
        if (policy.consecutiveGatewayFailures() > 0) {
            outlier.setConsecutiveGatewayFailure(Protos.number(policy.consecutiveGatewayFailures()));
        }
        outlier.setEnforcingConsecutiveLocalOriginFailure(
                Protos.number(policy.consecutiveConnectFailures() > 0 ? 100 : 0));
        if (policy.consecutiveConnectFailures() > 0) {
            outlier.setConsecutiveLocalOriginFailure(Protos.number(policy.consecutiveConnectFailures()));
        }
        return outlier.build();
    }

    private static CircuitBreakers breakers(ServicePolicy policy) {
        return CircuitBreakers.newBuilder()
                .addThresholds(
                        thresholds(policy.circuitBreakers().usual(), policy).setPriority(RoutingPriority.DEFAULT))
                .addThresholds(
                        thresholds(policy.circuitBreakers().critical(), policy).setPriority(RoutingPriority.HIGH))
                .build();
    }

    private static Thresholds.Builder thresholds(BreakerBounds bounds, ServicePolicy policy) {
        return Thresholds.newBuilder().setMaxConnections(Protos.number(bounds.maxConnections()))
                .setMaxPendingRequests(Protos.number(bounds.maxPendingRequests()))
                .setMaxRequests(Protos.number(bounds.maxRequests()))
                .setMaxRetries(Protos.number(bounds.maxRetries()))
                .setRetryBudget(Thresholds.RetryBudget.newBuilder()
                        .setBudgetPercent(Percent.newBuilder().setValue(policy.retryBudget().percent()))
                        .setMinRetryConcurrency(Protos.number(policy.retryBudget().minPerSecond())));
    }

    private static Map<String, String> facts(String service, String group, ServicePolicy policy) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("service", service);
        facts.put("group", group);
        String balance = Balances.extra(policy);
        if (!balance.isEmpty()) {
            facts.put(XdsNames.META_BALANCE, balance);
        }
        Hedge hedge = policy.hedge();
        if (hedge != null) {
            facts.put(XdsNames.META_HEDGE, "percentile=" + hedge.percentile());
        }
        AdaptiveConcurrency adaptive = policy.adaptiveConcurrency();
        if (adaptive != null) {
            facts.put(XdsNames.META_ADAPTIVE, "min=" + adaptive.minConcurrency() + ",max=" + adaptive.maxConcurrency()
                    + ",buffer=" + adaptive.bufferPercent() + ",percentile=" + adaptive.samplePercentile()
                    + ",windowMs=" + adaptive.window().toMillis() + ",remeasureMs=" + adaptive.remeasure().toMillis()
                    + ",requests=" + adaptive.remeasureRequests());
        }
        return facts;
    }
}
