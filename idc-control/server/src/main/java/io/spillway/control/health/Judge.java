package io.spillway.control.health;

import io.spillway.control.health.probe.CheckOutcome;
import io.spillway.model.resource.HealthCheck;

/**
 * What one more check makes of what is known. Pure.
 *
 * <p>A workload that is up falls after {@code unhealthyThreshold} failures in a row, and rises after
 * {@code healthyThreshold} successes in a row.
 *
 * <p>Flaps are damped by the figure of merit of RFC 2439, section 4.4: each fall adds 1; the figure decays with a half-life
 * of twelve check intervals, {@code m(t) = m(0) * 2^(-t / (12 * interval))}, and is never above 4. From 2.5 on the workload
 * is held: not used although it may answer. It is free again at 1 or below. So with checks every 5 s the third fall within
 * about 25 s or the fourth within two minutes holds it, and after the last fall it is held for at most two half-lives, which
 * is two minutes.
 */
final class Judge {

    /** A workload with this figure of merit or more is held when it falls. */
    static final double HOLD_FROM = 2.5;
    static final double FREE_FROM = 1;
    static final double MOST = 4;
    static final int HALF_LIFE_INTERVALS = 12;

    private Judge() {}

    static Standing after(Standing before, CheckOutcome outcome, HealthCheck check, long nowNanos) {
        double merit = decayed(before, check, nowNanos);
        String reason = outcome.passed() ? before.reason() : outcome.reason();
        boolean contrary = outcome.passed() != before.up();
        int streak = contrary ? before.streak() + 1 : 0;
        int needed = before.up() ? check.unhealthyThreshold() : check.healthyThreshold();
        boolean turns = contrary && streak >= needed;
        boolean falls = turns && before.up();
        if (falls) {
            merit = Math.min(MOST, merit + 1);
        }
        boolean held = falls ? before.held() || merit >= HOLD_FROM : before.held() && merit > FREE_FROM;
        return new Standing(turns != before.up(), turns ? 0 : streak, merit, nowNanos, held, reason);
    }

    private static double decayed(Standing before, HealthCheck check, long nowNanos) {
        double halfLife = (double) HALF_LIFE_INTERVALS * check.interval().toNanos();
        return before.merit() * Math.pow(2, -Math.max(0, nowNanos - before.atNanos()) / halfLife);
    }
}
