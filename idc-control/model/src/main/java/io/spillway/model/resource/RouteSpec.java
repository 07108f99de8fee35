package io.spillway.model.resource;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where requests of some hosts go. Of several matches, the first listed that fits wins.
 *
 * @param matches any of them; at least one
 * @param groups empty exactly when {@code redirect} is given
 * @param timeout null to take the service's
 * @param admission who is let in; null to take the service's
 */
public record RouteSpec(List<String> hosts, List<RouteMatch> matches, List<WeightedGroup> groups,
        @Nullable Duration timeout, @Nullable Rewrite rewrite, @Nullable Redirect redirect,
        @Nullable Admission admission) implements Spec {

    public RouteSpec {
        hosts = List.copyOf(hosts);
        matches = List.copyOf(matches);
        groups = List.copyOf(groups);
    }

    /** Creates a route that lets in whom the service lets in. */
    public RouteSpec(List<String> hosts, List<RouteMatch> matches, List<WeightedGroup> groups,
            @Nullable Duration timeout, @Nullable Rewrite rewrite, @Nullable Redirect redirect) {
        this(hosts, matches, groups, timeout, rewrite, redirect, null);
    }

    @Override
    public Kind kind() {
        return Kind.ROUTE;
    }
}
