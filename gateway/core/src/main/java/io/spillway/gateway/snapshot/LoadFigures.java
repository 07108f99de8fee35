package io.spillway.gateway.snapshot;

/**
 * By how much load the control plane divides the requests to a cluster, as told with one of its localities. All gateways of
 * the IDC are told the same.
 *
 * @param demand requests per second that all gateways of this IDC together are asked for
 * @param capacity requests per second: of this IDC's workloads what all of them carry when all are healthy; behind the
 *        gateways of another IDC what that one may be sent from this one now
 */
public record LoadFigures(double demand, double capacity) {
    public LoadFigures {
        if (!(demand >= 0 && capacity >= 0) || Double.isInfinite(demand) || Double.isInfinite(capacity)) {
            throw new IllegalArgumentException("load: demand " + demand + ", capacity " + capacity
                    + " (expected: requests per second)");
        }
    }

    /** Returns the figures of both localities of one IDC together. */
    public LoadFigures and(LoadFigures other) {
        return new LoadFigures(Math.max(demand, other.demand), capacity + other.capacity);
    }
}
