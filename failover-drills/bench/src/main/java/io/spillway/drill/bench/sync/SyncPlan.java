package io.spillway.drill.bench.sync;

import java.time.Duration;

import io.spillway.drill.bench.push.Population;

/**
 * What is measured.
 *
 * @param population of each of the two IDCs
 * @param clients gateways of the IDC that hears of changes
 * @param changes measured, one after the other
 * @param warmUp changes before them that are not
 * @param delay of the slow link, in each direction
 * @param cut how long the link is cut
 * @param churnPercent how many of the Services change meanwhile
 * @param patience how long a change may take
 */
record SyncPlan(Population population, int clients, int changes, int warmUp, Duration delay, Duration cut,
        int churnPercent,
        Duration patience) {

    /** Returns how many Services change during the cut, at least one. */
    int churned() {
        return Math.max(1, population.services() * churnPercent / 100);
    }
}
