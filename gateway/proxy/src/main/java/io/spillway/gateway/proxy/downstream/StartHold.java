package io.spillway.gateway.proxy.downstream;

import io.spillway.gateway.proxy.forward.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Holds the start of an exchange whose body is still coming in until the socket has been read empty: the body leaves with
 * its head then. Used on the connection's event loop only.
 */
final class StartHold {
    private boolean readingNow;
    private boolean pending;

    /** Octets have been read, and more may follow at once. */
    void reading() {
        readingNow = true;
    }

    /** Starts the exchange, now or when the socket has been read empty. */
    void start(Exchange begun, State state) {
        if (state == State.BODY && readingNow) {
            pending = true;
        } else {
            begun.start();
        }
    }

    /** The socket has been read empty. */
    void readComplete(@Nullable Exchange running) {
        readingNow = false;
        if (running != null && pending) {
            pending = false;
            running.start();
        } else if (running != null) {
            running.flushRequest();
        }
    }

    /** The exchange is over, started or not. */
    void forget() {
        pending = false;
    }
}
