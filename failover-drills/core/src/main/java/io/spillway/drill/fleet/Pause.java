package io.spillway.drill.fleet;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting as a parameter; ends early by interruption only. */
@FunctionalInterface
public interface Pause {

    /** Waits so many milliseconds. */
    void millis(long millis) throws InterruptedException;

    /** Returns real waiting. */
    static Pause real() {
        CountDownLatch never = new CountDownLatch(1);
        return millis -> {
            boolean opened = never.await(millis, TimeUnit.MILLISECONDS);
            assert !opened;
        };
    }
}
