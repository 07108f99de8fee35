package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.limit.BreakerPolicy;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.VirtualHost;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.gateway.xds.ConfigurationStatus;
import io.spillway.model.document.Tree;
import org.jspecify.annotations.Nullable;

/**
 * The live snapshot as {@code GET /config} shows it: what requests are decided on at this moment, how old it is, and what
 * this gateway itself has ejected. Holds no secret: keys and certificates are files, and only their names are known.
 */
final class ConfigPage {
    private ConfigPage() {}

    static Tree of(ConfigurationStatus status, RoutingSnapshot snapshot, List<Ejection> ejections) {
        Map<String, Tree> live = new LinkedHashMap<>();
        Duration age = status.age();
        String control = status.control();
        live.put("serving", Tree.bool(status.serving()));
        live.put("connected", Tree.bool(status.connected()));
        live.put("control", Tree.text(control == null ? "" : control));
        live.put("ageMillis", Tree.number(age == null ? -1 : age.toMillis()));
        Map<String, Tree> versions = new TreeMap<>();
        snapshot.versions().forEach((type, version) -> versions.put(type, Tree.text(version)));
        live.put("versions", Tree.mapping(versions));
        live.put("listeners", listeners(snapshot));
        live.put("clusters", clusters(snapshot, ejections));
        return Tree.mapping(live);
    }

    private static Tree listeners(RoutingSnapshot snapshot) {
        Map<String, Tree> roles = new LinkedHashMap<>();
        for (ListenerRole role : ListenerRole.values()) {
            List<Tree> hosts = snapshot.table(role).hosts().stream().map(ConfigPage::host).toList();
            roles.put(role.routeName(), Tree.mapping(Map.of("hosts", Tree.sequence(hosts))));
        }
        return Tree.mapping(roles);
    }

    private static Tree host(VirtualHost host) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("name", Tree.text(host.name()));
        fields.put("domains", Tree.sequence(host.domains().stream().map(Tree::text).toList()));
        fields.put("routes", Tree.sequence(host.rules().stream().map(ConfigPage::rule).toList()));
        return Tree.mapping(fields);
    }

    private static Tree rule(RouteRule rule) {
        Route route = rule.route();
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("name", Tree.text(route.name()));
        fields.put("match", Tree.text(rule.match().toString()));
        fields.put("action", Tree.text(route.action().getClass().getSimpleName()));
        if (route.action() instanceof RouteAction.Forward forward) {
            Map<String, Tree> weights = new LinkedHashMap<>();
            forward.clusters().forEach(choice -> weights.put(choice.cluster(), Tree.number(choice.weight())));
            fields.put("clusters", Tree.mapping(weights));
        }
        RouteGuard guard = route.guard();
        if (!guard.equals(RouteGuard.OPEN)) {
            fields.put("guard", Tree.text(guard.toString()));
        }
        return Tree.mapping(fields);
    }

    private static Tree clusters(RoutingSnapshot snapshot, List<Ejection> ejections) {
        Map<String, Ejection> ejected = new HashMap<>();
        ejections.forEach(ejection -> ejected.put(ejection.service() + ' ' + ejection.address(), ejection));
        Map<String, Tree> clusters = new TreeMap<>();
        snapshot.clusters().forEach((name, cluster) -> clusters.put(name, cluster(cluster, ejected)));
        return Tree.mapping(clusters);
    }

    private static Tree cluster(XdsCluster cluster, Map<String, Ejection> ejected) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("service", Tree.text(cluster.service()));
        fields.put("group", Tree.text(cluster.group()));
        fields.put("circuitBreakers", bounds(cluster.policy().limits().breakers(PriorityClass.DEFAULT)));
        fields.put("criticalCircuitBreakers", bounds(cluster.policy().limits().breakers(PriorityClass.CRITICAL)));
        List<Tree> levels = new ArrayList<>();
        for (PriorityLevel level : cluster.priorities()) {
            List<Tree> localities = new ArrayList<>();
            for (LocalityEndpoints locality : level.localities()) {
                localities.add(locality(cluster, locality, ejected));
            }
            levels.add(Tree.mapping(Map.of("localities", Tree.sequence(localities))));
        }
        fields.put("priorities", Tree.sequence(levels));
        return Tree.mapping(fields);
    }

    private static Tree bounds(BreakerPolicy bounds) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("maxConnections", Tree.number(bounds.maxConnections()));
        fields.put("maxPendingRequests", Tree.number(bounds.maxPending()));
        fields.put("maxRequests", Tree.number(bounds.maxRequests()));
        fields.put("maxRetries", Tree.number(bounds.maxRetries()));
        return Tree.mapping(fields);
    }

    private static Tree locality(XdsCluster cluster, LocalityEndpoints locality, Map<String, Ejection> ejected) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("locality", Tree.text(locality.locality().toString()));
        fields.put("weight", Tree.number(locality.weight()));
        List<Tree> endpoints = new ArrayList<>();
        for (Endpoint endpoint : locality.endpoints()) {
            endpoints.add(endpoint(endpoint, ejected.get(cluster.service() + ' ' + endpoint.address()),
                    ejected.get(' ' + endpoint.address())));
        }
        fields.put("endpoints", Tree.sequence(endpoints));
        return Tree.mapping(fields);
    }

    private static Tree endpoint(Endpoint endpoint, @Nullable Ejection byService,
            @Nullable Ejection byAddress) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("id", Tree.text(endpoint.id()));
        fields.put("address", Tree.text(endpoint.address()));
        fields.put("role", Tree.text(endpoint.role().name()));
        fields.put("weight", Tree.number(endpoint.weight()));
        fields.put("health", Tree.text(endpoint.health().name()));
        Ejection ejection = byService != null ? byService : byAddress;
        if (ejection != null) {
            fields.put("ejected", Tree.text(ejection.reason() + " for " + ejection.length().toMillis() + " ms"));
        }
        return Tree.mapping(fields);
    }
}
