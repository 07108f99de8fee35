package io.spillway.gateway.proxy;

import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.spillway.gateway.proxy.forward.ServiceWait;
import io.spillway.gateway.proxy.log.AccessLog;
import io.spillway.gateway.proxy.metrics.ProxyMeters;
import io.spillway.gateway.proxy.overload.MemoryUse;
import io.spillway.gateway.proxy.trace.Tracing;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy server takes from outside.
 *
 * @param snapshots the configuration in use, asked once per request
 * @param ticker for deadlines
 * @param clock for the access log
 * @param randoms gives each event loop a generator of its own
 * @param meters the gateway's meters
 * @param memory how much of the process's memory is in use
 * @param accessLog where finished requests are written; not closed by the server
 * @param serviceWait how requests wait for services, or null in a gateway that subscribes everything
 * @param tracing where spans go, or null in a gateway that traces nothing; not closed by the server
 */
public record ProxySurroundings(Supplier<RoutingSnapshot> snapshots, Ticker ticker, InstantSource clock,
        Supplier<RandomGenerator> randoms, ProxyMeters meters, MemoryUse memory, AccessLog accessLog,
        @Nullable ServiceWait serviceWait, @Nullable Tracing tracing) {

    /** Returns the surroundings of a server in a gateway that subscribes everything. */
    public ProxySurroundings(Supplier<RoutingSnapshot> snapshots, Ticker ticker, InstantSource clock,
            Supplier<RandomGenerator> randoms, ProxyMeters meters, MemoryUse memory, AccessLog accessLog) {
        this(snapshots, ticker, clock, randoms, meters, memory, accessLog, null, null);
    }
}
