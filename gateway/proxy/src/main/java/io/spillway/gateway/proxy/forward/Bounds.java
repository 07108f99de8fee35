package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.proxy.guard.ClusterGuard;
import io.spillway.gateway.proxy.upstream.Permit;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/** What one request has taken of its cluster's bounds. Owned by its course, on its event loop. */
final class Bounds {
    /** The reason of a request that would be one retry too many. */
    static final String MAX_RETRIES = "max_retries";
    /** The reason of a request that would be one too many to wait for a connection. */
    static final String MAX_PENDING = "max_pending";

    private @Nullable ClusterGuard guard;
    private PriorityClass priority = PriorityClass.DEFAULT;
    private boolean retrying;
    private boolean learning;
    private long begun;
    private long took = -1;

    PriorityClass priority() {
        return priority;
    }

    /** Returns the class that another gateway is told, or null for the usual one. */
    @Nullable
    String namedClass() {
        return priority == PriorityClass.DEFAULT ? null : priority.word();
    }

    /** Takes a request's place; returns the answer to a request for which there is none. */
    @Nullable
    OwnAnswer enter(Worker worker, XdsCluster cluster, PriorityClass asked) {
        priority = asked;
        learning = cluster.policy().limits().adaptive() != null;
        begun = learning ? worker.now() : 0;
        ClusterGuard entered = worker.guard(cluster);
        String reason = entered.enter(cluster.policy().limits(), asked, worker.random(), begun);
        if (reason != null) {
            return Admission.breaker(worker, cluster, asked, reason);
        }
        guard = entered;
        return null;
    }

    /** An endpoint has answered; what it says without working on the request tells nothing about how long that takes. */
    void answered(Worker worker, int status) {
        if (learning && status < 500) {
            took = worker.now() - begun;
        }
    }

    /** Takes a retry, once per request. */
    boolean retry(XdsCluster cluster) {
        if (!retrying && guard != null) {
            retrying = guard.retry(cluster.policy().limits(), priority);
            return retrying;
        }
        return true;
    }

    /** Takes a place among those that wait for a connection; returns the answer to one for which there is none. */
    @Nullable
    OwnAnswer await(Worker worker, XdsCluster cluster) {
        if (!worker.overload().mayConnect(priority)) {
            return Admission.breaker(worker, cluster, priority, "overload");
        }
        return guard == null || guard.await(cluster.policy().limits(), priority)
                ? null
                : Admission.breaker(worker, cluster, priority, MAX_PENDING);
    }

    void waited() {
        if (guard != null) {
            guard.waited(priority);
        }
    }

    /** Returns what the opening of a connection asks; it outlives the request. */
    Permit permit(Worker worker, XdsCluster cluster) {
        return new ConnectionPermit(worker.guard(cluster), cluster.policy().limits(), priority);
    }

    void leave(Worker worker) {
        ClusterGuard left = guard;
        if (left != null) {
            guard = null;
            if (retrying) {
                left.retried(priority);
            }
            left.leave(priority, took, learning ? worker.now() : 0);
        }
    }
}
