package io.spillway.model.resource;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What keeps a user with the same Group, and with the same IDC while a TrafficShift divides a Group: requests with the same key
 * go to the same one as long as the weights stay, and when they change only those users move who must. A request without the
 * key goes by chance.
 */
public sealed interface Sticky {

    /**
     * The value of a header.
     *
     * @param name in lower case
     */
    record Header(String name) implements Sticky {}

    /**
     * The value of a cookie.
     *
     * @param ttl how long a cookie lives that the gateway gives to a client that has none, zero for as long as the
     *        browser runs; null when the gateway gives none
     */
    record Cookie(String name, @Nullable Duration ttl) implements Sticky {}

    /** The value of a query parameter. */
    record Query(String name) implements Sticky {}

    /** The address of the client's connection, without its port. */
    record ClientAddress() implements Sticky {}
}
