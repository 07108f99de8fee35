package io.spillway.wire.document;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.Durations;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.AdaptiveConcurrency;
import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.Hedge;
import io.spillway.model.resource.LoadBalancerKind;
import io.spillway.model.resource.OutlierDetection;
import io.spillway.model.resource.ProxyProtocol;
import io.spillway.model.resource.RetryBudget;
import io.spillway.model.resource.RetryCondition;
import io.spillway.model.resource.RetryPolicy;
import io.spillway.model.resource.ServicePolicy;
import org.jspecify.annotations.Nullable;

/** Fields of a Service's policy. */
final class PolicyFields {

    /** A duration that is not zero. */
    static final ScalarType<Duration> SOME_DURATION = ScalarType.text("duration above zero as in 250ms, 2s, 5m",
            Duration.ofSeconds(1), PolicyFields::aboveZero);

    private static final ScalarType<Integer> PERCENT = ScalarType.integer(0, 100);
    private static final ScalarType<Integer> COUNT = ScalarType.integer(0, 1000);
    private static final ScalarType<RetryCondition> CONDITION = conditions();

    private PolicyFields() {}

    static ServicePolicy read(Decoder policy) {
        ServicePolicy or = ServicePolicy.DEFAULTS;
        ServicePolicy read = new ServicePolicy(policy.optional("timeout", ScalarType.DURATION, or.timeout()),
                policy.child("retries", PolicyFields::readRetries, or.retries()),
                policy.child("retryBudget", PolicyFields::readBudget, or.retryBudget()),
                policy.optional("loadBalancer", ScalarType.choice(LoadBalancerKind.class), or.loadBalancer()),
                policy.child("outlierDetection", PolicyFields::readOutliers, or.outlierDetection()),
                policy.child("circuitBreakers", AdmissionFields::readBreakers, or.circuitBreakers()),
                policy.optional("panicThreshold", PERCENT, or.panicThreshold()),
                policy.optionalChild("adaptiveConcurrency", AdmissionFields::readAdaptive),
                policy.child("admission", AdmissionFields::read, or.admission()), BalancingFields.read(policy),
                policy.optional("proxyProtocol", ScalarType.choice(ProxyProtocol.class)),
                policy.optionalChild("hedge", PolicyFields::readHedge),
                policy.optionalChild("healthCheck", HealthFields::read),
                policy.optionalChild("sticky", TreatmentFields::readSticky));
        if (read.hedge() != null && read.retries().limit() == 0) {
            policy.violation("hedge", "with retries.limit 0",
                    "a limit of at least 1, as a hedge is one of its attempts");
        }
        return read;
    }

    static Tree write(ServicePolicy policy) {
        RetryPolicy retries = policy.retries();
        RetryBudget budget = policy.retryBudget();
        OutlierDetection outliers = policy.outlierDetection();
        Fields fields = new Fields().duration("timeout", policy.timeout())
                .put("retries", new Fields().number("limit", retries.limit())
                        .put("on", Tree.sequence(retries.on().stream().map(on -> Tree.text(on.word())).toList()))
                        .duration("attemptTimeout", retries.attemptTimeout()).tree())
                .put("retryBudget", new Fields().number("percent", budget.percent())
                        .number("minPerSecond", budget.minPerSecond()).tree())
                .text("loadBalancer", policy.loadBalancer().name())
                .put("outlierDetection", new Fields().number("consecutive5xx", outliers.consecutive5xx())
                        .number("consecutiveGatewayFailures", outliers.consecutiveGatewayFailures())
                        .number("consecutiveConnectFailures", outliers.consecutiveConnectFailures())
                        .duration("interval", outliers.interval())
                        .duration("baseEjectionTime", outliers.baseEjectionTime())
                        .duration("maxEjectionTime", outliers.maxEjectionTime())
                        .number("maxEjectionPercent", outliers.maxEjectionPercent())
                        .bool("successRate", outliers.successRate())
                        .number("failurePercentage", outliers.failurePercentage())
                        .number("failureWindow", outliers.failureWindow())
                        .number("latencyFactor", outliers.latencyFactor()).tree())
                .put("circuitBreakers", AdmissionFields.write(policy.circuitBreakers()))
                .number("panicThreshold", policy.panicThreshold())
                .put("admission", AdmissionFields.write(policy.admission()));
        AdaptiveConcurrency adaptive = policy.adaptiveConcurrency();
        if (adaptive != null) {
            fields.put("adaptiveConcurrency", AdmissionFields.write(adaptive));
        }
        Hedge hedge = policy.hedge();
        if (hedge != null) {
            fields.put("hedge", new Fields().number("percentile", hedge.percentile()).tree());
        }
        BalancingFields.write(policy.balancing(), fields);
        fields.text("proxyProtocol", policy.proxyProtocol() == null ? null : policy.proxyProtocol().name());
        HealthCheck check = policy.healthCheck();
        if (check != null) {
            fields.put("healthCheck", HealthFields.write(check));
        }
        if (policy.sticky() != null) {
            fields.put("sticky", TreatmentFields.writeSticky(policy.sticky()));
        }
        return fields.tree();
    }

