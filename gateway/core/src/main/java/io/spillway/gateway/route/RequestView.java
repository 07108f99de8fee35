package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

/** What routing reads of a request. Implemented over the bytes received; valid while its request is being decided. */
public interface RequestView {
    /** Returns the method as received, for example {@code GET}. */
    String method();

    /** Tells whether a tunnel is asked for; such a request has no path. */
    default boolean connect() {
        return method().equals("CONNECT");
    }

    /** Returns the authority as received, with the port if there was one; empty when there was none. */
    String authority();

    /** Returns the path as received, with the query if there was one. */
    String path();

    /** Returns the first value of the header, or null; the name is given in lower case. */
    @Nullable
    String header(String lowerCaseName);

    /** Returns the address of the client's connection, without a port; empty when it is not known. */
    default String clientAddress() {
        return "";
    }
}
