package io.spillway.control.snapshot;

import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbSubsetConfig;
import io.envoyproxy.envoy.config.core.v3.RuntimeDouble;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import io.envoyproxy.envoy.type.v3.Percent;
import io.spillway.model.resource.Balancing;
import io.spillway.model.resource.HashSource;
import io.spillway.model.resource.LoadBalancerKind;
import io.spillway.model.resource.OutlierDetection;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.SlowStart;
import io.spillway.model.resource.Subsets;

/**
 * How an endpoint is chosen, in the fields that xDS has for it; what it has none for goes into our metadata, so that a stock
 * client does the nearest thing it can. Pure.
 */
final class Balances {

    private Balances() {}

    static void apply(Cluster.Builder cluster, ServicePolicy policy) {
        Balancing balancing = policy.balancing();
        CommonLbConfig.Builder common = cluster.getCommonLbConfigBuilder();
        if (balancing.failOnPanic()) {
            common.setZoneAwareLbConfig(CommonLbConfig.ZoneAwareLbConfig.newBuilder().setFailTrafficOnPanic(true)
                    .setRoutingEnabled(Percent.newBuilder().setValue(0)));
        }
        if (balancing.hashBalanceFactor() > 0) {
            common.setConsistentHashingLbConfig(CommonLbConfig.ConsistentHashingLbConfig.newBuilder()
                    .setHashBalanceFactor(Protos.number(balancing.hashBalanceFactor())));
        }
        method(cluster, policy.loadBalancer(), balancing.slowStart());
        if (!balancing.subsets().equals(Subsets.NONE)) {
            cluster.setLbSubsetConfig(subsets(balancing.subsets()));
        }
    }

    private static void method(Cluster.Builder cluster, LoadBalancerKind kind, SlowStart slowStart) {
        boolean slow = !slowStart.window().isZero();
        switch (kind) {
            case LEAST_REQUEST, PEAK_EWMA -> {
                cluster.setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST);
                if (slow) {
                    cluster.getLeastRequestLbConfigBuilder().setSlowStartConfig(slowStart(slowStart));
                }
            }
            case ROUND_ROBIN -> {
                cluster.setLbPolicy(Cluster.LbPolicy.ROUND_ROBIN);
                if (slow) {
                    cluster.getRoundRobinLbConfigBuilder().setSlowStartConfig(slowStart(slowStart));
                }
            }
            case RANDOM -> cluster.setLbPolicy(Cluster.LbPolicy.RANDOM);
            case RING_HASH -> cluster.setLbPolicy(Cluster.LbPolicy.RING_HASH);
            case MAGLEV -> cluster.setLbPolicy(Cluster.LbPolicy.MAGLEV);
        }
    }

    private static Cluster.SlowStartConfig slowStart(SlowStart slowStart) {
        return Cluster.SlowStartConfig.newBuilder().setSlowStartWindow(Protos.duration(slowStart.window()))
                .setAggression(RuntimeDouble.newBuilder().setDefaultValue(slowStart.aggression())
                        .setRuntimeKey("spillway.slow_start.aggression"))
                .setMinWeightPercent(Percent.newBuilder().setValue(slowStart.minWeightPercent())).build();
    }

    private static LbSubsetConfig subsets(Subsets subsets) {
        LbSubsetConfig.Builder config = LbSubsetConfig.newBuilder()
                .setFallbackPolicy(switch (subsets.fallback()) {
                    case NONE -> LbSubsetConfig.LbSubsetFallbackPolicy.NO_FALLBACK;
                    case ANY -> LbSubsetConfig.LbSubsetFallbackPolicy.ANY_ENDPOINT;
                    case DEFAULT -> LbSubsetConfig.LbSubsetFallbackPolicy.DEFAULT_SUBSET;
                }).setDefaultSubset(struct(subsets.defaultLabels()));
        subsets.keys().forEach(keys -> config
                .addSubsetSelectors(LbSubsetConfig.LbSubsetSelector.newBuilder().addAllKeys(keys)));
        return config.build();
    }

    static Struct struct(Map<String, String> texts) {
        Struct.Builder struct = Struct.newBuilder();
        texts.forEach((key, value) -> struct.putFields(key, Value.newBuilder().setStringValue(value).build()));
        return struct.build();
    }

    /** Adds what of a request its endpoint depends on: the first that it has, as Envoy stops at a terminal policy. */
    static void hash(RouteAction.Builder action, ServicePolicy policy) {
        for (HashSource source : policy.balancing().hash()) {
            HashPolicy.Builder hash = action.addHashPolicyBuilder().setTerminal(true);
            switch (source) {
                case HashSource.Header(String name) -> hash
                        .setHeader(HashPolicy.Header.newBuilder().setHeaderName(name));
                case HashSource.Cookie(String name) -> hash.setCookie(HashPolicy.Cookie.newBuilder().setName(name));
                case HashSource.Query(String name) -> hash
                        .setQueryParameter(HashPolicy.QueryParameter.newBuilder().setName(name));
                case HashSource.SourceIp() -> hash
                        .setConnectionProperties(HashPolicy.ConnectionProperties.newBuilder().setSourceIp(true));
            }
        }
    }

    /** Returns what xDS has no field for; empty when everything is as usual. */
    static String extra(ServicePolicy policy) {
        Balancing balancing = policy.balancing();
        Map<String, Integer> numbers = new TreeMap<>();
        if (policy.loadBalancer() == LoadBalancerKind.PEAK_EWMA) {
            numbers.put("peakEwma", 1);
        }
        if (balancing.endpointLimit() > 0) {
            numbers.put("endpointLimit", balancing.endpointLimit());
        }
        OutlierDetection usual = OutlierDetection.DEFAULTS;
        OutlierDetection outliers = policy.outlierDetection();
        if (outliers.failureWindow() != usual.failureWindow()) {
            numbers.put("failureWindow", outliers.failureWindow());
        }
        if (outliers.latencyFactor() != usual.latencyFactor()) {
            numbers.put("latencyFactor", outliers.latencyFactor());
        }
        StringBuilder text = new StringBuilder();
        numbers.forEach((name, number) -> text.append(text.isEmpty() ? "" : ",").append(name).append('=')
                .append(number));
        return text.toString();
    }
}
