package io.spillway.drill.bench.health;

import java.time.Duration;

import io.spillway.model.resource.HealthProbe;

/**
 * What is checked, and for how long.
 *
 * @param targets all of them, the mortals and the dead included
 * @param mortals those that die after everything else was measured, half of them with nobody asking for them
 * @param deadPercent how many of all are dead from the beginning in the case of that name
 * @param probe how they are checked
 * @param interval between two checks of a target
 * @param measured how long
 * @param warmUp how long the compilers are given at most
 */
record HealthPlan(int targets, int mortals, int deadPercent, HealthProbe probe, Duration interval, Duration measured,
        Duration warmUp) {

    int dead() {
        return targets * deadPercent / 100;
    }
}
