package io.spillway.control.snapshot;

import java.time.Duration;
import java.util.Map;

import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.type.v3.Percent;
import io.spillway.model.resource.LoadBalancerKind;
import io.spillway.model.resource.ServicePolicy;

/** Cluster resources. Pure. */
final class Clusters {

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(250);

    private Clusters() {}

    static Cluster of(String name, String service, String group, ServicePolicy policy) {
        return Cluster.newBuilder().setName(name).setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(
                        Cluster.EdsClusterConfig.newBuilder().setEdsConfig(Protos.ADS).setServiceName(name))
                .setConnectTimeout(Protos.duration(CONNECT_TIMEOUT)).setLbPolicy(lbPolicy(policy.loadBalancer()))
                .setCommonLbConfig(CommonLbConfig.newBuilder()
                        .setHealthyPanicThreshold(Percent.newBuilder().setValue(policy.panicThreshold())))
                .setOutlierDetection(outlier(policy.outlierDetection())).setCircuitBreakers(breakers(policy))
                .setMetadata(Protos.metadata(Map.of("service", service, "group", group))).build();
    }

    private static Cluster.LbPolicy lbPolicy(LoadBalancerKind kind) {
        return switch (kind) {
            case LEAST_REQUEST -> Cluster.LbPolicy.LEAST_REQUEST;
            case ROUND_ROBIN -> Cluster.LbPolicy.ROUND_ROBIN;
            case RANDOM -> Cluster.LbPolicy.RANDOM;
        };
    }

    /** A count of 0 switches that kind of ejection off; our own failures and the upstream's answers are counted apart. */
    private static OutlierDetection outlier(io.spillway.model.resource.OutlierDetection policy) {
        OutlierDetection.Builder outlier = OutlierDetection.newBuilder().setSplitExternalLocalOriginErrors(true)
                .setInterval(Protos.duration(policy.interval()))
                .setBaseEjectionTime(Protos.duration(policy.baseEjectionTime()))
                .setMaxEjectionTime(Protos.duration(policy.maxEjectionTime()))
                .setMaxEjectionPercent(Protos.number(policy.maxEjectionPercent()))
                .setEnforcingSuccessRate(Protos.number(0)).setEnforcingLocalOriginSuccessRate(Protos.number(0));
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
                        Thresholds.newBuilder()
                                .setMaxConnections(Protos.number(policy.circuitBreakers().maxConnections()))
                                .setMaxPendingRequests(Protos.number(policy.circuitBreakers().maxPendingRequests()))
                                .setMaxRequests(Protos.number(policy.circuitBreakers().maxRequests()))
                                .setRetryBudget(Thresholds.RetryBudget.newBuilder()
                                        .setBudgetPercent(
                                                Percent.newBuilder().setValue(policy.retryBudget().percent()))
                                        .setMinRetryConcurrency(Protos.number(policy.retryBudget().minPerSecond()))))
                .build();
    }
}
