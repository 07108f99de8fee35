package io.spillway.gateway.explain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.balance.LoadBalancer;
import io.spillway.gateway.balance.PriorityLoads;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.caller.CallerPolicy;
import io.spillway.gateway.explain.Explanation.Step;
import io.spillway.gateway.route.PathPolicy;
import io.spillway.gateway.route.RequestView;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteResult;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.StickySplit;
import io.spillway.gateway.route.Subset;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.SubsetTable;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/** Collects the steps of one explanation. */
final class Explainer {
    private final RoutingSnapshot snapshot;
    private final EndpointStates states;
    private final List<Step> steps = new ArrayList<>();
    private final Set<String> endpoints = new LinkedHashSet<>();
    private boolean crossing;
    /** What a gateway of another IDC asks for by label. */
    private @Nullable String told;

    Explainer(RoutingSnapshot snapshot, EndpointStates states) {
        this.snapshot = snapshot;
        this.states = states;
    }

    Explanation explain(ListenerRole role, RequestView request) {
        crossing = role == ListenerRole.CROSSING;
        told = crossing ? request.header(Subset.HEADER) : null;
        int hosts = snapshot.table(role).hosts().size();
        steps.add(new Step("listener", role.routeName() + " of " + snapshot.idc(), hosts + " virtual hosts"));
        RouteTable table = snapshot.table(role);
        String outcome = switch (table.paths().active()
                ? table.paths().apply(request.path())
                : new PathPolicy.Outcome.Routed(request.path())) {
            case PathPolicy.Outcome.Refused(String why) -> {
                steps.add(new Step("path", "status 400", why));
                yield "bad_path";
            }
            case PathPolicy.Outcome.Elsewhere(String path) -> {
                steps.add(new Step("path", "status 307 to " + path, "encoded slashes are decoded by the client"));
                yield "redirect";
            }
            case PathPolicy.Outcome.Routed(String path) -> route(table, routed(request, path));
        };
        return new Explanation(outcome, steps, List.copyOf(endpoints));
    }

    private RequestView routed(RequestView request, String path) {
        if (path.equals(request.path())) {
            return request;
        }
        steps.add(new Step("path", path, "normalised from " + request.path()));
        return new Repathed(request, path);
    }

    private String route(RouteTable table, RequestView request) {
        return switch (table.match(request)) {
            case RouteResult.NotMatched(String reason) -> {
                steps.add(new Step("route", "none for " + request.authority() + request.path(), reason));
                yield reason;
            }
            case RouteResult.Matched matched -> {
                steps.add(new Step("route", matched.route().name(), matched.reason()));
                callers(matched.route(), table);
                yield act(matched.route().action(), request);
            }
        };
    }

    /** Who calls is not part of what is explained: it is in the certificate. */
    private void callers(Route route, RouteTable table) {
        CallerPolicy own = route.guard().callers();
        CallerPolicy policy = own != null ? own : table.callers();
        if (policy != null) {
            steps.add(new Step("callers", policy.toString(),
                    own != null ? "said by the route" : "said for the whole listener"));
        }
    }

    private String act(RouteAction action, RequestView request) {
        return switch (action) {
            case RouteAction.Redirect redirect -> {
                steps.add(new Step("redirect", redirect.location(request, "http"), "status " + redirect.status()));
                yield "redirect";
            }
            case RouteAction.Refuse refuse -> {
                steps.add(new Step("refuse", "status " + refuse.status(), refuse.reason()));
                yield "refuse";
            }
            case RouteAction.Forward forward -> forward(forward, request);
        };
    }

    private String forward(RouteAction.Forward forward, RequestView request) {
        TreatmentSteps.add(forward, request, steps);
        WeightedCluster sticky = stickyCluster(forward, request);
        String worst = "forward";
        int total = forward.totalWeight();
        for (WeightedCluster choice : forward.clusters()) {
            String share = percent(choice.weight(), total);
            boolean goes = sticky == null ? choice.weight() > 0 : sticky.equals(choice);
            steps.add(new Step("group", choice.description() + " " + (sticky == null ? share : goes ? "all" : "none"),
                    "weight " + choice.weight() + " of " + total + (sticky == null ? "" : ", by the request's key")));
            if (goes) {
                String outcome = cluster(choice);
                worst = outcome.equals("forward") ? worst : outcome;
            }
        }
        return worst;
    }

