package io.spillway.gateway.proxy.time;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hashed timing wheel (Varghese and Lauck, 1987) of {@value #SLOTS} slots of {@value #TICK_MILLIS} ms. A deadline that
 * moves to a later instant stays where it is and is moved when its slot comes by, so the usual case, a deadline per
 * request that never fires, costs a few field writes and no system call. Owned by one event loop, which calls
 * {@link #advance} about once per tick.
 */
public final class DeadlineWheel {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineWheel.class);

    /** Resolution. */
    public static final int TICK_MILLIS = 10;

    private static final int SLOTS = 512;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

    private final @Nullable Deadline[] slots = new @Nullable Deadline[SLOTS];
    private final long origin;
    private long tick;

    /** Creates an empty wheel that begins now. */
    public DeadlineWheel(long nowNanos) {
        origin = nowNanos;
    }

    void place(Deadline deadline) {
        long wanted = Math.max(tick + 1, (deadline.due() - origin) / TICK + 1);
        long capped = Math.min(wanted, tick + SLOTS - 1);
        if (deadline.slot >= 0) {
            long waits = Math.floorMod(deadline.slot - tick, (long) SLOTS);
            if (waits > 0 && tick + waits <= capped) {
                return;
            }
            remove(deadline);
        }
        link(deadline, (int) (capped % SLOTS));
    }

    private void link(Deadline deadline, int slot) {
        Deadline head = slots[slot];
        deadline.slot = slot;
        deadline.previous = null;
        deadline.next = head;
        if (head != null) {
            head.previous = deadline;
        }
        slots[slot] = deadline;
    }

    void remove(Deadline deadline) {
        if (deadline.slot < 0) {
            return;
        }
        if (deadline.previous == null) {
            slots[deadline.slot] = deadline.next;
        } else {
            deadline.previous.next = deadline.next;
        }
        if (deadline.next != null) {
            deadline.next.previous = deadline.previous;
        }
        deadline.previous = null;
        deadline.next = null;
        deadline.slot = -1;
    }

    /** Runs what is due. Actions may set, clear and discard any deadline. */
    public void advance(long nowNanos) {
        long target = (nowNanos - origin) / TICK;
        long from = Math.max(tick + 1, target - SLOTS + 1);
        for (long at = from; at <= target; at++) {
            tick = at;
            runSlot((int) (at % SLOTS), nowNanos);
        }
    }

    private static void fire(Deadline deadline) {
        try {
            deadline.fire();
        } catch (RuntimeException bug) {
            // It would take the time-outs of all other connections of the loop with it.
            LOG.error("a deadline failed", bug);
        }
    }

    private void runSlot(int slot, long nowNanos) {
        Deadline deadline = slots[slot];
        while (deadline != null) {
            remove(deadline);
            if (deadline.isSet()) {
                if (deadline.due() <= nowNanos) {
                    fire(deadline);
                } else {
                    place(deadline);
                }
            }
            deadline = slots[slot];
        }
    }
}
