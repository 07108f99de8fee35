package io.spillway.control.spill;

import io.spillway.control.service.SpillView;

/** What events and metrics want to know of decisions. Calls must not block. */
public interface SpillObserver {

    /** This node has decided anew how the requests to a Group are divided by load. */
    default void spillDecided(SpillView decided) {}

    /** The requests to a Service are not divided by load any more. */
    default void spillLost(String service, String reason) {}
}