    private static @Nullable WeightedCluster stickyCluster(RouteAction.Forward forward, RequestView request) {
        StickySplit sticky = forward.treatment() == null ? null : forward.treatment().sticky();
        String key = sticky == null || forward.clusters().size() < 2 ? null : sticky.key().of(request);
        return sticky == null || key == null ? null : sticky.choose(key);
    }

    private String cluster(WeightedCluster choice) {
        String name = choice.cluster();
        XdsCluster whole = snapshot.cluster(name);
        if (whole == null) {
            steps.add(new Step("cluster", name + " is missing", "no_cluster"));
            return "no_cluster";
        }
        XdsCluster cluster = whole.subsets() == null ? whole : part(whole, whole.subsets(), choice.subset());
        if (cluster == null) {
            return Selection.NO_SUBSET;
        }
        PriorityLoads loads = new LoadBalancer().loads(cluster, states);
        boolean any = false;
        for (PriorityLevel level : cluster.priorities()) {
            int i = level.priority();
            String mode = loads.panic(i)
                    ? "panic: health is not looked at"
                    : "available " + loads.availability(i) + " %"
                            + (loads.why(i).isEmpty() ? "" : ": " + loads.why(i));
            int load = loads.healthyLoad(i) + loads.degradedLoad(i);
            steps.add(new Step("priority", i + " (" + level.idc() + ") of " + name + " " + load + " %", mode));
            for (LocalityEndpoints locality : level.localities()) {
                for (Endpoint endpoint : locality.endpoints()) {
                    boolean takes = takes(cluster, endpoint, loads, i);
                    any |= takes;
                    endpoint(cluster, locality, endpoint, takes);
                }
            }
        }
        return any ? "forward" : "no_endpoint";
    }

    private @Nullable XdsCluster part(XdsCluster whole, SubsetTable table, @Nullable Subset asked) {
        String text = crossing ? told : asked == null ? null : asked.text();
        XdsCluster part = crossing ? whole.partNamed(told) : whole.part(asked);
        boolean found = text != null && table.parts().containsKey(text);
        String result = found
                ? text
                : part == null ? Selection.NO_SUBSET : part.key().equals(whole.key()) ? "any endpoint" : "fallback";
        String asks = crossing ? "told by the gateway of another IDC" : "asked for by the route";
        steps.add(new Step("subset", result + " of " + whole.name(), found
                ? asks
                : text == null ? "no labels are asked for: fallback" : text + " is not here: fallback; " + asks));
        return part;
    }

    private void endpoint(XdsCluster cluster, LocalityEndpoints locality, Endpoint endpoint, boolean takes) {
        if (takes) {
            endpoints.add(endpoint.address());
        }
        steps.add(new Step("endpoint", endpoint.address() + " in " + locality.locality() + (takes ? "" : ": nothing"),
                describe(cluster, endpoint)));
    }

    private boolean takes(XdsCluster cluster, Endpoint endpoint, PriorityLoads loads, int priority) {
        boolean panic = loads.panic(priority) && loads.healthyLoad(priority) > 0;
        boolean available = !states.ejected(cluster.service(), endpoint);
        return switch (endpoint.health()) {
            case DRAINING -> false;
            case UNHEALTHY -> panic;
            case HEALTHY -> panic || (available && loads.healthyLoad(priority) > 0);
            case DEGRADED -> panic || (available && loads.degradedLoad(priority) > 0);
        };
    }

    private String describe(XdsCluster cluster, Endpoint endpoint) {
        String health = endpoint.health().name().toLowerCase(Locale.ROOT);
        String ejected = endpoint.health() != Health.DRAINING && states.ejected(cluster.service(), endpoint)
                ? ", ejected"
                : "";
        return endpoint.role().name().toLowerCase(Locale.ROOT) + " " + endpoint.id() + ", " + health + ejected
                + ", weight "
                + endpoint.weight();
    }

    private static String percent(int part, int total) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / total);
    }
}
