package io.spillway.gateway.proxy.downstream;

import java.time.Duration;

import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.time.Deadline;

/**
 * Ends a connection so that the last answer arrives: our side is shut, and what the client still sends is read and thrown
 * away for a while, because a close with unread octets would reset the connection under the answer. Used on the
 * connection's event loop only.
 */
final class LastAnswer {
    /** How long a client gets to end its side after all of an answer that ends the connection, in nanoseconds. */
    private static final long LINGER = 2_000_000_000L;

    private final Worker worker;
    private final ChannelOutput output;
    private final Deadline deadline;
    private final Duration patience;
    private long since;

    /** Creates it; {@code patience} is how long a client may take to read what was written. */
    LastAnswer(Worker worker, ChannelOutput output, Deadline deadline, Duration patience) {
        this.worker = worker;
        this.output = output;
        this.deadline = deadline;
        this.patience = patience;
    }

    /** The last answer has been written; {@code inputClosed} says that the client has ended its side already. */
    void begin(boolean inputClosed) {
        if (inputClosed) {
            output.closeWhenWritten();
        } else {
            output.endWhenWritten();
        }
        since = worker.now();
        deadline.set(since + LINGER);
    }

    /** The deadline has come: the connection ends, unless the client is still reading. */
    void onDeadline() {
        if (output.hasPending() && worker.now() - since < patience.toNanos()) {
            deadline.set(worker.now() + LINGER);
        } else {
            output.closeNow();
        }
    }
}
