package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.subject.ResourceKind;
import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.XdsClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;
import static io.spillway.control.conformance.subject.ResourceKind.LISTENER;
import static io.spillway.control.conformance.subject.ResourceKind.ROUTE;

/**
 * Make before break: in which order types come when resources are put in that order. The specification says "in general,
 * to avoid traffic drop", so a server that does otherwise is not in error.
 */
final class OrderCases {

    private OrderCases() {}

    static void addTo(CaseList list) {
        list.both(32, Level.SHOULD, Sentence.CDS_FIRST, "A new cluster comes before the route that names it",
                Set.of(CLUSTER, ENDPOINT, ROUTE), OrderCases::clusterBeforeRoute);
        list.both(33, Level.SHOULD, Sentence.STALE_CLUSTERS_LAST,
                "A cluster goes after the route that named it has come without it", Set.of(CLUSTER, ENDPOINT, ROUTE),
                OrderCases::routeBeforeRemoval);
        list.both(34, Level.SHOULD, Sentence.EDS_AFTER_CDS, "A new cluster comes before its endpoints",
                Set.of(CLUSTER, ENDPOINT), OrderCases::clusterBeforeEndpoints);
        list.both(35, Level.SHOULD, Sentence.LDS_AFTER, "A new cluster comes before the listener that names it",
                Set.of(CLUSTER, LISTENER), OrderCases::clusterBeforeListener);
    }

    private static void clusterBeforeRoute(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        XdsClient client = routed(stage, a, b);
        stage.put(CLUSTER, b, "v1");
        stage.put(ENDPOINT, b, "v1");
        stage.put(ROUTE, a, "v2", b);
        client.until(CLUSTER, "the new cluster", held -> held.has(b));
        client.until(ROUTE, "the route to it", held -> held.has(a, "v2"));
        expectOrder(stage, client, client.held(CLUSTER).broughtBy(b, "v1"), ROUTE, a, "v2");
    }

    private static void routeBeforeRemoval(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, b, "v1");
        stage.put(ENDPOINT, b, "v1");
        XdsClient client = routed(stage, a, b);
        client.until(CLUSTER, "both clusters", held -> held.has(b));
        client.until(ENDPOINT, "endpoints of both", held -> held.has(b));
        stage.put(ROUTE, a, "v2", b);
        stage.remove(CLUSTER, a);
        client.until(ROUTE, "the route to the other cluster", held -> held.has(a, "v2"));
        client.until(CLUSTER, "the end of the old cluster", held -> !held.has(a));
        long route = client.held(ROUTE).broughtBy(a, "v2");
        long removal = client.held(CLUSTER).takenBy(a);
        stage.expect(route < removal, "the cluster was taken away by response " + removal
                + ", the route came without it in response " + route);
    }

    private static void clusterBeforeEndpoints(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, a, "v1");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribeSilently(CLUSTER);
        client.subscribe(ENDPOINT, a, b);
        client.until(CLUSTER, "the first cluster", held -> held.has(a));
        client.drain(ENDPOINT);
        stage.put(CLUSTER, b, "v1");
        stage.put(ENDPOINT, b, "v1");
        client.until(CLUSTER, "the new cluster", held -> held.has(b));
        client.until(ENDPOINT, "its endpoints", held -> held.has(b));
        expectOrder(stage, client, client.held(CLUSTER).broughtBy(b, "v1"), ENDPOINT, b, "v1");
    }

    private static void clusterBeforeListener(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, a, "v1");
        stage.put(LISTENER, a, "v1");
        XdsClient client = stage.client();
        client.subscribeSilently(CLUSTER);
        client.subscribeSilently(LISTENER);
        client.until(CLUSTER, "the first cluster", held -> held.has(a));
        client.until(LISTENER, "the listener", held -> held.has(a, "v1"));
        stage.put(CLUSTER, b, "v1");
        stage.put(LISTENER, a, "v2", b);
        client.until(CLUSTER, "the new cluster", held -> held.has(b));
        client.until(LISTENER, "the listener that names it", held -> held.has(a, "v2"));
        expectOrder(stage, client, client.held(CLUSTER).broughtBy(b, "v1"), LISTENER, a, "v2");
    }

    /** Returns a client with every cluster, the endpoints of both and a route to the first. */
    private static XdsClient routed(Stage stage, String a, String b) throws IOException {
        stage.put(CLUSTER, a, "v1");
        stage.put(ENDPOINT, a, "v1");
        stage.put(ROUTE, a, "v1", a);
        XdsClient client = stage.client();
        client.subscribeSilently(CLUSTER);
        client.subscribe(ENDPOINT, List.of(a, b));
        client.subscribe(ROUTE, a);
        client.until(CLUSTER, "the cluster", held -> held.has(a));
        client.drain(ENDPOINT);
        client.until(ROUTE, "the route", held -> held.has(a, "v1"));
        return client;
    }

    private static void expectOrder(Stage stage, XdsClient client, long cluster, ResourceKind kind, String name,
            String label) {
        long later = client.held(kind).broughtBy(name, label);
        stage.expect(cluster < later, "the cluster came in response " + cluster + " of the stream, the " + kind
                + " that needs it in response " + later);
    }
}
