package io.spillway.model.resource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where requests of some hosts go. Which of several matches takes a request, also of different Routes, is decided as the
 * Kubernetes Gateway API does it.
 *
 * @param matches any of them; at least one
 * @param groups empty exactly when {@code redirect} is given
 * @param timeout of a request, all attempts together; null to take the service's
 * @param admission who is let in; null to take the service's
 * @param treatment what else is done
 */
public record RouteSpec(List<String> hosts, List<RouteMatch> matches, List<WeightedGroup> groups,
        @Nullable Duration timeout, @Nullable Rewrite rewrite, @Nullable Redirect redirect,
        @Nullable Admission admission, Treatment treatment) implements Spec {

    public RouteSpec {
        hosts = List.copyOf(hosts);
        matches = List.copyOf(matches);
        groups = List.copyOf(groups);
    }

    /** Makes one whose requests are only sent on, or redirected, and that lets in whom the service lets in. */
    public RouteSpec(List<String> hosts, List<RouteMatch> matches, List<WeightedGroup> groups,
            @Nullable Duration timeout, @Nullable Rewrite rewrite, @Nullable Redirect redirect) {
        this(hosts, matches, groups, timeout, rewrite, redirect, null, Treatment.NONE);
    }

    /** Returns what is written at this time: a fault's time to live becomes its end. */
    public RouteSpec writtenAt(Instant now) {
        Fault fault = treatment.fault();
        return fault == null || fault.ttl() == null
                ? this
                : new RouteSpec(hosts, matches, groups, timeout, rewrite, redirect, admission,
                        treatment.withFault(fault.from(now)));
    }

    @Override
    public Kind kind() {
        return Kind.ROUTE;
    }
}
