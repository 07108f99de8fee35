package io.spillway.gateway.limit;

/** One event loop's part of a {@link Quota}. Owned by that event loop. */
public final class QuotaLease {
    private final Quota quota;
    private int bound;
    private int chunk = 1;
    private int held;
    private int used;

    /** Creates an empty lease. */
    public QuotaLease(Quota quota) {
        this.quota = quota;
    }

    /** Takes one when fewer than {@code limit} are taken over all loops; {@link Integer#MAX_VALUE} always has one. */
    public boolean take(int limit) {
        if (limit != bound) {
            bound = limit;
            chunk = quota.chunk(limit);
        }
        // After a bound was lowered what is held here may be above it: only use what the new one allows.
        if (used < held && held <= limit) {
            used++;
            return true;
        }
        return used >= held ? takeMore(limit) : lowered(limit);
    }

    private boolean takeMore(int limit) {
        int got = quota.take(chunk, limit);
        held += got;
        if (got == 0) {
            return false;
        }
        used++;
        return true;
    }

    private boolean lowered(int limit) {
        quota.giveBack(held - used);
        held = used;
        return takeMore(limit);
    }

    /** Takes one whatever the bound: for what must go on, and counts all the same. */
    public void force() {
        if (used >= held) {
            held += quota.take(1, Integer.MAX_VALUE);
        }
        used++;
    }

    /** Returns one. */
    public void giveBack() {
        if (used == 0) {
            throw new IllegalStateException("given back: one more than was taken");
        }
        used--;
        int spare = held - used;
        if (spare > (chunk == 1 ? 0 : chunk)) {
            int back = chunk == 1 ? spare : spare - chunk / 2;
            quota.giveBack(back);
            held -= back;
        }
    }

    /** Returns what is held and not taken. */
    public void release() {
        quota.giveBack(held - used);
        held = used;
    }

    /** Returns how many this loop has taken. */
    public int used() {
        return used;
    }
}
