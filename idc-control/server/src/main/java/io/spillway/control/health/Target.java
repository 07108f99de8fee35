package io.spillway.control.health;

import io.spillway.control.health.probe.Place;
import io.spillway.control.health.probe.Prober;
import io.spillway.model.resource.HealthCheck;
import org.jspecify.annotations.Nullable;

/** A workload that this node checks. Owned by the thread of the checks. */
final class Target {

    final String workload;
    final String service;
    final Place place;
    final HealthCheck check;
    final Prober prober;
    Standing standing;

    /** When its failures in a row began; only means something while it fails. */
    long failingSinceNanos;
    long dueNanos;
    long beganNanos;

    /** Grows with every check and every new appointment, so that older timers do nothing. */
    int turn;

    /** The lane that its check is in, null when none is waiting or on. */
    @Nullable
    Lane lane;
    boolean running;
    boolean gone;
    boolean judged;

    Target(String workload, String service, Place place, HealthCheck check, Prober prober, Standing standing) {
        this.workload = workload;
        this.service = service;
        this.place = place;
        this.check = check;
        this.prober = prober;
        this.standing = standing;
    }
}
