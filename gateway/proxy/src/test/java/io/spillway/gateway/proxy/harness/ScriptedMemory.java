package io.spillway.gateway.proxy.harness;

import io.spillway.gateway.proxy.overload.MemoryUse;

/** Memory of which as much is in use as the test says. */
public final class ScriptedMemory implements MemoryUse {
    private volatile double heap;

    /** Says how much of the heap is in use, 0..1. */
    public void heap(double part) {
        heap = part;
    }

    @Override
    public double heap() {
        return heap;
    }

    @Override
    public long direct() {
        return 0;
    }
}
