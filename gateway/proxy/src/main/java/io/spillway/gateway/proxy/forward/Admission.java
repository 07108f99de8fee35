package io.spillway.gateway.proxy.forward;

import java.util.Locale;

import io.spillway.gateway.caller.CallerPolicy;
import io.spillway.gateway.limit.ClientRate;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.overload.OverloadState;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request is let in: the gateway's own state first, then the rates of its route; later, when an endpoint is known,
 * the share of its IDC. Stateless; used on event loops.
 */
final class Admission {
    private static final long SECOND = 1_000_000_000L;

    private Admission() {}

    /** Returns the class of a request of that route. */
    static PriorityClass classOf(Request request, RouteGuard guard) {
        boolean fromGateway = request.fromGateway();
        return fromGateway || guard.trustHeader()
                ? guard.classOf(request.header(PriorityClass.HEADER), fromGateway)
                : guard.priority();
    }

    /**
     * Returns the answer to somebody who may not call, or null. Where nobody shows a certificate the crossing is what its
     * operator has made it: in the clear, and secured by something else.
     *
     * @param named what the route or its listener says of callers, or null
     * @param route the route's name, empty when there is none for the request
     */
    static @Nullable OwnAnswer stranger(Request request, @Nullable CallerPolicy named, String route) {
        boolean crossing = request.role() == ListenerRole.CROSSING;
        CallerPolicy policy = named == null && crossing ? CallerPolicy.GATEWAYS : named;
        SpiffeId caller = request.peer();
        if (policy == null
                || (caller == null ? crossing : policy.allows(caller, Turn.connects(request.gate().turn())))) {
            return null;
        }
        return new OwnAnswer(403, CallerPolicy.REFUSED, (route.isEmpty()
                ? "no route is open to "
                : "route '" + route + "' is not open to ")
                + (caller == null ? "clients without a certificate" : caller.uri()));
    }

    /** Returns the answer to a request that is not let in, or null. */
    static @Nullable OwnAnswer refuse(Worker worker, Request request, Route route, PriorityClass priority,
            String client) {
        OverloadState state = worker.overload();
        if (!state.admits(priority)) {
            worker.meters().shed(priority, "overload");
            return OwnAnswer.later(503, "overload", "this gateway is short of " + state.cause().word()
                    + " and refuses requests of the class " + priority.word(), SECOND);
        }
        return route.guard().limits() ? rate(worker, request, route, priority, client) : null;
    }

    private static @Nullable OwnAnswer rate(Worker worker, Request request, Route route, PriorityClass priority,
            String client) {
        ClientRate each = route.guard().clientRate();
        String header = each == null || each.header() == null ? null : request.header(each.header());
        long wait = worker.guards().rates().ask(route.name(), route.guard(), header == null ? client : header,
                worker.now());
        if (wait == 0) {
            return null;
        }
        String reason = wait < 0 ? "client_rate_limit" : "rate_limit";
        worker.meters().shed(priority, reason);
        return OwnAnswer.later(429, reason, "route '" + route.name() + "' takes no more "
                + (wait < 0 ? "from this client" : "requests") + " for now", Math.abs(wait));
    }

    /** Returns for how long the gateway's share of an IDC is used up, in nanoseconds; takes one of it if it is not. */
    static long waitForShare(Worker worker, XdsCluster cluster, Endpoint to, PriorityClass priority) {
        double share = shareOf(worker, cluster, to);
        return share < 0
                ? 0
                : worker.guards().shares().ask(cluster.service(), to.idc(), share, priority, worker.now());
    }

    /** Returns requests per second, negative for no bound: what is said of the cluster, or what follows from load. */
    private static double shareOf(Worker worker, XdsCluster cluster, Endpoint to) {
        Double told = cluster.policy().limits().shares().get(to.idc());
        if (told != null) {
            return told;
        }
        return to.role() == Endpoint.Role.GATEWAY
                ? worker.balancer().share(cluster, worker.states(), to.idc())
                : -1;
    }

    /** Returns the answer to a request that is over this gateway's share of an IDC, or null. */
    static @Nullable OwnAnswer share(Worker worker, XdsCluster cluster, Endpoint to, PriorityClass priority) {
        long wait = waitForShare(worker, cluster, to, priority);
        if (wait == 0) {
            return null;
        }
        worker.meters().shed(priority, "capacity_share");
        worker.guards().loads().dropped(cluster.name(), "capacity_share");
        return OwnAnswer.later(503, "capacity_share", "this gateway may send "
                + String.format(Locale.ROOT, "%.1f", shareOf(worker, cluster, to)) + " requests/s of '"
                + cluster.service() + "' to " + to.idc() + ", which is used up for the class " + priority.word(), wait);
    }

    /** Returns the answer to a request that a circuit breaker or the learned limit keeps out. */
    static OwnAnswer breaker(Worker worker, XdsCluster cluster, PriorityClass priority, String reason) {
        worker.meters().shed(priority, reason);
        worker.guards().loads().dropped(cluster.name(), reason);
        return OwnAnswer.later(503, reason, "cluster '" + cluster.name() + "' has as much as it may have: " + reason
                + " of the class " + priority.word(), SECOND);
    }
}
