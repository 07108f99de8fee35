package io.spillway.drill.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** Ends a drill early: pulled once, by a guard or by the operator; felt by the thread that plays the steps. */
public final class Brake {

    private final CountDownLatch pulled = new CountDownLatch(1);
    private volatile @Nullable String reason;
    private volatile @Nullable Thread player;

    /** Names the thread whose waiting ends when the brake is pulled. */
    void playedBy(@Nullable Thread thread) {
        player = thread;
    }

    /** Ends the drill; only the first reason counts. */
    public synchronized void pull(String why) {
        if (reason != null) {
            return;
        }
        reason = why;
        pulled.countDown();
        Thread thread = player;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Returns why it was pulled, null when it was not. */
    public @Nullable String reason() {
        return reason;
    }

    /** Waits so long; throws when the brake is pulled before that. */
    void pause(long millis) throws AbortedException, InterruptedException {
        if (pulled.await(millis, TimeUnit.MILLISECONDS)) {
            throw new AbortedException(String.valueOf(reason));
        }
    }
}
