package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.proxy.time.Deadline;

/** The client's side of an exchange. All calls come on its event loop. */
public interface Downstream {

    /** Returns the way to the client. */
    ClientOutput output();

    /** Lets the client wait with its request's body, or go on. */
    void setReading(boolean reading);

    /** Returns the deadline that the exchange may set while it lasts; it leads to {@link Exchange#onDeadline}. */
    Deadline deadline();

    /** The endpoint has agreed to another protocol: what the client sends goes to {@link Exchange#onBody} as it is. */
    void tunnel();

    /** Tells whether the connection is to end with this answer, if its protocol has one connection per request at a time. */
    default boolean leaving() {
        return false;
    }

    /** The answer is complete: the connection goes on with the next request, or ends. */
    void exchangeDone(boolean keepAlive);

    /** The answer cannot be completed: the connection is cut, so that the client does not take it for whole. */
    void abort();
}
