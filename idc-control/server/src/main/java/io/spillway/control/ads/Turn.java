package io.spillway.control.ads;

import java.time.Duration;

import io.spillway.model.time.Ticker;

/**
 * A client's turn to send heavy responses: from when it is asked for until the transport has taken what was written, or the
 * client takes too long to read it. Owned by the stream's executor.
 */
final class Turn implements Backlog.Waiting {

    /** So long a client that reads slowly may keep others from their turn. */
    private static final long LONGEST_NANOS = Duration.ofSeconds(1).toNanos();

    private final Backlog backlog;
    private final Ticker ticker;
    private final Runnable come;
    private boolean taken;
    private long since;

    /** Creates one; {@code come} is called by other threads when the turn has come, and must not block. */
    Turn(Backlog backlog, Ticker ticker, Runnable come) {
        this.backlog = backlog;
        this.ticker = ticker;
        this.come = come;
    }

    /** Returns whether a response with so many resources may be sent now. If not, {@code come} is called later. */
    boolean allows(int resources) {
        if (resources < Backlog.HEAVY) {
            return true;
        }
        if (!backlog.enter(this)) {
            return false;
        }
        if (!taken) {
            taken = true;
            since = ticker.nanos();
        }
        return true;
    }

    boolean taken() {
        return taken;
    }

    /** Lets others go on if this took too long. */
    void tick() {
        if (taken && ticker.nanos() - since > LONGEST_NANOS) {
            leave();
        }
    }

    /** Nothing heavy is on its way, nor asked for. */
    void leave() {
        taken = false;
        backlog.leave(this);
    }

    @Override
    public void onTurn() {
        come.run();
    }
}
