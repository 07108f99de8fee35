package io.spillway.drill.view;

import java.util.Map;

/**
 * How users fare at one moment: the last second, and sums since the first phase.
 *
 * @param atMs
 *            milliseconds since the load began
 * @param rpsByIdc
 *            answers per second by the IDC that gave them
 * @param successPercent
 *            of the last second's requests
 * @param p99Ms
 *            of the last second's requests
 * @param sent
 *            requests so far
 * @param failed
 *            of these
 * @param pushes
 *            pushes seen so far
 */
public record Progress(double atMs, Map<String, Double> rpsByIdc, double successPercent, double p99Ms, long sent,
        long failed, long pushes) {

    /** Copies the map. */
    public Progress {
        rpsByIdc = Map.copyOf(rpsByIdc);
    }
}
