package io.spillway.drill.bench.load;

import org.jspecify.annotations.Nullable;

/** One request. Owned by the loop. */
final class Call {
    private final long due;
    private @Nullable LoadConnection connection;
    private boolean done;

    Call(long due) {
        this.due = due;
    }

    /** Returns when it was meant to be sent. */
    long due() {
        return due;
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
