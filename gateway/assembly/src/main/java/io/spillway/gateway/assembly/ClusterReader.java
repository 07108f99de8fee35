package io.spillway.gateway.assembly;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.RoutingPriority;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.HedgePolicy;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** Reads Cluster resources. Defaults are those that xDS documents. */
final class ClusterReader {
    private static final Set<String> KNOWN = Set.of("name", "alt_stat_name", "type", "eds_cluster_config",
            "connect_timeout",
            "lb_policy", "common_lb_config", "least_request_lb_config", "round_robin_lb_config", "ring_hash_lb_config",
            "maglev_lb_config", "lb_subset_config", "outlier_detection", "circuit_breakers",
            "metadata", "typed_extension_protocol_options", "transport_socket_matches",
            "transport_socket");
    private static final Set<String> KNOWN_COMMON = Set.of("healthy_panic_threshold", "locality_weighted_lb_config",
            "zone_aware_lb_config", "consistent_hashing_lb_config",
            "update_merge_window");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int PANIC_THRESHOLD = 50;
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
        Fields.ads("eds_config", cluster.getEdsClusterConfig().getEdsConfig());
        XdsNames.Parsed parsed = XdsNames.parse(name);
        String service = Fields.ours(cluster.getMetadata(), "service", parsed == null ? name : parsed.service());
        String group = Fields.ours(cluster.getMetadata(), "group", parsed == null ? "default" : parsed.group());
        String endpoints = cluster.getEdsClusterConfig().getServiceName();
        return new ClusterSettings(name, service, group, endpoints.isEmpty() ? name : endpoints, policy(cluster),
                BalanceReader.read(cluster), ProtocolReader.read(cluster),
                cluster.getCommonLbConfig().hasLocalityWeightedLbConfig());
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
        return new ClusterPolicy(connect, OVERPROVISIONING, panic, OutlierReader.read(cluster),
                budget(LimitReader.thresholds(cluster.getCircuitBreakers(), RoutingPriority.DEFAULT)),
                LimitReader.read(cluster), TransportReader.proxyProtocol(cluster), hedge(cluster));
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

    private static @Nullable HedgePolicy hedge(Cluster cluster) {
        String text = Fields.ours(cluster.getMetadata(), XdsNames.META_HEDGE, "");
        if (text.isEmpty()) {
            return null;
        }
        Map<String, Double> given = LimitReader.pairs(XdsNames.META_HEDGE, text);
        Double percentile = given.get("percentile");
        if (given.size() != 1 || percentile == null
                || !(percentile >= HedgePolicy.LEAST && percentile <= HedgePolicy.MOST)) {
            throw Refusal.of("metadata spillway." + XdsNames.META_HEDGE, text,
                    "percentile=" + HedgePolicy.LEAST + ".." + HedgePolicy.MOST);
        }
        return new HedgePolicy(percentile.intValue());
    }

    private static int or(String field, boolean set, UInt32Value value, int otherwise) {
        return set ? Fields.number(field, value) : otherwise;
    }

    static int percent(String field, double value) {
        if (!(value >= 0 && value <= 100)) {
            throw Refusal.of(field, value, "0..100");
        }
        return (int) Math.round(value);
    }
}
