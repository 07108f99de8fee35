package io.spillway.gateway.proxy.forward;

import java.util.Locale;

import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.caller.CallerPolicy;
import io.spillway.gateway.failover.LoopCheck;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.route.ChosenGroup;
import io.spillway.gateway.route.GroupChoice;
import io.spillway.gateway.route.HeaderEdits;
import io.spillway.gateway.route.PathPolicy;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteResult;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.Subset;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/** Where a request goes before anything is tried. Reads one snapshot. */
sealed interface Routing {

    /**
     * To one of this cluster's endpoints.
     *
     * @param priority the request's class
     * @param cookie what the client is given so that it stays with the group, or null
     * @param subset the labels that the route asks for, for gateways of other IDCs; the cluster is that part already
     */
    record To(RouteAction.Forward action, XdsCluster cluster, PriorityClass priority,
            @Nullable String cookie, @Nullable Subset subset) implements Routing {}

    /**
     * To a cluster that this gateway has not asked for yet, when it has come.
     *
     * @param chosen the cluster, and the labels that the route asks for
     */
    record Await(RouteAction.Forward action, ChosenGroup chosen, PriorityClass priority) implements Routing {
        String cluster() {
            return chosen.cluster();
        }

        /** Returns where the request goes now that the cluster has come: to it, or nowhere. */
        Routing with(XdsCluster arrived, Request request) {
            return to(request, this, arrived);
        }
    }

    /**
     * Nowhere: the gateway answers.
     *
     * @param edits what the route changes in the headers of answers, or null
     */
    record Answer(OwnAnswer answer, @Nullable HeaderEdits edits) implements Routing {}

    static Routing of(Worker worker, Request request, String client, Passage passage) {
        if (request.gate().head().count(Field.CDN_LOOP) > 0) {
            switch (worker.loopGuard().check(request.joined(Field.CDN_LOOP))) {
                case LoopCheck.Pass _ -> {
                    // not here before
                }
                case LoopCheck.Repeat(String token) -> {
                    worker.meters().loopRefused();
                    return refuse(508, "loop", "CDN-Loop already names " + token);
                }
                case LoopCheck.Malformed(String reason) -> {
                    return refuse(400, "bad_request", reason);
                }
            }
        }
        RoutingSnapshot snapshot = worker.snapshot();
        RouteTable table = request.tcp() ? snapshot.tcpTable(request.listener()) : snapshot.table(request.role());
        passage.settled = worker.shared().findings().settled(table);
        Routing unusual = table.paths().active() && !table.paths().clean(request.path())
                ? normalise(table.paths(), request)
                : null;
        return unusual != null ? unusual : switch (table.match(request)) {
            case RouteResult.NotMatched(String reason) -> notMatched(request, table, reason);
            case RouteResult.Matched matched -> {
                Route route = matched.route();
                passage.paths = matched.path();
                OwnAnswer stranger = Admission.stranger(request, callers(route, table), route.name());
                if (stranger != null) {
                    yield new Answer(stranger, edits(request, route.action()));
                }
                PriorityClass priority = Admission.classOf(request, route.guard());
                OwnAnswer refusal = Admission.refuse(worker, request, route, priority, client);
                yield refusal != null
                        ? new Answer(refusal, edits(request, route.action()))
                        : act(worker, request, snapshot, route, priority);
            }
        };
    }

    private static @Nullable CallerPolicy callers(Route route, RouteTable table) {
        CallerPolicy own = route.guard().callers();
        return own == null ? table.callers() : own;
    }

    /** Returns the answer to a path that goes no further, or null when the request has the path that is routed. */
    private static @Nullable Routing normalise(PathPolicy policy, Request request) {
        return switch (policy.apply(request.path())) {
            case PathPolicy.Outcome.Refused(String why) -> refuse(400, "bad_path", why);
            case PathPolicy.Outcome.Elsewhere(String path) ->
                new Answer(new OwnAnswer(307, "redirect", "", path), null);
            case PathPolicy.Outcome.Routed(String path) -> {
                if (!path.equals(request.path())) {
                    request.route(path);
                }
                yield null;
            }
        };
    }

