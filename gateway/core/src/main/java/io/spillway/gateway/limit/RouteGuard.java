package io.spillway.gateway.limit;

import io.spillway.gateway.caller.CallerPolicy;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Who may use a route, and how much of it.
 *
 * @param priority the class of the route's requests
 * @param trustHeader whether a request may name its class itself, by {@link PriorityClass#HEADER}; else what users send
 *     there is not looked at. Other gateways are always believed
 * @param rate of all requests together, or null
 * @param clientRate of each client, or null
 * @param callers who may call, by the name in the certificate; null when the route says nothing
 */
public record RouteGuard(PriorityClass priority, boolean trustHeader, @Nullable RatePolicy rate,
        @Nullable ClientRate clientRate, @Nullable CallerPolicy callers) {
    /** Lets everybody in as {@link PriorityClass#DEFAULT}. */
    public static final RouteGuard OPEN = new RouteGuard(PriorityClass.DEFAULT, false, null, null);

    public RouteGuard {
        requireNonNull(priority, "priority");
    }

    /** Creates a guard that says nothing of certificates. */
    public RouteGuard(PriorityClass priority, boolean trustHeader, @Nullable RatePolicy rate,
            @Nullable ClientRate clientRate) {
        this(priority, trustHeader, rate, clientRate, null);
    }

    /** Tells whether there is a rate to be kept. */
    public boolean limits() {
        return rate != null || clientRate != null;
    }

    /**
     * Returns the class of a request.
     *
     * @param named what the request says of itself, or null
     * @param fromGateway whether another gateway sent it
     */
    public PriorityClass classOf(@Nullable String named, boolean fromGateway) {
        PriorityClass asked = trustHeader || fromGateway ? PriorityClass.ofWord(named) : null;
        return asked == null ? priority : asked;
    }
}
