package io.spillway.gateway.route;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The rules of one virtual host. Their index is made when the host is asked for the first time, unless there are very many
 * of them: a table of ten thousand hosts comes and goes for the price of those that are in use. Safe for all threads.
 */
final class HostRoutes {
    /** So many rules are indexed within a tenth of a millisecond; more are not left to an event loop. */
    private static final int MOST_LATER = 256;

    private final String domain;
    private final List<RouteRule> rules;
    private volatile @Nullable PathIndex index;

    HostRoutes(String domain, List<RouteRule> rules) {
        this.domain = domain;
        this.rules = rules;
        if (rules.size() > MOST_LATER) {
            index = PathIndex.of(domain, rules);
        }
    }

    String domain() {
        return domain;
    }

    boolean sameRules(HostRoutes other) {
        return rules.equals(other.rules);
    }

    @Nullable
    RouteResult match(RequestView request) {
        PathIndex ready = index;
        if (ready == null) {
            // Two threads may both make it: both are the same.
            ready = PathIndex.of(domain, rules);
            index = ready;
        }
        return ready.match(request);
    }
}
