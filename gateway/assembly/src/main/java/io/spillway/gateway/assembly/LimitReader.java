package io.spillway.gateway.assembly;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.RoutingPriority;
import io.spillway.gateway.limit.AdaptivePolicy;
import io.spillway.gateway.limit.BreakerPolicy;
import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** Reads what bounds the use of a cluster. */
final class LimitReader {
    private static final Set<String> KNOWN = Set.of("thresholds");
    private static final Set<String> KNOWN_BOUNDS = Set.of("priority", "max_connections", "max_pending_requests",
            "max_requests", "max_retries", "retry_budget", "track_remaining");
    /** What Envoy applies to connections, pending requests and requests when a cluster says nothing. */
    private static final int BOUND = 1024;

    private LimitReader() {}

    static LimitPolicy read(Cluster cluster) {
        Fields.only(cluster.getCircuitBreakers(), KNOWN);
        cluster.getCircuitBreakers().getThresholdsList().forEach(one -> Fields.only(one, KNOWN_BOUNDS));
        String adaptive = Fields.ours(cluster.getMetadata(), XdsNames.META_ADAPTIVE, "");
        String shares = Fields.ours(cluster.getMetadata(), XdsNames.META_SHARES, "");
        return new LimitPolicy(breakers(thresholds(cluster.getCircuitBreakers(), RoutingPriority.DEFAULT)),
                breakers(thresholds(cluster.getCircuitBreakers(), RoutingPriority.HIGH)), adaptive(adaptive),
                shares(shares));
    }

    /** Returns the first thresholds of that priority, as Envoy does. */
    static Thresholds thresholds(CircuitBreakers breakers, RoutingPriority priority) {
        return breakers.getThresholdsList().stream().filter(one -> one.getPriority() == priority).findFirst()
                .orElse(Thresholds.getDefaultInstance());
    }

    /** Retries have the budget; a bound of their own only when one is given. */
    private static BreakerPolicy breakers(Thresholds limits) {
        return new BreakerPolicy(
                or(limits.hasMaxConnections(), limits.getMaxConnections(), BOUND),
                or(limits.hasMaxPendingRequests(), limits.getMaxPendingRequests(), BOUND),
                or(limits.hasMaxRequests(), limits.getMaxRequests(), BOUND),
                or(limits.hasMaxRetries(), limits.getMaxRetries(), Integer.MAX_VALUE));
    }

    private static int or(boolean given, UInt32Value value, int otherwise) {
        // What is beyond an int is no bound.
        return !given ? otherwise : value.getValue() < 0 ? Integer.MAX_VALUE : value.getValue();
    }

    private static Map<String, Double> shares(String text) {
        Map<String, Double> shares = new HashMap<>();
        pairs(XdsNames.META_SHARES, text).forEach((idc, rate) -> shares.put(idc, rate));
        return shares;
    }

    private static @Nullable AdaptivePolicy adaptive(String text) {
        if (text.isEmpty()) {
            return null;
        }
        Map<String, Double> given = pairs(XdsNames.META_ADAPTIVE, text);
        AdaptivePolicy or = AdaptivePolicy.DEFAULT;
        AdaptivePolicy read = new AdaptivePolicy(number(given, "min", or.minConcurrency()),
                number(given, "max", or.maxConcurrency()), number(given, "buffer", or.bufferPercent()),
                number(given, "percentile", or.samplePercentile()),
                Duration.ofMillis(number(given, "windowMs", (int) or.window().toMillis())),
                Duration.ofMillis(number(given, "remeasureMs", (int) or.remeasure().toMillis())),
                number(given, "requests", or.remeasureRequests()));
        if (!given.isEmpty()) {
            throw Refusal.of("metadata spillway." + XdsNames.META_ADAPTIVE, text, "only keys that it has, not "
                    + given.keySet());
        }
        return read;
    }

    private static int number(Map<String, Double> given, String key, int otherwise) {
        Double value = given.remove(key);
        return value == null ? otherwise : value.intValue();
    }

    static Map<String, Double> pairs(String key, String text) {
        Map<String, Double> pairs = new HashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equal = pair.indexOf('=');
            try {
                pairs.put(pair.substring(0, Math.max(0, equal)), Double.valueOf(pair.substring(equal + 1)));
            } catch (NumberFormatException e) {
                equal = 0;
            }
            if (equal <= 0) {
                throw Refusal.of("metadata spillway." + key, text, "name=number[,name=number]");
            }
        }
        return pairs;
    }
}
