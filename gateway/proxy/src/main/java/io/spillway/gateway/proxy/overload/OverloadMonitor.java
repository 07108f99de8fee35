package io.spillway.gateway.proxy.overload;

import java.util.function.Consumer;

import io.spillway.gateway.overload.OverloadLadder;
import io.spillway.gateway.overload.OverloadState;
import io.spillway.gateway.overload.Pressure;
import io.spillway.gateway.overload.Signal;
import io.spillway.model.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples pressures and says what is to be done about them. Owned by the housekeeping thread; what it says last may be read
 * by any.
 */
public final class OverloadMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(OverloadMonitor.class);
    /**
     * A lag counts when it lasts for about three seconds of samples: a stall, however long, is over when it is noticed, and
     * to refuse users after it (for as long as a level is held) would make a second outage of it.
     */
    private static final int LAG_SAMPLES = 30;

    private final OverloadSettings settings;
    private final Sensors sensors;
    private final Ticker ticker;
    private final Consumer<OverloadState> then;
    private final OverloadLadder ladder;
    private final long maxDirect;
    private final long[] lags = new long[LAG_SAMPLES];
    private int nextLag;
    private OverloadState state = OverloadState.CALM;
    private volatile Pressure pressure = Pressure.NONE;

    /**
     * Creates a monitor that has seen nothing.
     *
     * @param then is told each new state
     */
    public OverloadMonitor(OverloadSettings settings, Sensors sensors, Ticker ticker, Consumer<OverloadState> then) {
        this.settings = settings;
        this.sensors = sensors;
        this.ticker = ticker;
        this.then = then;
        this.ladder = new OverloadLadder(settings.hold().toNanos(), ticker.nanos());
        this.maxDirect = settings.directMemory() > 0 ? settings.directMemory() : MemorySensors.maxDirect();
    }

    /** Reads the sensors once; to be called about every 100 ms. */
    public void sample() {
        lags[nextLag] = sensors.lagNanos().getAsLong();
        nextLag = (nextLag + 1) % LAG_SAMPLES;
        long lag = Long.MAX_VALUE;
        for (long one : lags) {
            lag = Math.min(lag, one);
        }
        Pressure seen = new Pressure((double) sensors.directMemory().getAsLong() / maxDirect,
                sensors.heap().getAsDouble() * 100 / settings.heapPercent(),
                (double) lag / settings.eventLoopLag().toNanos(),
                (double) sensors.connections().getAsLong() / settings.maxConnections());
        pressure = seen;
        OverloadState next = ladder.next(seen, ticker.nanos());
        if (next.equals(state)) {
            return;
        }
        if (next.level() != state.level()) {
            LOG.info("Overload: {} -> {}, {} at {} %", state.level(), next.level(), next.cause().word(),
                    Math.round(seen.of(next.cause()) * 100));
        }
        state = next;
        then.accept(next);
    }

    /** Returns the newest pressure of a signal, 1 for as much as there may be. */
    public double pressure(Signal signal) {
        return pressure.of(signal);
    }
}
