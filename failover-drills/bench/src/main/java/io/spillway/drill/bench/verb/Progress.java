package io.spillway.drill.bench.verb;

import java.io.PrintStream;

import io.spillway.model.time.Ticker;

/** Says on the error stream what is played, and for how long that will go on. Used by one thread. */
final class Progress {
    private final PrintStream err;
    private final Ticker ticker;
    private final int all;
    private int begun;
    private long spent;
    private long since;

    /** Prepares for that many runs. */
    Progress(PrintStream err, Ticker ticker, int all) {
        this.err = err;
        this.ticker = ticker;
        this.all = all;
    }

    void say(String what) {
        err.println(what);
    }

    /** A run begins. */
    void begin(String what) {
        String left = begun == 0 ? "" : ", about " + minutes((all - begun) * spent / begun) + " left";
        begun++;
        since = ticker.nanos();
        err.println("run " + begun + " of " + all + left + ": " + what);
    }

    /** The run has ended. */
    void end() {
        spent += ticker.nanos() - since;
    }

    private static String minutes(long nanos) {
        long seconds = nanos / 1_000_000_000L;
        return seconds < 90 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }
}
