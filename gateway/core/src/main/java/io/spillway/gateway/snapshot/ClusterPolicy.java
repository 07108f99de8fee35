package io.spillway.gateway.snapshot;

import java.time.Duration;

import io.spillway.gateway.limit.LimitPolicy;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * How a cluster's endpoints are used.
 *
 * @param connectTimeout how long a connect may take
 * @param overprovisioningFactor in percent; 140 means that a priority spills when less than 1/1.4 of it is healthy
 * @param panicThreshold in percent, 0 switches panic off
 * @param outlier when endpoints are ejected
 * @param retryBudget how many retries are allowed
 * @param limits what a gateway may do at once to the cluster
 * @param proxyProtocol by which header the endpoints of this IDC are told whose connection they get, null by none
 * @param hedge when a second attempt starts beside the first, null for never
 */
public record ClusterPolicy(Duration connectTimeout, int overprovisioningFactor, int panicThreshold,
        OutlierPolicy outlier,
        RetryBudgetPolicy retryBudget, LimitPolicy limits, @Nullable ProxyProtocol proxyProtocol,
        @Nullable HedgePolicy hedge) {
    /** What applies when a cluster says nothing. */
    public static final ClusterPolicy DEFAULT = new ClusterPolicy(Duration.ofMillis(250), 140, 50,
            OutlierPolicy.DEFAULT,
            RetryBudgetPolicy.DEFAULT, LimitPolicy.OPEN);

    /** Creates a policy without hedging whose endpoints are not told whose connection they get. */
    public ClusterPolicy(Duration connectTimeout, int overprovisioningFactor, int panicThreshold, OutlierPolicy outlier,
            RetryBudgetPolicy retryBudget, LimitPolicy limits) {
        this(connectTimeout, overprovisioningFactor, panicThreshold, outlier, retryBudget, limits, null, null);
    }

    /** Returns the policy with so much overprovisioning, in percent. */
    public ClusterPolicy withOverprovisioning(int factor) {
        return new ClusterPolicy(connectTimeout, factor, panicThreshold, outlier, retryBudget, limits, proxyProtocol,
                hedge);
    }

    /** Returns the policy with that hedging. */
    public ClusterPolicy hedging(HedgePolicy policy) {
        return new ClusterPolicy(connectTimeout, overprovisioningFactor, panicThreshold, outlier, retryBudget, limits,
                proxyProtocol, policy);
    }

    public ClusterPolicy {
        requireNonNull(connectTimeout, "connectTimeout");
        requireNonNull(outlier, "outlier");
        requireNonNull(retryBudget, "retryBudget");
        requireNonNull(limits, "limits");
        if (overprovisioningFactor < 100) {
            throw new IllegalArgumentException(
                    "overprovisioningFactor: " + overprovisioningFactor + " (expected: >= 100)");
        }
        if (panicThreshold < 0 || panicThreshold > 100) {
            throw new IllegalArgumentException("panicThreshold: " + panicThreshold + " (expected: 0..100)");
        }
    }
}
