package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.proxy.guard.ClusterGuard;
import io.spillway.gateway.proxy.upstream.Permit;

/**
 * One connection of the bound of a cluster: that of the request for which it is opened.
 *
 * @param guard the loop's guard of the cluster
 * @param limits the bounds
 * @param priority the class of the request
 */
record ConnectionPermit(ClusterGuard guard, LimitPolicy limits, PriorityClass priority) implements Permit {
    @Override
    public boolean take() {
        return guard.open(limits, priority);
    }

    @Override
    public void force() {
        guard.openFirst(priority);
    }

    @Override
    public void giveBack() {
        guard.closed(priority);
    }
}
