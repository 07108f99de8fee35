package io.spillway.gateway.proxy.overload;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Where pressures are read. All of them are cheap and may be called by the housekeeping thread at any time.
 *
 * @param directMemory bytes of direct memory that buffers hold
 * @param heap the part of the largest heap in use after the last collection, 0..1
 * @param lagNanos how late the slowest event loop is
 * @param connections open connections from clients
 */
public record Sensors(LongSupplier directMemory, DoubleSupplier heap, LongSupplier lagNanos,
        LongSupplier connections) {}
