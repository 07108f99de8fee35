package io.spillway.gateway.xds;

import java.time.Duration;

/** Which clusters a gateway subscribes. Listeners and route configurations are always subscribed whole. */
public sealed interface ClusterSubscription {

    /** All of them. */
    record All() implements ClusterSubscription {}

    /**
     * Those of services that requests ask for.
     *
     * @param forgetAfter
     *            a service that no request used for so long is forgotten; more than zero
     */
    record OnDemand(Duration forgetAfter) implements ClusterSubscription {

        /** Refuses a time that forgets at once. */
        public OnDemand {
            if (forgetAfter.isZero() || forgetAfter.isNegative()) {
                throw new IllegalArgumentException("forgetAfter: " + forgetAfter + " (expected: more than zero)");
            }
        }
    }
}
