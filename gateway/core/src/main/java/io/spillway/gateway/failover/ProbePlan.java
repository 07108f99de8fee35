package io.spillway.gateway.failover;

import java.util.random.RandomGenerator;

/**
 * When the way to another IDC's gateway is probed: every 800 ms give or take a fifth, so that the gateways of a fleet do not
 * come in step, and again at once after a bad probe, because one lost packet is no broken way. Two bad ones in a row are. The
 * first is waited for as long as a round trip between continents takes, the second as long as a new connection with a handshake
 * on a bad line: a slow way is no broken one, and a black hole is known within five seconds. Safe for all threads.
 */
public final class ProbePlan {
    /** How many bad probes in a row say that the way is broken. */
    public static final int BROKEN = 2;

    private static final long PERIOD_NANOS = 800_000_000L;
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    /** Three round trips of half a second, and as much again for two busy processors. */
    private static final long SECOND_PATIENCE_NANOS = 3_000_000_000L;

    private long due;
    private boolean taken;
    private int bad;
    private Shown shown = Shown.NOTHING;

    /** What the probes of a way have shown. */
    public enum Shown {
        /** None has ended yet, or one bad one says nothing. */
        NOTHING,
        /** There is a way. */
        GOOD,
        /** The way is broken. */
        BROKEN
    }

    /** Creates the plan for a way that is known from now on; its first probe comes within a period. */
    public ProbePlan(long now, RandomGenerator random) {
        due = now + random.nextLong(PERIOD_NANOS);
    }

    /** Takes the probe that is due; false when none is, or one is under way. */
    public synchronized boolean take(long now) {
        if (taken || now - due < 0) {
            return false;
        }
        taken = true;
        return true;
    }

    /** Returns how long the answer to the next probe is waited for, in nanoseconds. */
    public synchronized long patienceNanos() {
        return bad == 0 ? PATIENCE_NANOS : SECOND_PATIENCE_NANOS;
    }

    /** Returns what the probes so far have shown. */
    public synchronized Shown shown() {
        return shown;
    }

    /** Puts the probe back that was taken, and plans the next one; returns whether the way is broken. */
    public synchronized boolean put(long now, boolean good, RandomGenerator random) {
        taken = false;
        bad = good ? 0 : bad + 1;
        shown = good ? Shown.GOOD : bad >= BROKEN ? Shown.BROKEN : shown;
        boolean again = bad > 0 && bad < BROKEN;
        due = again ? now : now + PERIOD_NANOS * 4 / 5 + random.nextLong(PERIOD_NANOS * 2 / 5);
        return bad >= BROKEN;
    }
}
