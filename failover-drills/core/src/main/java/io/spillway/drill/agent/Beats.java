package io.spillway.drill.agent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spillway.drill.run.Brake;
import io.spillway.model.time.Ticker;

/**
 * Says to the control plane that a run goes on, from a thread of its own, and pulls the brake when the control plane wants it
 * to end, gives it up, or is not reached for so long that it will: who is given up has taken back everything before.
 */
final class Beats implements AutoCloseable {

    /** Shorter than the silence after which the control plane gives an agent up. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(20);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final ControlPlane control;
    private final Run run;
    private final String agent;
    private final Brake brake;
    private final Ticker ticker;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    Beats(ControlPlane control, Run run, String agent, Brake brake, Ticker ticker) {
        this.control = control;
        this.run = run;
        this.agent = agent;
        this.brake = brake;
        this.ticker = ticker;
        this.thread = Thread.ofVirtual().name("beats").unstarted(this::beat);
    }

    /** Begins. */
    Beats start() {
        thread.start();
        return this;
    }

    private void beat() {
        long heard = ticker.nanos();
        try {
            do {
                switch (control.beat(run.drill(), run.id(), agent)) {
                    case ControlPlane.Said.Done(var drill) -> {
                        heard = ticker.nanos();
                        String abort = Run.in(drill, run.id()).text("abort");
                        if (!abort.isEmpty()) {
                            brake.pull(abort);
                        }
                    }
                    case ControlPlane.Said.Refused(int _, String why) -> brake.pull("given up: " + why);
                    case ControlPlane.Said.Silent(String why) -> {
                        if (ticker.nanos() - heard > LONGEST_SILENCE.toNanos()) {
                            brake.pull("the control plane was not reached for " + LONGEST_SILENCE.toSeconds() + " s: "
                                    + why);
                        }
                    }
                }
            } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