    /** A service that another IDC knows and this one does not (yet) is no reason to bother the client. */
    private static Routing notMatched(Request request, RouteTable table, String reason) {
        if (table.hosts().isEmpty()) {
            return refuse(503, reason, "this gateway has no routes yet");
        }
        // Which services are not here is only other gateways' business.
        OwnAnswer stranger = Admission.stranger(request,
                request.role() == ListenerRole.CROSSING ? CallerPolicy.GATEWAYS : table.callers(), "");
        if (stranger != null) {
            return new Answer(stranger, null);
        }
        if (request.connect() && !request.tcp()) {
            return refuse(501, "not_supported", "no route lets CONNECT to '" + request.authority() + "' in");
        }
        String cluster = request.role() == ListenerRole.CROSSING
                ? request.header(Field.X_SPILLWAY_CLUSTER.lowerCase())
                : null;
        if (cluster == null && request.role() == ListenerRole.CROSSING
                && request.header(PathProbes.HEADER) != null) {
            return refuse(200, PathProbes.REASON, "this gateway is alive");
        }
        return cluster == null
                ? refuse(404, reason, "no route for host '" + request.authority() + "'")
                : refuse(503, "no_cluster", "this IDC has no cluster '" + cluster + "'");
    }

    private static Routing act(Worker worker, Request request, RoutingSnapshot snapshot, Route route,
            PriorityClass priority) {
        return switch (route.action()) {
            case RouteAction.Forward forward when !lets(forward, request) -> refuse(501, "not_supported",
                    "route '" + route.name() + "' lets no upgrade to this protocol in");
            case RouteAction.Forward forward -> {
                ChosenGroup chosen = GroupChoice.choose(forward, request, worker.random());
                XdsCluster whole = snapshot.cluster(chosen.cluster());
                Await wanted = new Await(forward, chosen, priority);
                yield whole == null && worker.waitingRoom() != null ? wanted : to(request, wanted, whole);
            }
            case RouteAction.Redirect redirect -> new Answer(
                    new OwnAnswer(redirect.status(), "redirect", "", redirect.location(request, request.scheme())),
                    redirect.response());
            case RouteAction.Refuse refuse ->
                new Answer(new OwnAnswer(refuse.status(), refuse.reason(), refuse.body()), refuse.response());
        };
    }

    private static Routing to(Request request, Await wanted, @Nullable XdsCluster whole) {
        ChosenGroup chosen = wanted.chosen();
        XdsCluster part = whole == null || whole.subsets() == null ? whole : part(whole, request, chosen);
        return part != null
                ? new To(wanted.action(), part, wanted.priority(), chosen.cookie(), chosen.subset())
                : new Answer(nowhere(whole, chosen), edits(request, wanted.action()));
    }

    /** At a crossing the first gateway says what is asked for, elsewhere the route. */
    private static @Nullable XdsCluster part(XdsCluster whole, Request request, ChosenGroup chosen) {
        return request.role() == ListenerRole.CROSSING
                ? whole.partNamed(request.subset())
                : whole.part(chosen.subset());
    }

    private static OwnAnswer nowhere(@Nullable XdsCluster whole, ChosenGroup chosen) {
        return whole == null
                ? new OwnAnswer(503, "no_cluster",
                        "the route names the cluster '" + chosen.cluster() + "', which does not exist")
                : new OwnAnswer(503, Selection.NO_SUBSET, "cluster '" + chosen.cluster()
                        + "' has no endpoint with the labels asked for, and nothing stands in");
    }

    /** What the first gateway does to answers is not done again by the second. */
    private static @Nullable HeaderEdits edits(Request request, RouteAction action) {
        if (request.role() == ListenerRole.CROSSING) {
            return null;
        }
        return switch (action) {
            case RouteAction.Forward forward -> forward.treatment() == null ? null : forward.treatment().response();
            case RouteAction.Redirect redirect -> redirect.response();
            case RouteAction.Refuse refuse -> refuse.response();
        };
    }

    /** At the crossing the first gateway's route has decided, if there is one; who may CONNECT there its route says. */
    private static boolean lets(RouteAction.Forward forward, Request request) {
        Turn turn = request.gate().turn();
        return turn == null || turn.webSocket() || turn.connect() || request.fromGateway()
                || forward.upgrades().contains(turn.protocol().toLowerCase(Locale.ROOT));
    }

    private static Routing refuse(int status, String reason, String detail) {
        return new Answer(new OwnAnswer(status, reason, detail), null);
    }
}
