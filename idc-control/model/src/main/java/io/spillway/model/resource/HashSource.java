package io.spillway.model.resource;

/** What of a request its endpoint depends on, with RING_HASH and MAGLEV. */
public sealed interface HashSource {
    /** The value of a header; the name in lower case. */
    record Header(String name) implements HashSource {}

    /** The value of a cookie. */
    record Cookie(String name) implements HashSource {}

    /** The value of a parameter of the query. */
    record Query(String name) implements HashSource {}

    /** The client's address. */
    record SourceIp() implements HashSource {}
}
