package io.spillway.gateway.proxy.forward;

import java.time.InstantSource;
import java.util.function.Supplier;

import io.spillway.gateway.balance.LoadBalancers;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.failover.RetryBudget;
import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.guard.Guards;
import io.spillway.gateway.proxy.log.AccessLog;
import io.spillway.gateway.proxy.metrics.ProxyMeters;
import io.spillway.gateway.proxy.trace.Tracing;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What all event loops of a gateway share; everything here is safe for all threads.
 *
 * @param settings how requests are passed on
 * @param ticker for deadlines
 * @param clock for the access log
 * @param snapshots the configuration in use, asked once per request
 * @param outliers what endpoints answered
 * @param balancers what the loops' load balancers share
 * @param budget what retries may still be made
 * @param findings what the loops tell each other about endpoints
 * @param meters the gateway's meters
 * @param accessLog where finished requests are written
 * @param guards what bounds the use of clusters and routes
 * @param drain when connections are to end
 * @param serviceWait how requests wait for services, or null in a gateway that subscribes everything
 * @param tracing where spans go, or null in a gateway that traces nothing
 */
public record Shared(ForwardSettings settings, Ticker ticker, InstantSource clock, Supplier<RoutingSnapshot> snapshots,
        OutlierDetector outliers, LoadBalancers balancers, RetryBudget budget, Findings findings, ProxyMeters meters,
        AccessLog accessLog, Guards guards, Drain drain, @Nullable ServiceWait serviceWait,
        @Nullable Tracing tracing) {}
