package io.spillway.gateway.assembly;

import java.time.Duration;
import java.util.Set;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.RoutingPriority;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import io.spillway.wire.xds.XdsNames;

/** Reads Cluster resources. Defaults are those that xDS documents. */
final class ClusterReader {
    private static final Set<String> KNOWN = Set.of("name", "alt_stat_name", "type", "eds_cluster_config",
            "connect_timeout",
            "lb_policy", "common_lb_config", "least_request_lb_config", "outlier_detection", "circuit_breakers",
            "metadata",
            "per_connection_buffer_limit_bytes", "upstream_connection_options",
            "close_connections_on_host_health_failure",
            "ignore_health_on_host_removal", "transport_socket_matches");
    private static final Set<String> KNOWN_COMMON = Set.of("healthy_panic_threshold", "locality_weighted_lb_config",
            "update_merge_window", "ignore_new_hosts_until_first_hc", "close_connections_on_host_set_change");
    private static final Set<String> KNOWN_OUTLIER = Set.of("consecutive_5xx", "interval", "base_ejection_time",
            "max_ejection_percent", "enforcing_consecutive_5xx", "enforcing_success_rate", "success_rate_minimum_hosts",
            "success_rate_request_volume", "success_rate_stdev_factor", "consecutive_gateway_failure",
            "enforcing_consecutive_gateway_failure", "split_external_local_origin_errors",
            "consecutive_local_origin_failure", "enforcing_consecutive_local_origin_failure",
            "enforcing_local_origin_success_rate", "enforcing_failure_percentage",
            "enforcing_failure_percentage_local_origin", "max_ejection_time");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int PANIC_THRESHOLD = 50;
    private static final int MAX_EJECTION_PERCENT = 10;
    /** What xDS applies where a cluster says nothing; the overprovisioning factor comes with the endpoints. */
    private static final int OVERPROVISIONING = 140;

    private ClusterReader() {}

    static ClusterSettings read(Cluster cluster) {
        String name = Fields.notEmpty("name", cluster.getName());
        Fields.only(cluster, KNOWN);
        TransportReader.check(cluster);
        if (cluster.getType() != Cluster.DiscoveryType.EDS) {
            throw Refusal.of("type", cluster.hasType() ? cluster.getType() : "a custom one", "EDS");
        }
        switch (cluster.getLbPolicy()) {
            case LEAST_REQUEST, ROUND_ROBIN, RANDOM -> {
                /* All are served by the power of two choices. */ }
            case RING_HASH, MAGLEV, CLUSTER_PROVIDED, LOAD_BALANCING_POLICY_CONFIG, UNRECOGNIZED -> throw Refusal
                    .of("lb_policy", cluster.getLbPolicy(), "LEAST_REQUEST, ROUND_ROBIN or RANDOM");
        }
        XdsNames.Parsed parsed = XdsNames.parse(name);
        String service = Fields.ours(cluster.getMetadata(), "service", parsed == null ? name : parsed.service());
        String group = Fields.ours(cluster.getMetadata(), "group", parsed == null ? "default" : parsed.group());
        String endpoints = cluster.getEdsClusterConfig().getServiceName();
        return new ClusterSettings(name, service, group, endpoints.isEmpty() ? name : endpoints, policy(cluster));
    }

    private static ClusterPolicy policy(Cluster cluster) {
        Fields.only(cluster.getCommonLbConfig(), KNOWN_COMMON);
        Duration connect = cluster.hasConnectTimeout()
                ? Fields.duration("connect_timeout", cluster.getConnectTimeout())
                : CONNECT_TIMEOUT;
        if (connect.isZero()) {
            throw Refusal.of("connect_timeout", "0s", "more than 0s");
        }
        int panic = cluster.getCommonLbConfig().hasHealthyPanicThreshold()
                ? percent("healthy_panic_threshold", cluster.getCommonLbConfig().getHealthyPanicThreshold().getValue())
                : PANIC_THRESHOLD;
        return new ClusterPolicy(connect, OVERPROVISIONING, panic, outlier(cluster),
                budget(LimitReader.thresholds(cluster.getCircuitBreakers(), RoutingPriority.DEFAULT)),
                LimitReader.read(cluster));
    }

