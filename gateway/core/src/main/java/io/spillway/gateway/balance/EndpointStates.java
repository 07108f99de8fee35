package io.spillway.gateway.balance;

import io.spillway.gateway.snapshot.Endpoint;

/** What a gateway itself knows about endpoints. Read by the thread that decides; must be cheap. */
public interface EndpointStates {
    /** Nothing in flight, nobody ejected. */
    EndpointStates UNTOUCHED = new EndpointStates() {
        @Override
        public int activeRequests(Endpoint endpoint) {
            return 0;
        }

        @Override
        public boolean ejected(String service, Endpoint endpoint) {
            return false;
        }

        @Override
        public long epoch() {
            return 0;
        }
    };

    /** Returns how many requests are in flight to the endpoint. */
    int activeRequests(Endpoint endpoint);

    /** Returns whether the endpoint is ejected, for that service or altogether. */
    boolean ejected(String service, Endpoint endpoint);

    /** Returns a number that changes whenever an answer of {@link #ejected} may have changed. */
    long epoch();
}
