package io.spillway.gateway.assembly;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.Struct;
import com.google.protobuf.UInt64Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.RuntimeDouble;
import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.BalancePolicy.Fallback;
import io.spillway.gateway.snapshot.BalancePolicy.Hashing;
import io.spillway.gateway.snapshot.BalancePolicy.Method;
import io.spillway.gateway.snapshot.BalancePolicy.SlowStart;
import io.spillway.gateway.snapshot.BalancePolicy.Subsets;
import io.spillway.wire.xds.XdsNames;

/** Reads how an endpoint of a cluster is chosen. */
final class BalanceReader {
    private static final Set<String> KNOWN_LEAST = Set.of("choice_count", "active_request_bias", "slow_start_config");
    private static final Set<String> KNOWN_ROUND = Set.of("slow_start_config");
    private static final Set<String> KNOWN_RING = Set.of("minimum_ring_size", "maximum_ring_size", "hash_function");
    private static final Set<String> KNOWN_MAGLEV = Set.of("table_size");
    private static final Set<String> KNOWN_CONSISTENT = Set.of("hash_balance_factor");
    private static final Set<String> KNOWN_ZONE = Set.of("fail_traffic_on_panic", "routing_enabled");
    private static final Set<String> KNOWN_SUBSET = Set.of("fallback_policy", "default_subset", "subset_selectors");
    private static final Set<String> KNOWN_SELECTOR = Set.of("keys", "fallback_policy");
    /** An older control plane sends capacityPerWeight and gateways; now load is told with the endpoints. */
    private static final Set<String> EXTRA = Set.of("peakEwma", "capacityPerWeight", "gateways", "endpointLimit",
            "failureWindow", "latencyFactor");
    /** Envoy's bounds of a Maglev table. */
    private static final int LARGEST_TABLE = 5_000_011;
    private static final int LARGEST_RING = 8 * 1024 * 1024;

    private BalanceReader() {}

    static BalancePolicy read(Cluster cluster) {
        Map<String, Double> extra = extra(cluster);
        Cluster.CommonLbConfig common = cluster.getCommonLbConfig();
        Fields.only(common.getZoneAwareLbConfig(), KNOWN_ZONE);
        if (common.getZoneAwareLbConfig().hasRoutingEnabled()
                && common.getZoneAwareLbConfig().getRoutingEnabled().getValue() > 0) {
            throw Refusal.unsupported("ZoneAwareLbConfig.routing_enabled above 0");
        }
        Fields.only(common.getConsistentHashingLbConfig(), KNOWN_CONSISTENT);
        Cluster.LeastRequestLbConfig least = cluster.getLeastRequestLbConfig();
        Fields.only(least, KNOWN_LEAST);
        if (least.hasChoiceCount() && least.getChoiceCount().getValue() != 2) {
            throw Refusal.of("choice_count", least.getChoiceCount().getValue(), "2");
        }
        return new BalancePolicy(method(cluster, extra.containsKey("peakEwma")),
                least.hasActiveRequestBias() ? positive("active_request_bias", least.getActiveRequestBias(), 0) : 1,
                hashing(cluster), slowStart(cluster), subsets(cluster),
                extra.getOrDefault("endpointLimit", 0.0).intValue(),
                common.getZoneAwareLbConfig().getFailTrafficOnPanic(), false);
    }

    /** Returns the numbers of our own metadata. */
    static Map<String, Double> extra(Cluster cluster) {
        String text = Fields.ours(cluster.getMetadata(), XdsNames.META_BALANCE, "");
        Map<String, Double> extra = new HashMap<>(LimitReader.pairs(XdsNames.META_BALANCE, text));
        for (Map.Entry<String, Double> one : extra.entrySet()) {
            if (!EXTRA.contains(one.getKey()) || !(one.getValue() >= 0 && one.getValue() <= Integer.MAX_VALUE)) {
                throw Refusal.of("metadata spillway." + XdsNames.META_BALANCE, text, "numbers from 0 on for " + EXTRA);
            }
        }
        return extra;
    }

    private static Method method(Cluster cluster, boolean peakEwma) {
        return switch (cluster.getLbPolicy()) {
            case LEAST_REQUEST -> peakEwma ? Method.PEAK_EWMA : Method.LEAST_REQUEST;
            case ROUND_ROBIN -> Method.ROUND_ROBIN;
            case RANDOM -> Method.RANDOM;
            case RING_HASH -> Method.RING_HASH;
            case MAGLEV -> Method.MAGLEV;
            case CLUSTER_PROVIDED, LOAD_BALANCING_POLICY_CONFIG, UNRECOGNIZED -> throw Refusal.of("lb_policy",
                    cluster.getLbPolicy(), "LEAST_REQUEST, ROUND_ROBIN, RANDOM, RING_HASH or MAGLEV");
        };
    }

