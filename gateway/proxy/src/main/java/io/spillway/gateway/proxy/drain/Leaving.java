package io.spillway.gateway.proxy.drain;

/** A channel handler whose connection can be asked to end; found by the server in each client's pipeline. */
public interface Leaving {

    /**
     * The drain goes on: the connection ends now if it is due and nothing is under way on it, or begins to tell its client.
     * Called on the connection's event loop every now and then while the drain lasts.
     */
    void leave(Drain drain);
}
