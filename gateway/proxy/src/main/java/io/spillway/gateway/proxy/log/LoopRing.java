package io.spillway.gateway.proxy.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** A bounded queue from one event loop to a thread that writes. A full one drops and counts; nobody is ever woken by an offer. */
public final class LoopRing<T> {
    private final AtomicReferenceArray<@Nullable T> slots;
    private final AtomicLong dropped = new AtomicLong();
    /** Owned by the event loop. */
    private int head;
    /** Owned by the writer. */
    private int tail;

    /** Creates an empty ring. */
    public LoopRing(int capacity) {
        slots = new AtomicReferenceArray<>(capacity);
    }

    /** Adds an entry, or counts it as dropped. Called by one event loop only. */
    public void offer(T entry) {
        if (slots.getPlain(head) != null && slots.getAcquire(head) != null) {
            dropped.setPlain(dropped.getPlain() + 1);
            return;
        }
        slots.setRelease(head, entry);
        head = head + 1 == slots.length() ? 0 : head + 1;
    }

    /** Returns how many entries were lost because the writer was slow. */
    public long dropped() {
        return dropped.get();
    }

    /** Takes all entries. Called by the writer only. */
    public void drain(Consumer<T> to) {
        T entry = slots.getAcquire(tail);
        while (entry != null) {
            slots.setRelease(tail, null);
            tail = tail + 1 == slots.length() ? 0 : tail + 1;
            to.accept(entry);
            entry = slots.getAcquire(tail);
        }
    }
}
