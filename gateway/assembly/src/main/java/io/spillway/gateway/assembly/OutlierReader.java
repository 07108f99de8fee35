package io.spillway.gateway.assembly;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.OutlierStatistics;
import io.spillway.gateway.snapshot.OutlierStatistics.FailurePercentage;
import io.spillway.gateway.snapshot.OutlierStatistics.Latency;
import io.spillway.gateway.snapshot.OutlierStatistics.SuccessRate;
import io.spillway.gateway.snapshot.OutlierStatistics.Window;

/** Reads when endpoints are ejected. Defaults are those of xDS; enforcing is a switch, anything above 0 is on. */
final class OutlierReader {
    private static final Set<String> KNOWN = Set.of("consecutive_5xx", "interval", "base_ejection_time",
            "max_ejection_percent", "enforcing_consecutive_5xx", "enforcing_success_rate", "success_rate_minimum_hosts",
            "success_rate_request_volume", "success_rate_stdev_factor", "consecutive_gateway_failure",
            "enforcing_consecutive_gateway_failure", "split_external_local_origin_errors",
            "consecutive_local_origin_failure", "enforcing_consecutive_local_origin_failure",
            "enforcing_local_origin_success_rate", "failure_percentage_threshold", "enforcing_failure_percentage",
            "enforcing_failure_percentage_local_origin", "failure_percentage_minimum_hosts",
            "failure_percentage_request_volume", "max_ejection_time", "max_ejection_time_jitter",
            "successful_active_health_check_uneject_host", "always_eject_one_host");
    private static final int MAX_EJECTION_PERCENT = 10;

    private OutlierReader() {}

    static OutlierPolicy read(Cluster cluster) {
        if (!cluster.hasOutlierDetection()) {
            return OutlierPolicy.OFF;
        }
        OutlierDetection from = cluster.getOutlierDetection();
        Fields.only(from, KNOWN);
        refuseOtherwise(from);
        OutlierPolicy or = OutlierPolicy.DEFAULT;
        Duration base = from.hasBaseEjectionTime()
                ? Fields.duration("base_ejection_time", from.getBaseEjectionTime())
                : or.baseEjection();
        Duration most = from.hasMaxEjectionTime()
                ? Fields.duration("max_ejection_time", from.getMaxEjectionTime())
                : or.maxEjection();
        return new OutlierPolicy(
                on(from.hasEnforcingConsecutive5Xx(), from.getEnforcingConsecutive5Xx(), true)
                        ? or("consecutive_5xx", from.hasConsecutive5Xx(), from.getConsecutive5Xx(), 5)
                        : 0,
                on(from.hasEnforcingConsecutiveGatewayFailure(), from.getEnforcingConsecutiveGatewayFailure(), false)
                        ? or("consecutive_gateway_failure", from.hasConsecutiveGatewayFailure(),
                                from.getConsecutiveGatewayFailure(), 5)
                        : 0,
                on(from.hasEnforcingConsecutiveLocalOriginFailure(), from.getEnforcingConsecutiveLocalOriginFailure(),
                        true)
                                ? or("consecutive_local_origin_failure", from.hasConsecutiveLocalOriginFailure(),
                                        from.getConsecutiveLocalOriginFailure(), 5)
                                : 0,
                from.hasInterval() ? Fields.duration("interval", from.getInterval()) : or.interval(), base,
                most.compareTo(base) < 0 ? base : most,
                Math.min(100, or("max_ejection_percent", from.hasMaxEjectionPercent(), from.getMaxEjectionPercent(),
                        MAX_EJECTION_PERCENT)),
                statistics(from, BalanceReader.extra(cluster)));
    }

    /** What can be said here in one way only: the other one is not kept, so it is refused. */
    private static void refuseOtherwise(OutlierDetection from) {
        if (from.hasAlwaysEjectOneHost() && !from.getAlwaysEjectOneHost().getValue()) {
            throw Refusal.of("always_eject_one_host", "false", "true: max_ejection_percent 0 ejects nobody");
        }
        if (!from.getSplitExternalLocalOriginErrors()) {
            return;
        }
        same("enforcing_local_origin_success_rate", from.hasEnforcingLocalOriginSuccessRate(),
                from.getEnforcingLocalOriginSuccessRate(),
                on(from.hasEnforcingSuccessRate(), from.getEnforcingSuccessRate(), true));
        same("enforcing_failure_percentage_local_origin", from.hasEnforcingFailurePercentageLocalOrigin(),
                from.getEnforcingFailurePercentageLocalOrigin(),
                on(from.hasEnforcingFailurePercentage(), from.getEnforcingFailurePercentage(), false));
    }

    private static void same(String field, boolean set, UInt32Value value, boolean expected) {
        if (set && value.getValue() > 0 != expected) {
            throw Refusal.of(field, value.getValue(), "what holds for answers too: "
                    + (expected ? "more than 0" : "0"));
        }
    }

    private static OutlierStatistics statistics(OutlierDetection from, Map<String, Double> extra) {
        SuccessRate rate = new SuccessRate(on(from.hasEnforcingSuccessRate(), from.getEnforcingSuccessRate(), true),
                or("success_rate_minimum_hosts", from.hasSuccessRateMinimumHosts(), from.getSuccessRateMinimumHosts(),
                        5),
                or("success_rate_request_volume", from.hasSuccessRateRequestVolume(),
                        from.getSuccessRateRequestVolume(), 100),
                or("success_rate_stdev_factor", from.hasSuccessRateStdevFactor(), from.getSuccessRateStdevFactor(),
                        1900));
        FailurePercentage percentage = new FailurePercentage(
                on(from.hasEnforcingFailurePercentage(), from.getEnforcingFailurePercentage(), false),
                or("failure_percentage_threshold", from.hasFailurePercentageThreshold(),
                        from.getFailurePercentageThreshold(), 85),
                or("failure_percentage_minimum_hosts", from.hasFailurePercentageMinimumHosts(),
                        from.getFailurePercentageMinimumHosts(), 5),
                or("failure_percentage_request_volume", from.hasFailurePercentageRequestVolume(),
                        from.getFailurePercentageRequestVolume(), 50));
        Duration jitter = from.hasMaxEjectionTimeJitter()
                ? Fields.duration("max_ejection_time_jitter", from.getMaxEjectionTimeJitter())
                : Duration.ZERO;
        Double window = extra.get("failureWindow");
        Double latency = extra.get("latencyFactor");
        return new OutlierStatistics(rate, percentage,
                window == null ? Window.DEFAULT : new Window(window.intValue(), Window.DEFAULT.minimumRequests()),
                latency == null
                        ? Latency.DEFAULT
                        : new Latency(latency.intValue(), Latency.DEFAULT.floor(), Latency.DEFAULT.minimumSamples()),
                jitter, from.getSplitExternalLocalOriginErrors());
    }

    private static boolean on(boolean set, UInt32Value value, boolean otherwise) {
        return set ? value.getValue() > 0 : otherwise;
    }

    private static int or(String field, boolean set, UInt32Value value, int otherwise) {
        return set ? Fields.number(field, value) : otherwise;
    }
}
