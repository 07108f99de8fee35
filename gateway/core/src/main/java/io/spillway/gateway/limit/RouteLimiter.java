package io.spillway.gateway.limit;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The buckets of all routes that have a rate. They outlive snapshots, so that a new configuration does not give everybody a
 * full bucket; a route whose rates changed begins anew. Safe for all threads.
 */
public final class RouteLimiter {
    private final Map<String, Buckets> routes = new ConcurrentHashMap<>();

    private record Buckets(RouteGuard guard, TokenBucket all, KeyedBuckets clients) {}

    /**
     * Asks for a request.
     *
     * @param route the route's name together with what makes it unique
     * @param guard the route's guard
     * @param client what tells the client apart
     * @param now monotonic nanoseconds
     * @return 0 when it may go on; above 0: nanoseconds until the route may have room; below 0: minus the nanoseconds until
     *     this client may come again
     */
    public long ask(String route, RouteGuard guard, String client, long now) {
        Buckets buckets = routes.get(route);
        if (buckets == null || !buckets.guard.equals(guard)) {
            buckets = routes.compute(route,
                    (_, before) -> before != null && before.guard.equals(guard) ? before : begin(guard, now));
        }
        if (guard.clientRate() != null) {
            long wait = buckets.clients.take(client, guard.clientRate().rate(), now);
            if (wait > 0) {
                return -wait;
            }
        }
        return guard.rate() == null ? 0 : buckets.all.take(guard.rate(), 0, now);
    }

    private static Buckets begin(RouteGuard guard, long now) {
        return new Buckets(guard, new TokenBucket(now),
                new KeyedBuckets(guard.clientRate() == null ? 1 : guard.clientRate().maxKeys()));
    }

    /** Forgets the routes that are not among these. */
    public void retain(Set<String> names) {
        routes.keySet().retainAll(names);
    }

    /** Returns how many routes have buckets. */
    public int size() {
        return routes.size();
    }
}
