package io.spillway.gateway.proxy.overload;

/** How much memory is in use. May be asked by any thread at any time. */
public interface MemoryUse {

    /** Returns the part of the largest heap that is in use after the last collection, 0..1. */
    double heap();

    /** Returns how many bytes of direct memory buffers in use hold. */
    long direct();
}
