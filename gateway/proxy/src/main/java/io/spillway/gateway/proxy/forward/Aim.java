package io.spillway.gateway.proxy.forward;

import java.util.List;

import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.StickyKey;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** Where a request is to go and what its route wants of the way; empty until it is routed. Owned by its course. */
final class Aim {
    /** A time that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private final Request request;
    private RouteAction.@Nullable Forward action;
    private @Nullable XdsCluster cluster;
    private PriorityClass priority = PriorityClass.DEFAULT;

    Aim(Request request) {
        this.request = request;
    }

    void at(Routing.To to) {
        action = to.action();
        cluster = to.cluster();
        priority = to.priority();
    }

    /** Returns what the route does with the request; null before it is routed. */
    RouteAction.@Nullable Forward action() {
        return action;
    }

    XdsCluster cluster() {
        return requireNonNull(cluster, "cluster");
    }

    PriorityClass priority() {
        return priority;
    }

    @Nullable
    String rewrittenPath() {
        return action == null || action.pathRewrite() == null
                ? request.changedPath()
                : action.pathRewrite().apply(request.path());
    }

    @Nullable
    String rewrittenHost() {
        return action == null ? null : action.hostRewrite();
    }

    @Nullable
    List<StickyKey> hash() {
        return action == null ? null : action.hash();
    }

    RetryConditions conditions() {
        return action == null ? RetryConditions.NONE : action.retries();
    }

    /** Returns how long one attempt may take, in nanoseconds; {@link #NEVER} when the route does not say. */
    long perTry() {
        RetryConditions retries = conditions();
        return retries.perTryTimeout() == null ? NEVER : retries.perTryTimeout().toNanos();
    }

    /** Returns how long the request may take, in nanoseconds; {@link #NEVER} before it is routed. */
    long requestTime(ForwardSettings settings) {
        if (action == null) {
            return NEVER;
        }
        long timeout = action.timeout().toNanos();
        return timeout > 0 ? timeout : settings.requestTimeout().toNanos();
    }
}
