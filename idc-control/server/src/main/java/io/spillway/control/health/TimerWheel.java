package io.spillway.control.health;

import java.util.ArrayList;
import java.util.List;

/**
 * A hashed timer wheel (Varghese and Lauck 1987, scheme 6): adding costs the same however many timers there are, and a step
 * costs what is in one slot. Timers are not taken out: who is called looks whether it still matters. Owned by one thread.
 */
final class TimerWheel {

    private static final int SLOTS = 512;

    private final long tickNanos;
    private final List<List<Timer>> slots = new ArrayList<>(SLOTS);
    private final long originNanos;
    private long tick; // all timers up to here were called

    private record Timer(long tick, Runnable task) {}

    /** Creates a wheel that stands at {@code nowNanos}. */
    TimerWheel(long tickNanos, long nowNanos) {
        this.tickNanos = tickNanos;
        this.originNanos = nowNanos;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
    }

    /** Has {@code task} called at the first step at or after that time. */
    void at(long nanos, Runnable task) {
        long due = Math.max(tick + 1, Math.ceilDiv(nanos - originNanos, tickNanos));
        slot(due).add(new Timer(due, task));
    }

    /** Calls everything that is due, in the order of time. What is added meanwhile is called at the next step or later. */
    void advance(long nowNanos) {
        long until = Math.floorDiv(nowNanos - originNanos, tickNanos);
        while (tick < until) {
            tick++;
            List<Timer> slot = slot(tick);
            if (slot.isEmpty()) {
                continue;
            }
            List<Timer> due = new ArrayList<>();
            long now = tick;
            slot.removeIf(timer -> timer.tick <= now && due.add(timer));
            due.forEach(timer -> timer.task.run());
        }
    }

    private List<Timer> slot(long due) {
        return slots.get((int) Math.floorMod(due, (long) SLOTS));
    }
}