    private static RetryPolicy readRetries(Decoder retries) {
        RetryPolicy or = RetryPolicy.DEFAULTS;
        List<RetryCondition> on = retries.has("on") ? retries.list("on", CONDITION) : or.on();
        return new RetryPolicy(retries.optional("limit", ScalarType.integer(0, 10), or.limit()), on,
                retries.optional("attemptTimeout", SOME_DURATION));
    }

    private static RetryBudget readBudget(Decoder budget) {
        RetryBudget or = RetryBudget.DEFAULTS;
        return new RetryBudget(budget.optional("percent", PERCENT, or.percent()),
                budget.optional("minPerSecond", ScalarType.integer(0, 10_000), or.minPerSecond()));
    }

    private static Hedge readHedge(Decoder hedge) {
        return new Hedge(hedge.optional("percentile", ScalarType.integer(50, 99), Hedge.DEFAULTS.percentile()));
    }

    private static OutlierDetection readOutliers(Decoder outliers) {
        OutlierDetection or = OutlierDetection.DEFAULTS;
        OutlierDetection read = new OutlierDetection(outliers.optional("consecutive5xx", COUNT, or.consecutive5xx()),
                outliers.optional("consecutiveGatewayFailures", COUNT, or.consecutiveGatewayFailures()),
                outliers.optional("consecutiveConnectFailures", COUNT, or.consecutiveConnectFailures()),
                outliers.optional("interval", SOME_DURATION, or.interval()),
                outliers.optional("baseEjectionTime", SOME_DURATION, or.baseEjectionTime()),
                outliers.optional("maxEjectionTime", SOME_DURATION, or.maxEjectionTime()),
                outliers.optional("maxEjectionPercent", PERCENT, or.maxEjectionPercent()),
                outliers.optional("successRate", ScalarType.BOOL, or.successRate()),
                outliers.optional("failurePercentage", PERCENT, or.failurePercentage()),
                outliers.optional("failureWindow", PERCENT, or.failureWindow()),
                outliers.optional("latencyFactor", COUNT, or.latencyFactor()));
        if (read.maxEjectionTime().compareTo(read.baseEjectionTime()) < 0) {
            outliers.violation("maxEjectionTime",
                    "at least baseEjectionTime, " + Durations.format(read.baseEjectionTime()));
        }
        return read;
    }

    private static ScalarType<RetryCondition> conditions() {
        Map<String, RetryCondition> words = new LinkedHashMap<>();
        for (RetryCondition condition : RetryCondition.values()) {
            words.put(condition.word(), condition);
        }
        return ScalarType.choice(words);
    }

    private static @Nullable Duration aboveZero(String text) {
        Duration duration = Durations.parse(text);
        return duration == null || duration.isZero() ? null : duration;
    }
}
