package io.spillway.gateway.balance;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import io.spillway.model.time.Ticker;

/**
 * What the load balancers of a gateway's event loops share: hash tables under way, the demand measured, and the gateway's
 * place among others. Safe for all threads.
 */
public final class LoadBalancers {
    private final Ticker ticker;
    private final HashTables tables;
    private final Demand demand;
    private final FigureAge figures;
    private final double position;

    /**
     * Creates what is shared.
     *
     * @param ticker monotonic nanoseconds
     * @param builder runs what is too long for an event loop (milliseconds); it may drop nothing
     * @param node the gateway's name; a number at its end is its ordinal among the gateways of its IDC
     */
    public LoadBalancers(Ticker ticker, Executor builder, String node) {
        this.ticker = ticker;
        this.tables = new HashTables(builder);
        this.demand = new Demand(ticker);
        this.figures = new FigureAge(ticker);
        this.position = Aperture.position(node);
    }

    /** Returns a load balancer for one more thread. */
    public LoadBalancer forLoop() {
        return new LoadBalancer(new Tools(ticker, demand, figures, new Balancer.Prepared(tables, new Latencies(ticker)),
                position));
    }

    /** Measures the demand; to be called about once a second by one thread. */
    public void measure() {
        demand.measure();
        if (figures.look()) {
            demand.changed();
        }
    }

    /**
     * Says how to know whether a control plane stands behind what is served; asked whenever the demand is measured. Figures
     * of load that none has stood behind for a minute do not count.
     */
    public void backedBy(BooleanSupplier connected) {
        figures.backedBy(connected);
    }

    /**
     * What one load balancer works with.
     *
     * @param ticker monotonic nanoseconds
     * @param demand of all loops
     * @param figures whether those of the control plane count
     * @param prepared what balancers share
     * @param position of the gateway among others
     */
    record Tools(Ticker ticker, Demand demand, FigureAge figures, Balancer.Prepared prepared, double position) {}
}
