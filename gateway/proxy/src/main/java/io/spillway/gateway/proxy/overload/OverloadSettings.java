package io.spillway.gateway.proxy.overload;

import java.time.Duration;

/**
 * How much a gateway may use.
 *
 * @param directMemory bytes of direct memory for buffers, 0 for as much as the JVM allows
 * @param heapPercent of the largest heap that may be in use after a collection, 1..100
 * @param eventLoopLag how late an event loop may be for three seconds on end
 * @param maxConnections from clients
 * @param hold how long the pressure must be lower before something is taken up again
 */
public record OverloadSettings(long directMemory, int heapPercent, Duration eventLoopLag, int maxConnections,
        Duration hold) {
    /** What applies when the configuration says nothing. */
    public static final OverloadSettings DEFAULT = new OverloadSettings(0, 95, Duration.ofSeconds(1), 100_000,
            Duration.ofSeconds(2));
}
