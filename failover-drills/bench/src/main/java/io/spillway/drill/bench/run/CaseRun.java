package io.spillway.drill.bench.run;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BiConsumer;

import io.spillway.drill.bench.load.Lateness;
import io.spillway.drill.bench.load.OpenLoop;
import io.spillway.drill.bench.net.Place;
import io.spillway.drill.bench.system.Contestant;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.measure.Recording;
import io.spillway.drill.measure.Settling;
import io.spillway.drill.measure.Window;
import io.spillway.model.time.Ticker;

/**
 * Plays one fault under load: warm up until everything is answered at home, prepare, break, watch. Used by one thread.
 */
public final class CaseRun {
    private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration STEADY_PATIENCE = Duration.ofSeconds(45);
    private static final long STEADY_MICROS = 2_000_000;
    /** Under less load than this a process on a virtual machine still compiles when the first fault meets it. */
    private static final long WARM_MILLIS = 20_000;
    /** How long the local instances are dead, and then alive, in a round of the warm-up. */
    private static final long ROUND_MILLIS = 8_000;
    private static final int FEWEST_ROUNDS = 2;
    /** The share of compilers in all CPU time below which a system is warm. */
    private static final double COMPILED = 0.02;
    private static final Duration COMPILED_PATIENCE = Duration.ofMinutes(2);
    private static final long PREPARED_MILLIS = 3_000;
    private static final long POLL_MILLIS = 100;

    /**
     * How a fault is played.
     *
     * @param rps requests a second
     * @param connections of the client
     * @param watch how long after the fault
     * @param warmUp how long before it, at least
     */
    public record Load(int rps, int connections, Duration watch, Duration warmUp) {}

    private final Load load;
    private final Ticker ticker;
    private final Pause pause;

    /** Creates what plays faults under this load. */
    public CaseRun(Load load, Ticker ticker, Pause pause) {
        this.load = load;
        this.ticker = ticker;
        this.pause = pause;
    }

    /**
     * Lets a freshly started system serve in both IDCs for a while, and fail over and back, as it has where both have
     * users: what is measured later is a failover, not the start of a process.
     */
    public void warmUp(Lab lab) throws InterruptedException {
        lab.start();
        long origin = ticker.nanos();
        try (OpenLoop home = loop(Place.GATEWAY_A, load.rps(), origin);
                OpenLoop first = loop(Place.GATEWAY_B1, load.rps() / 2, origin);
                OpenLoop second = loop(Place.GATEWAY_B2, load.rps() / 2, origin)) {
            home.start();
            first.start();
            second.start();
            pause.millis(WARM_MILLIS);
            practise(lab);
        }
    }

    /** Local instances die and return until the compilers have little to do in a whole round, or that takes too long. */
    private void practise(Lab lab) throws InterruptedException {
        long end = ticker.nanos() + COMPILED_PATIENCE.toNanos();
        double share = 1;
        for (int round = 0; round < FEWEST_ROUNDS || (share > COMPILED && ticker.nanos() - end < 0); round++) {
            Compilers before = Compilers.now();
            lab.kill(Place.A1, Place.A2);
            pause.millis(ROUND_MILLIS);
            lab.revive(Place.A1, Place.A2);
            pause.millis(ROUND_MILLIS);
            share = Compilers.now().shareSince(before);
        }
    }

    private OpenLoop loop(Place gateway, int rps, long origin) {
        InetSocketAddress address = new InetSocketAddress(gateway.address(), Contestant.GATEWAY_PORT);
        return new OpenLoop(
                new OpenLoop.Target(address, Contestant.HOST, rps, load.connections(), CLIENT_PATIENCE), ticker,
                origin);
    }

    /** Plays a fault; the lab is left broken. Who listens gets every request of the window. */
    public Figures play(Lab lab, FaultCase fault, BiConsumer<Recording, Window> listener)
            throws InterruptedException {
        lab.mend();
        long origin = ticker.nanos();
        try (OpenLoop loop = loop(Place.GATEWAY_A, load.rps(), origin)) {
            loop.start();
            awaitSteady(loop, origin);
            if (fault.prepared()) {
                fault.prepare(lab);
                pause.millis(PREPARED_MILLIS);
            }
            loop.beginMeasuring();
            long begin = micros(origin);
            fault.inject(lab);
            long zero = fault.returns() ? micros(origin) : begin;
            long watch = load.watch().toMillis();
            pause.millis(watch - (micros(origin) - zero) / 1000);
            Lateness late = loop.finish();
            Window window = new Window(zero, zero + watch * 1000);
            listener.accept(loop.recording(), window);
            return Figures.of(loop.recording(), window, zero - begin,
                    fault.grace().toMillis() * 1000, late);
        }
    }

    private long micros(long origin) {
        return (ticker.nanos() - origin) / 1000;
    }

    /** Waits until two whole seconds were good and at home, after the warm-up. */
    private void awaitSteady(OpenLoop loop, long origin) throws InterruptedException {
        pause.millis(load.warmUp().toMillis());
        while (micros(origin) < STEADY_PATIENCE.plus(load.warmUp()).toNanos() / 1000) {
            long until = micros(origin) - CLIENT_PATIENCE.dividedBy(25).toNanos() / 1000;
            Window last = new Window(until - STEADY_MICROS, until);
            boolean steady = Settling.until(99.5, loop.recording(), last, _ -> true,
                    request -> Figures.home(request) && request.latencyMicros() < 50_000).orElse(1) == 0;
            if (steady && last.fromMicros() > 0) {
                return;
            }
            pause.millis(POLL_MILLIS);
        }
        throw new FleetException("the system did not answer steadily at home within "
                + STEADY_PATIENCE.plus(load.warmUp()).toSeconds() + " s of load, so there is nothing to break");
    }
}
