package io.spillway.drill.mock.fleet;

import io.spillway.drill.mock.message.XdsType;

/**
 * Hears of everything that every client receives and answers, on the threads of the fleet: it must be quick and must not
 * block. Times are those of the fleet's ticker.
 */
public interface ReceiptListener {

    /** Hears nothing. */
    ReceiptListener NONE = new ReceiptListener() {
    };

    /** A client received a resource. The receipt is only valid during the call. */
    default void received(Receipt receipt) {
        // not everybody wants to know
    }

    /** A resource was taken away from a client. */
    default void removed(String group, int client, XdsType type, String name, long nanos) {
        // not everybody wants to know
    }

    /** A client answered a response; {@code error} is empty for an Ack. */
    default void answered(String group, int client, XdsType type, String nonce, String error, long nanos) {
        // not everybody wants to know
    }
}
