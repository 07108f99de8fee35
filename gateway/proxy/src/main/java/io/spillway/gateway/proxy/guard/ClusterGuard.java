package io.spillway.gateway.proxy.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

import io.spillway.gateway.limit.AdaptivePolicy;
import io.spillway.gateway.limit.GradientLimit;
import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.limit.QuotaLease;
import io.spillway.gateway.snapshot.Locality;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's guard of one cluster: circuit breakers, and the learned limit. Each loop learns its part of the limit for
 * itself, from its own requests: the bounds of the policy are divided by the number of loops. Owned by that event loop.
 */
public final class ClusterGuard {
    /** The reason of a request that is one too many in flight. */
    public static final String MAX_REQUESTS = "max_requests";
    /** The reason of a request that is over the learned limit. */
    public static final String ADAPTIVE = "adaptive_limit";

    private final String cluster;
    private final LoadCounts loads;
    /** Written by this loop alone. */
    private final AtomicLong asked;
    private final List<LocalityCounts> counts = new ArrayList<>();
    private final Leases normal;
    private final Leases critical;
    private final int loops;
    private @Nullable AdaptivePolicy learnedFor;
    private @Nullable GradientLimit learned;
    private int inFlight;

    ClusterGuard(String cluster, ClusterQuotas quotas, int loops, LoadCounts loads) {
        this.cluster = cluster;
        this.loads = loads;
        this.asked = loads.asked(cluster);
        this.normal = new Leases(quotas.normal);
        this.critical = new Leases(quotas.critical);
        this.loops = loops;
    }

    @SuppressWarnings("ReferenceEquality") // asks whether the policy was swapped; equal ones are told apart in learn
    private boolean swapped(@Nullable AdaptivePolicy policy) {
        return policy != learnedFor;
    }

    /** Lets a request in, or returns the reason why not. A request that is let in must {@link #leave}. */
    public @Nullable String enter(LimitPolicy limits, PriorityClass priority, RandomGenerator random, long now) {
        asked.setOpaque(asked.getPlain() + 1);
        if (swapped(limits.adaptive())) {
            learn(limits.adaptive(), random, now);
        }
        // Critical requests count, and are let in: the limit is there to keep room for them.
        if (learned != null && inFlight >= learned.limit() && priority != PriorityClass.CRITICAL) {
            return ADAPTIVE;
        }
        if (!leases(priority).requests.take(limits.breakers(priority).maxRequests())) {
            return MAX_REQUESTS;
        }
        inFlight++;
        return null;
    }

    private void learn(@Nullable AdaptivePolicy policy, RandomGenerator random, long now) {
        if (policy == null || !policy.equals(learnedFor)) {
            learned = policy == null ? null : new GradientLimit(policy.part(loops), random, now);
        }
        learnedFor = policy;
    }

    /**
     * A request that was let in has ended.
     *
     * @param nanos how long the answer took, or below 0 when that says nothing about the cluster
     */
    public void leave(PriorityClass priority, long nanos, long now) {
        leases(priority).requests.giveBack();
        inFlight--;
        if (learned != null && nanos >= 0) {
            learned.sample(nanos, now);
        }
    }

    /** Takes a retry; one that was taken must be given back by {@link #retried}. */
    public boolean retry(LimitPolicy limits, PriorityClass priority) {
        return leases(priority).retries.take(limits.breakers(priority).maxRetries());
    }

    /** A retry has ended. */
    public void retried(PriorityClass priority) {
        leases(priority).retries.giveBack();
    }

    /** Takes a place among the requests that wait for a connection; given back by {@link #waited}. */
    public boolean await(LimitPolicy limits, PriorityClass priority) {
        return leases(priority).pending.take(limits.breakers(priority).maxPending());
    }

    /** A request waits no more. */
    public void waited(PriorityClass priority) {
        leases(priority).pending.giveBack();
    }

    /** Takes a connection; given back by {@link #closed}. */
    public boolean open(LimitPolicy limits, PriorityClass priority) {
        return leases(priority).connections.take(limits.breakers(priority).maxConnections());
    }

    /** Takes a connection whatever the bound: the only one to an endpoint, without which it could never be used. */
    public void openFirst(PriorityClass priority) {
        leases(priority).connections.force();
    }

    /** A connection is closed. */
    public void closed(PriorityClass priority) {
        leases(priority).connections.giveBack();
    }

    /** Returns this loop's counts of a locality. */
    public LocalityCounts counts(Locality locality, int level) {
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i).isFor(locality, level)) {
                return counts.get(i);
            }
        }
        LocalityCounts created = loads.forLoop(cluster, locality, level);
        counts.add(created);
        return created;
    }

    /** Returns how many requests of this loop are in flight. */
    public int inFlight() {
        return inFlight;
    }

    /** Returns how many requests this loop may have in flight by what it learned, or -1 when nothing is learned. */
    public int learnedLimit() {
        return learned == null ? -1 : learned.limit();
    }

    /** Tells whether nothing is in use, so that the guard may be forgotten. */
    public boolean unused() {
        return inFlight == 0 && normal.unused() && critical.unused();
    }

    /** Returns the cluster's name. */
    public String cluster() {
        return cluster;
    }

    /** Gives back what the loop holds and does not use; the guard is not to be used any more. */
    void release() {
        normal.release();
        critical.release();
    }

    private Leases leases(PriorityClass priority) {
        return priority == PriorityClass.CRITICAL ? critical : normal;
    }

    private static final class Leases {
        final QuotaLease connections;
        final QuotaLease pending;
        final QuotaLease requests;
        final QuotaLease retries;

        Leases(ClusterQuotas.Quotas quotas) {
            connections = new QuotaLease(quotas.connections);
            pending = new QuotaLease(quotas.pending);
            requests = new QuotaLease(quotas.requests);
            retries = new QuotaLease(quotas.retries);
        }

        void release() {
            connections.release();
            pending.release();
            requests.release();
            retries.release();
        }

        boolean unused() {
            return connections.used() == 0 && pending.used() == 0 && requests.used() == 0 && retries.used() == 0;
        }
    }
}
