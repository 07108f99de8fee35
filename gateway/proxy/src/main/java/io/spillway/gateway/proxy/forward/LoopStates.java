package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.proxy.upstream.UpstreamPool;
import io.spillway.gateway.snapshot.Endpoint;

/** In flight: one loop's own requests, which is what it can change. Ejected: what all loops have seen. */
record LoopStates(UpstreamPool pool, OutlierDetector outliers) implements EndpointStates {

    @Override
    public int activeRequests(Endpoint endpoint) {
        return pool.active(endpoint);
    }

    @Override
    public boolean ejected(String service, Endpoint endpoint) {
        return outliers.ejected(service, endpoint);
    }

    @Override
    public long epoch() {
        return outliers.epoch();
    }
}
