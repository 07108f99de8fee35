package io.spillway.drill.verb;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spillway.drill.run.Brake;

/**
 * Ctrl-C and SIGTERM: pulls the brake of what is going on and gives it time to undo its faults and end its processes.
 * The process then ends with 130.
 */
public final class Interruption {

    private static final int EXIT_CODE = 130;
    private static final long PATIENCE_SECONDS = 90;
    private static final String REASON = "interrupted by the operator";

    /** Guarded by this: of what goes on now. */
    private Brake brake = new Brake();
    /** Guarded by this. */
    private boolean interrupted;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread main;

    private Interruption(Thread main) {
        this.main = main;
    }

    /** Returns what listens for interrupts of the calling thread's work from now on. */
    public static Interruption ofThisThread() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::run, "interruption"));
        return interruption;
    }

    /** Returns a brake for what begins now; it is pulled already when the operator has interrupted what was before. */
    public synchronized Brake freshBrake() {
        brake = new Brake();
        if (interrupted) {
            brake.pull(REASON);
        }
        return brake;
    }

    /** Returns whether the operator has interrupted the work. */
    public synchronized boolean isInterrupted() {
        return interrupted;
    }

    private synchronized void interrupt() {
        interrupted = true;
        brake.pull(REASON);
    }

    /** Says that the work has ended by itself. */
    public void finished() {
        finished.countDown();
    }

    private void run() {
        if (finished.getCount() == 0) {
            return;
        }
        interrupt();
        main.interrupt();
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("not everything ended within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
