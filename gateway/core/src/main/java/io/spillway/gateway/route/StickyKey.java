package io.spillway.gateway.route;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** What two requests have in common that shall go to the same group. */
public sealed interface StickyKey {

    /** Returns the request's key, or null when it has none. */
    @Nullable
    String of(RequestView request);

    /**
     * The value of a header.
     *
     * @param name in lower case
     */
    record Header(String name) implements StickyKey {
        @Override
        public @Nullable String of(RequestView request) {
            return request.header(name);
        }

        @Override
        public String toString() {
            return "header " + name;
        }
    }

    /**
     * The value of a cookie.
     *
     * @param ttl how long a cookie lives that is given to a client without one, zero for as long as the client runs; null
     *        when none is given
     */
    record Cookie(String name, @Nullable Duration ttl) implements StickyKey {
        @Override
        public @Nullable String of(RequestView request) {
            return Cookies.of(request.header("cookie"), name);
        }

        @Override
        public String toString() {
            return "cookie " + name;
        }
    }

    /** The value of a query parameter. */
    record Query(String name) implements StickyKey {
        @Override
        public @Nullable String of(RequestView request) {
            return QueryParameter.of(request.path(), name);
        }

        @Override
        public String toString() {
            return "query " + name;
        }
    }

    /** The address of the client's connection. */
    record ClientAddress() implements StickyKey {
        @Override
        public @Nullable String of(RequestView request) {
            String address = request.clientAddress();
            return address.isEmpty() ? null : address;
        }

        @Override
        public String toString() {
            return "client address";
        }
    }
}
