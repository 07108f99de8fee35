package io.spillway.gateway.proxy.http2;

import java.util.concurrent.TimeUnit;

/**
 * How much work without use a peer may make: resets (CVE-2023-44487), mistakes that make us reset (CVE-2025-55163),
 * SETTINGS, PING and PRIORITY frames, empty DATA frames, windows that are opened in crumbs. A leaky bucket: what is spent drains at {@value #PER_SECOND} per
 * second, and every request that was answered gives one back, so a peer is judged by the share of its noise. Belongs to
 * one connection and its event loop.
 */
public final class FrameBudget {
    /** How much may be spent at once. */
    public static final int LIMIT = 500;
    /** How much drains per second. */
    public static final int PER_SECOND = 50;

    /** How many WINDOW_UPDATE frames a frame of ours may bring, as Envoy has it. */
    private static final int UPDATES_PER_FRAME = 10;
    private static final int MOST_UPDATES = 1000;
    private static final long NANOS_PER_UNIT = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private long spent;
    private long drainedAt;
    private boolean useful;
    private int updates;

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
        updates = Math.min(MOST_UPDATES, updates + UPDATES_PER_FRAME);
    }

    /** Takes a WINDOW_UPDATE from the budget, unless frames of ours account for it. */
    public boolean windowUpdate(long nowNanos) {
        if (updates > 0) {
            updates--;
            return true;
        }
        return spend(nowNanos, 1);
    }

    /** Takes a PING from the budget. */
    public boolean ping(long nowNanos) {
        boolean free = useful;
        useful = false;
        return free || spend(nowNanos, 1);
    }
}
