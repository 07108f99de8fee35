package io.spillway.model.resource;

import org.jspecify.annotations.Nullable;

/**
 * Who is let in, and how much.
 *
 * @param requestClass of the requests
 * @param classHeader whether a request may name its class itself, in {@code x-spillway-class}
 * @param rateLimit of all requests together, null for none
 * @param clientRateLimit of each client, null for none
 */
public record Admission(RequestClass requestClass, boolean classHeader, @Nullable RateLimit rateLimit,
        @Nullable RateLimit clientRateLimit) {

    /** Lets everybody in. */
    public static final Admission DEFAULTS = new Admission(RequestClass.DEFAULT, false, null, null);
}
