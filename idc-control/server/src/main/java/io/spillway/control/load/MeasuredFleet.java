package io.spillway.control.load;

import java.util.Set;

import io.spillway.model.resource.MeasuredTraffic;

/** What all gateways of this IDC measure. Safe for use by any thread; never blocks. */
@FunctionalInterface
public interface MeasuredFleet {

    /**
     * Returns what was measured of these Services in the newest reports: the gateways that report to this node, and, where a
     * switch-over of exactly these Services is under way, those of the IDC's other control nodes as well, as they said last.
     * Requests that came from another IDC are not in it: that one's gateways measure them. Of data planes that are not ours
     * attempts stand for requests, and nobody tells how long those take: where there are no others,
     * {@link MeasuredTraffic#p99Millis} is NaN.
     */
    MeasuredTraffic of(Set<String> services);
}