    private static RetryBudgetPolicy budget(CircuitBreakers.Thresholds limits) {
        if (!limits.hasRetryBudget()) {
            return RetryBudgetPolicy.DEFAULT;
        }
        CircuitBreakers.Thresholds.RetryBudget budget = limits.getRetryBudget();
        int percent = budget.hasBudgetPercent()
                ? percent("budget_percent", budget.getBudgetPercent().getValue())
                : RetryBudgetPolicy.DEFAULT.percent();
        return new RetryBudgetPolicy(percent, or("min_retry_concurrency", budget.hasMinRetryConcurrency(),
                budget.getMinRetryConcurrency(), RetryBudgetPolicy.DEFAULT.minPerSecond()));
    }

    private static OutlierPolicy outlier(Cluster cluster) {
        if (!cluster.hasOutlierDetection()) {
            return OutlierPolicy.OFF;
        }
        OutlierDetection outlier = cluster.getOutlierDetection();
        Fields.only(outlier, KNOWN_OUTLIER);
        refuseStatistics(outlier);
        Duration base = outlier.hasBaseEjectionTime()
                ? Fields.duration("base_ejection_time", outlier.getBaseEjectionTime())
                : OutlierPolicy.DEFAULT.baseEjection();
        Duration most = outlier.hasMaxEjectionTime()
                ? Fields.duration("max_ejection_time", outlier.getMaxEjectionTime())
                : OutlierPolicy.DEFAULT.maxEjection();
        return new OutlierPolicy(
                enforced(outlier.hasEnforcingConsecutive5Xx(), outlier.getEnforcingConsecutive5Xx(), 100)
                        ? or("consecutive_5xx", outlier.hasConsecutive5Xx(), outlier.getConsecutive5Xx(), 5)
                        : 0,
                enforced(outlier.hasEnforcingConsecutiveGatewayFailure(),
                        outlier.getEnforcingConsecutiveGatewayFailure(), 0)
                                ? or("consecutive_gateway_failure", outlier.hasConsecutiveGatewayFailure(),
                                        outlier.getConsecutiveGatewayFailure(), 5)
                                : 0,
                enforced(outlier.hasEnforcingConsecutiveLocalOriginFailure(),
                        outlier.getEnforcingConsecutiveLocalOriginFailure(), 100)
                                ? or("consecutive_local_origin_failure", outlier.hasConsecutiveLocalOriginFailure(),
                                        outlier.getConsecutiveLocalOriginFailure(), 5)
                                : 0,
                outlier.hasInterval()
                        ? Fields.duration("interval", outlier.getInterval())
                        : OutlierPolicy.DEFAULT.interval(),
                base, most.compareTo(base) < 0 ? base : most,
                Math.min(100,
                        or("max_ejection_percent", outlier.hasMaxEjectionPercent(), outlier.getMaxEjectionPercent(),
                                MAX_EJECTION_PERCENT)));
    }

    /** Success rates are on by default in xDS and are not ours yet; whoever asks for them explicitly is told. */
    private static void refuseStatistics(OutlierDetection outlier) {
        if (outlier.getEnforcingSuccessRate().getValue() > 0
                || outlier.getEnforcingLocalOriginSuccessRate().getValue() > 0) {
            throw Refusal.unsupported("OutlierDetection by success rate");
        }
        if (outlier.getEnforcingFailurePercentage().getValue() > 0
                || outlier.getEnforcingFailurePercentageLocalOrigin().getValue() > 0) {
            throw Refusal.unsupported("OutlierDetection by failure percentage");
        }
    }

    private static boolean enforced(boolean set, UInt32Value value, int otherwise) {
        return (set ? value.getValue() : otherwise) > 0;
    }

    private static int or(String field, boolean set, UInt32Value value, int otherwise) {
        return set ? Fields.number(field, value) : otherwise;
    }

    private static int percent(String field, double value) {
        if (!(value >= 0 && value <= 100)) {
            throw Refusal.of(field, value, "0..100");
        }
        return (int) Math.round(value);
    }
}
