package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.failover.Patience;
import io.spillway.gateway.failover.Pulse;
import io.spillway.gateway.failover.Unheard;

/**
 * The time of one attempt: what the route gives it, and how long its endpoint may be silent. Owned by its attempt, on its
 * event loop.
 */
final class Watch {
    private static final int ROUND_TRIPS = 3;

    private final Worker worker;
    private final Pulse pulse;
    private final Patience patience;
    /** The endpoint is a gateway, with a way to it that is tested; others are near. */
    private final boolean far;
    private boolean silent;
    /** The endpoint has not been asked for anything yet: others use all connections that there may be. */
    private boolean queued;
    private long answeredAfter = -1;
    private long begun;
    private long stalledBefore;
    private long triedUntil = Long.MAX_VALUE;
    private long patientUntil = Long.MAX_VALUE;
    /** How many of a hundred answers are not late; 0 when nothing follows from being late. */
    private int percentile;
    private long usualUntil = Long.MAX_VALUE;

    Watch(Worker worker, Pulse pulse, Patience patience, boolean far) {
        this.worker = worker;
        this.pulse = pulse;
        this.patience = patience;
        this.far = far;
    }

    /** Says how many of a hundred answers are not late; to be called before the time begins to run. */
    void lateAfter(int usual) {
        percentile = usual;
    }

    /** The endpoint's time begins to run: the attempt starts, or the request is complete only now. */
    void begin(long now, long perTryNanos) {
        begun = now;
        stalledBefore = worker.stalledNanos();
        triedUntil = perTryNanos == Long.MAX_VALUE ? Long.MAX_VALUE : now + perTryNanos;
        run(now);
    }

    private void run(long now) {
        patientUntil = queued ? Long.MAX_VALUE : now + patient();
        long usual = percentile == 0 || queued ? Patience.NEVER : patience.usual(percentile);
        usualUntil = usual == Patience.NEVER ? Long.MAX_VALUE : now + usual;
    }

    /** The attempt waits for its turn: the endpoint's time does not run. */
    void queue() {
        queued = true;
        patientUntil = Long.MAX_VALUE;
        usualUntil = Long.MAX_VALUE;
    }

    /** The endpoint is asked, if only for a connection: its time runs from now. */
    void asked(long now) {
        if (queued) {
            queued = false;
            begun = now;
            stalledBefore = worker.stalledNanos();
            run(now);
        }
    }

    /** Returns how long the endpoint's time has run, until its answer began at the most. */
    long age(long now) {
        return answeredAfter >= 0 ? answeredAfter : now - begun;
    }

    /** Returns when the attempt has had the time that the route gives it. */
    long triedUntil() {
        return triedUntil;
    }

    /** Returns when to look at the attempt again. */
    long due() {
        return Math.min(triedUntil, Math.min(patientUntil, usualUntil));
    }

    /** Books that the endpoint answered. */
    void heard(long now) {
        answeredAfter = now - begun;
        patience.record(answeredAfter, silence(now));
        pulse.heard(now);
        if (far) {
            pulse.answered(answeredAfter);
        }
    }

    /** Looks whether the endpoint has fallen silent. What this loop itself slept is nobody else's silence. */
    void check(long now) {
        if (now - patientUntil < 0) {
            return;
        }
        long left = patient() - silence(now);
        silent = left <= 0;
        patientUntil = silent ? Long.MAX_VALUE : now + left;
    }

    /** Returns how long the endpoint may be silent: what was learned, and never less than the way there and back allows. */
    private long patient() {
        return far ? Math.max(patience.nanos(), ROUND_TRIPS * pulse.roundTrip()) : patience.nanos();
    }

    private long silence(long now) {
        return pulse.silence(begun, now) - slept();
    }

    /** Returns for how long this loop itself has slept since the time began to run. */
    private long slept() {
        return worker.stalledNanos() - stalledBefore;
    }

    /** Tells whether the answer takes longer than usual; told once. What this loop itself slept is no part of it. */
    boolean late(long now) {
        if (now - usualUntil < 0) {
            return false;
        }
        long left = patience.usual(percentile) - (now - begun - slept());
        boolean late = left <= 0;
        usualUntil = late ? Long.MAX_VALUE : now + left;
        return late;
    }

    /**
     * Books that another endpoint's answer is taken, that of a hedge: this one's would have taken longer at least. Tells
     * whether the endpoint has fallen silent, if all are added up that it let wait in this way.
     */
    boolean beaten(long now, Unheard unheard) {
        patience.record(now - begun, silence(now));
        if (unheard.add(begun + slept(), now, pulse.last()) < patient()) {
            return false;
        }
        unheard.told();
        return true;
    }

    /** Tells whether the endpoint had fallen silent at the last look; told once. */
    boolean silent() {
        boolean was = silent;
        silent = false;
        return was;
    }
}
