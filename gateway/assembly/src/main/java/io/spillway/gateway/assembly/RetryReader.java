package io.spillway.gateway.assembly;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.spillway.gateway.failover.BackOff;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RetryOn;

/**
 * Reads retry policies. Envoy does not ask whether a method is idempotent, so a control plane cannot give a stock Envoy the
 * condition {@code reset}; this gateway does ask, and takes {@code reset-before-request} to allow the repetition of idempotent
 * requests whose connection ended before any answer.
 */
final class RetryReader {
    private static final Set<String> KNOWN = Set.of("retry_on", "num_retries", "per_try_timeout", "retry_priority",
            "retry_host_predicate", "host_selection_retry_max_attempts", "retriable_status_codes", "retry_back_off");
    private static final Set<String> KNOWN_PREDICATES = Set.of("envoy.retry_host_predicates.previous_hosts");
    private static final String KNOWN_PRIORITY = "envoy.retry_priorities.previous_priorities";

    private RetryReader() {}

    static RetryConditions read(RetryPolicy policy) {
        if (policy.getRetryOn().isEmpty() && !policy.hasPerTryTimeout()) {
            return RetryConditions.NONE;
        }
        Fields.only(policy, KNOWN);
        if (policy.hasRetryPriority() && !policy.getRetryPriority().getName().equals(KNOWN_PRIORITY)) {
            throw Refusal.unsupported("retry_priority " + policy.getRetryPriority().getName());
        }
        for (RetryPolicy.RetryHostPredicate predicate : policy.getRetryHostPredicateList()) {
            if (!KNOWN_PREDICATES.contains(predicate.getName())) {
                throw Refusal.unsupported("retry_host_predicate " + predicate.getName());
            }
        }
        backOff(policy.getRetryBackOff());
        Set<RetryOn> conditions = EnumSet.noneOf(RetryOn.class);
        for (String word : policy.getRetryOn().split(",", -1)) {
            conditions.addAll(conditions(word.strip()));
        }
        Duration perTry = policy.hasPerTryTimeout()
                ? Fields.duration("per_try_timeout", policy.getPerTryTimeout())
                : null;
        int retries = policy.hasNumRetries() ? Fields.number("num_retries", policy.getNumRetries()) : 1;
        return new RetryConditions(retries, conditions, new HashSet<>(policy.getRetriableStatusCodesList()),
                perTry == null || perTry.isZero() ? null : perTry);
    }

    /** Waits are those of {@link BackOff}, which are Envoy's when nothing is said. */
    private static void backOff(RetryPolicy.RetryBackOff backOff) {
        boolean base = !backOff.hasBaseInterval()
                || Fields.duration("base_interval", backOff.getBaseInterval()).equals(BackOff.BASE);
        boolean most = !backOff.hasMaxInterval()
                || Fields.duration("max_interval", backOff.getMaxInterval()).equals(BackOff.MOST);
        if (!base || !most) {
            throw Refusal.of("retry_back_off", "other than the usual one", "base_interval " + BackOff.BASE.toMillis()
                    + " ms, max_interval " + BackOff.MOST.toMillis() + " ms");
        }
    }

    private static List<RetryOn> conditions(String word) {
        return switch (word) {
            case "" -> List.of();
            case "connect-failure" -> List.of(RetryOn.CONNECT_FAILURE);
            case "refused-stream" -> List.of(RetryOn.REFUSED);
            case "reset-before-request", "reset" -> List.of(RetryOn.REFUSED, RetryOn.RESET);
            case "gateway-error" -> List.of(RetryOn.GATEWAY_ERROR);
            case "5xx" -> List.of(RetryOn.CONNECT_FAILURE, RetryOn.REFUSED, RetryOn.RESET, RetryOn.GATEWAY_ERROR,
                    RetryOn.SERVER_ERROR);
            // All that is repeated after something was sent is repeated for idempotent methods only.
            case "idempotent" -> List.of(RetryOn.REFUSED, RetryOn.RESET, RetryOn.GATEWAY_ERROR, RetryOn.SERVER_ERROR);
            case "retriable-status-codes" -> List.of(RetryOn.STATUS);
            case "cancelled" -> List.of(RetryOn.GRPC_CANCELLED);
            case "deadline-exceeded" -> List.of(RetryOn.GRPC_DEADLINE_EXCEEDED);
            case "internal" -> List.of(RetryOn.GRPC_INTERNAL);
            case "resource-exhausted" -> List.of(RetryOn.GRPC_RESOURCE_EXHAUSTED);
            case "unavailable" -> List.of(RetryOn.GRPC_UNAVAILABLE);
            default ->
                throw Refusal.of("retry_on", word, "connect-failure, refused-stream, reset-before-request, reset,"
                        + " gateway-error, 5xx, idempotent, retriable-status-codes or a gRPC condition");
        };
    }
}
