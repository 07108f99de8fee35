package io.spillway.gateway.proxy.upstream;

/** Who asked for a new connection. Called on the event loop that asked. */
public interface ConnectListener {

    /** The connection is being opened now; until then its turn had not come. May be called during the call that asks. */
    default void onConnecting() {
        // most have nothing to do with it
    }

    /** The connection is there and free. */
    void onConnected(UpstreamStream stream);

    /** Tells whether the connection is still wanted. */
    default boolean stillWanted() {
        return true;
    }

    /** The endpoint speaks HTTP/2 and does not offer what the way needs ({@link Way.Kind#UPGRADE}); it is well otherwise. */
    default void onNotOffered() {
        onConnectFailed("not_offered");
    }

    /**
     * There is no connection.
     *
     * @param cause {@code refused}, {@code timed_out}, {@code unreachable} or {@code unknown_host}
     */
    void onConnectFailed(String cause);
}
