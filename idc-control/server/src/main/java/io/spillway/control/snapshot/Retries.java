package io.spillway.control.snapshot;

import java.time.Duration;
import java.util.stream.Collectors;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import io.spillway.model.resource.RetryCondition;
import org.jspecify.annotations.Nullable;

/** Retry policies: another host each time, and after every attempt another priority, that is, another IDC. Pure. */
final class Retries {

    private static final int HOST_ATTEMPTS = 5;

    private Retries() {}

    static RetryPolicy of(io.spillway.model.resource.RetryPolicy policy) {
        return of(policy, policy.attemptTimeout());
    }

    /** The same with another bound of one attempt. */
    static RetryPolicy of(io.spillway.model.resource.RetryPolicy policy, @Nullable Duration attemptTimeout) {
        RetryPolicy.Builder retry = RetryPolicy.newBuilder()
                .setRetryOn(policy.on().stream().map(RetryCondition::word).collect(Collectors.joining(",")))
                .setNumRetries(Protos.number(policy.limit())).setHostSelectionRetryMaxAttempts(HOST_ATTEMPTS)
                .addRetryHostPredicate(RetryPolicy.RetryHostPredicate.newBuilder()
                        .setName("envoy.retry_host_predicates.previous_hosts")
                        .setTypedConfig(Any.pack(PreviousHostsPredicate.getDefaultInstance())))
                .setRetryPriority(
                        RetryPolicy.RetryPriority.newBuilder().setName("envoy.retry_priorities.previous_priorities")
                                .setTypedConfig(Any
                                        .pack(PreviousPrioritiesConfig.newBuilder().setUpdateFrequency(1).build())));
        if (attemptTimeout != null) {
            retry.setPerTryTimeout(Protos.duration(attemptTimeout));
        }
        return retry.build();
    }
}
