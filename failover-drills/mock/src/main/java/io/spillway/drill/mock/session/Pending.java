package io.spillway.drill.mock.session;

/**
 * An answer that is not sent yet.
 *
 * @param state type
 * @param nonce of the response
 * @param version of the response
 * @param error what is wrong with it; empty for an Ack
 * @param due when it is to be sent
 */
record Pending(TypeState state, String nonce, String version, String error, long due) {}
