package io.spillway.drill.bench.load;

import org.jspecify.annotations.Nullable;

/** One request. Owned by the loop. */
final class Call {
    private final long due;
    private final long sleptBefore;
    private @Nullable LoadConnection connection;
    private boolean done;

    Call(long due, long sleptBefore) {
        this.due = due;
        this.sleptBefore = sleptBefore;
    }

    /** Returns when it was meant to be sent. */
    long due() {
        return due;
    }

    /** Returns how long the generator had stood still until then. */
    long sleptBefore() {
        return sleptBefore;
    }

    boolean done() {
        return done;
    }

    void sentOn(LoadConnection used) {
        connection = used;
    }

    /** Ends the connection that it waits on. */
    void cut() {
        if (connection != null) {
            connection.close();
        }
    }

    /** Returns true for the first caller. */
    boolean finish() {
        boolean first = !done;
        done = true;
        return first;
    }
}