    private static Hashing hashing(Cluster cluster) {
        Cluster.RingHashLbConfig ring = cluster.getRingHashLbConfig();
        Fields.only(ring, KNOWN_RING);
        if (ring.getHashFunction() != Cluster.RingHashLbConfig.HashFunction.XX_HASH) {
            throw Refusal.of("hash_function", ring.getHashFunction(), "XX_HASH");
        }
        Fields.only(cluster.getMaglevLbConfig(), KNOWN_MAGLEV);
        int minimum = size("minimum_ring_size", ring.hasMinimumRingSize(), ring.getMinimumRingSize(),
                Hashing.DEFAULT.minimumRing(), LARGEST_RING);
        int maximum = size("maximum_ring_size", ring.hasMaximumRingSize(), ring.getMaximumRingSize(),
                Hashing.DEFAULT.maximumRing(), LARGEST_RING);
        if (maximum < minimum) {
            throw Refusal.of("maximum_ring_size", maximum, "at least minimum_ring_size, " + minimum);
        }
        int table = size("table_size", cluster.getMaglevLbConfig().hasTableSize(),
                cluster.getMaglevLbConfig().getTableSize(), Hashing.DEFAULT.table(), LARGEST_TABLE);
        if (table != Hashing.DEFAULT.table() && !BigInteger.valueOf(table).isProbablePrime(20)) {
            throw Refusal.of("table_size", table, "a prime");
        }
        Cluster.CommonLbConfig.ConsistentHashingLbConfig consistent = cluster.getCommonLbConfig()
                .getConsistentHashingLbConfig();
        int factor = consistent.hasHashBalanceFactor()
                ? Fields.number("hash_balance_factor", consistent.getHashBalanceFactor())
                : 0;
        if (factor > 0 && factor < 100) {
            throw Refusal.of("hash_balance_factor", factor, "100 or more");
        }
        return new Hashing(minimum, maximum, table, factor);
    }

    private static int size(String field, boolean set, UInt64Value value, int otherwise, int most) {
        if (!set) {
            return otherwise;
        }
        if (value.getValue() < 2 || value.getValue() > most) {
            throw Refusal.of(field, Long.toUnsignedString(value.getValue()), "2.." + most);
        }
        return (int) value.getValue();
    }

    private static SlowStart slowStart(Cluster cluster) {
        Fields.only(cluster.getRoundRobinLbConfig(), KNOWN_ROUND);
        boolean round = cluster.getLbPolicy() == Cluster.LbPolicy.ROUND_ROBIN;
        if (!(round
                ? cluster.getRoundRobinLbConfig().hasSlowStartConfig()
                : cluster.getLeastRequestLbConfig().hasSlowStartConfig())) {
            return SlowStart.OFF;
        }
        Cluster.SlowStartConfig config = round
                ? cluster.getRoundRobinLbConfig().getSlowStartConfig()
                : cluster.getLeastRequestLbConfig().getSlowStartConfig();
        Duration window = Fields.duration("slow_start_window", config.getSlowStartWindow());
        double aggression = config.hasAggression() ? positive("aggression", config.getAggression(), 1e-6) : 1;
        int least = config.hasMinWeightPercent()
                ? ClusterReader.percent("min_weight_percent", config.getMinWeightPercent().getValue())
                : SlowStart.OFF.minimumPercent();
        return new SlowStart(window, aggression, least);
    }

    private static double positive(String field, RuntimeDouble value, double least) {
        if (!(value.getDefaultValue() >= least)) {
            throw Refusal.of(field, value.getDefaultValue(), "at least " + least);
        }
        return value.getDefaultValue();
    }

    private static Subsets subsets(Cluster cluster) {
        if (!cluster.hasLbSubsetConfig()) {
            return Subsets.OFF;
        }
        Cluster.LbSubsetConfig config = cluster.getLbSubsetConfig();
        Fields.only(config, KNOWN_SUBSET);
        List<Set<String>> selectors = new ArrayList<>();
        Map<Set<String>, Fallback> own = new HashMap<>();
        for (Cluster.LbSubsetConfig.LbSubsetSelector selector : config.getSubsetSelectorsList()) {
            Fields.only(selector, KNOWN_SELECTOR);
            if (selector.getKeysCount() == 0) {
                throw Refusal.of("subset_selectors.keys of " + cluster.getName(), "[]", "at least one label");
            }
            Set<String> labels = new LinkedHashSet<>(selector.getKeysList());
            selectors.add(labels);
            switch (selector.getFallbackPolicy()) {
                case NOT_DEFINED -> {
                    // that of the cluster
                }
                case NO_FALLBACK -> own.put(labels, Fallback.NONE);
                case ANY_ENDPOINT -> own.put(labels, Fallback.ANY);
                case DEFAULT_SUBSET -> own.put(labels, Fallback.DEFAULT);
                case KEYS_SUBSET, UNRECOGNIZED -> throw Refusal.of("subset_selectors.fallback_policy of "
                        + cluster.getName(), selector.getFallbackPolicy(),
                        "NO_FALLBACK, ANY_ENDPOINT or DEFAULT_SUBSET");
            }
        }
        Fallback fallback = switch (config.getFallbackPolicy()) {
            case NO_FALLBACK -> Fallback.NONE;
            case ANY_ENDPOINT -> Fallback.ANY;
            case DEFAULT_SUBSET -> Fallback.DEFAULT;
            case UNRECOGNIZED -> throw Refusal.of("fallback_policy", config.getFallbackPolicyValue(), "a known one");
        };
        return new Subsets(selectors, fallback,
                SubsetReader.texts("default_subset of " + cluster.getName(), config.getDefaultSubset()), own);
    }

    /** Returns the texts of a struct; labels are texts, what else there is cannot be asked for. */
    static Map<String, String> texts(Struct struct) {
        Map<String, String> texts = new HashMap<>();
        struct.getFieldsMap().forEach((key, value) -> {
            if (value.hasStringValue()) {
                texts.put(key, value.getStringValue());
            }
        });
        return texts;
    }
}
