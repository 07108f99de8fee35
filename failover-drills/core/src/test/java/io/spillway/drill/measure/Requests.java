package io.spillway.drill.measure;

import org.jspecify.annotations.Nullable;

/** Synthetic requests for tests. */
public final class Requests {

    private Requests() {}

    /** Returns a request that was answered 2 ms after it was sent. */
    public static Request served(double sentMs, String home, String servedBy) {
        return new Request(Math.round(sentMs * 1000), 2000, Outcome.OK, home, home, servedBy, "orders", false);
    }

    /** Returns a request that failed 2 ms after it was sent. */
    public static Request failed(double sentMs, String home) {
        return request(sentMs, home, null, new Outcome(Outcome.Kind.SERVER_ERROR, "503"), false);
    }

    /** Returns any request for orders. */
    public static Request request(double sentMs, String home, @Nullable String servedBy, Outcome outcome,
            boolean post) {
        return new Request(Math.round(sentMs * 1000), 2000, outcome, home, home, servedBy, "orders", post);
    }
}
