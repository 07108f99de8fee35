package io.spillway.gateway.proxy.http2;

import java.util.concurrent.TimeUnit;

/**
 * How much work without use a peer may make: resets (CVE-2023-44487), mistakes that make us reset (CVE-2025-55163),
 * SETTINGS, PING and PRIORITY frames, empty DATA frames. A leaky bucket: what is spent drains at {@value #PER_SECOND} per
 * second, and every request that was answered gives one back, so a peer is judged by the share of its noise. Belongs to
 * one connection and its event loop.
 */
public final class FrameBudget {
    /** How much may be spent at once. */
    public static final int LIMIT = 500;
    /** How much drains per second. */
    public static final int PER_SECOND = 50;

    private static final long NANOS_PER_UNIT = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private long spent;
    private long drainedAt;
    private boolean useful;

    /** Creates an unspent budget. */
    public FrameBudget(long nowNanos) {
        drainedAt = nowNanos;
    }

    /** Takes from the budget; returns false when it is overdrawn and the connection must end. */
    public boolean spend(long nowNanos, int cost) {
        long drained = (nowNanos - drainedAt) / NANOS_PER_UNIT;
        if (drained > 0) {
            drainedAt += drained * NANOS_PER_UNIT;
            spent = Math.max(0, spent - drained);
        }
        spent += cost;
        return spent <= LIMIT;
    }

    /** A request was answered. */
    public void earn() {
        spent = Math.max(0, spent - 1);
    }

    /** Something was sent: the next PING may measure how long that takes (as gRPC does), so it is free. */
    public void sent() {
        useful = true;
    }

    /** Takes a PING from the budget. */
    public boolean ping(long nowNanos) {
        boolean free = useful;
        useful = false;
        return free || spend(nowNanos, 1);
    }
}
