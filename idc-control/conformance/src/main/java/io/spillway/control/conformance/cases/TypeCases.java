package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.WorldClient;
import io.spillway.control.conformance.wire.XdsClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;
import static io.spillway.control.conformance.subject.ResourceKind.LISTENER;
import static io.spillway.control.conformance.subject.ResourceKind.ROUTE;

/** Several types on one stream, and types that nobody knows. */
final class TypeCases {

    private static final String UNKNOWN = "type.googleapis.com/example.conformance.NoSuchType";

    private TypeCases() {}

    static void addTo(CaseList list) {
        list.both(23, Level.MUST, Sentence.MULTIPLEXED, "Several types on one stream are all supplied",
                Set.of(CLUSTER, ENDPOINT, ROUTE), TypeCases::several);
        list.both(25, Level.MUST, Sentence.MULTIPLEXED, Sentence.PROTO_WALLED_OFF,
                "An unanswered response of one type does not hold back changes of another",
                Set.of(CLUSTER, ENDPOINT), TypeCases::unanswered);
        list.both(26, Level.SHOULD, Sentence.VERSION_OF_TYPE, "A change of one type sends nothing of another",
                Set.of(CLUSTER, ENDPOINT), TypeCases::separate);
        list.both(27, Level.SHOULD, Sentence.MULTIPLEXED, Sentence.PROTO_WALLED_OFF,
                "A type that the server does not know leaves the others alone, or ends the stream with a status",
                Set.of(ENDPOINT), TypeCases::unknown);
        list.both(48, Level.MUST, Sentence.LEGACY_WILDCARD, "Listeners are supplied, and their changes",
                Set.of(LISTENER),
                TypeCases::listeners);
        list.both(49, Level.MUST, Sentence.PROTO_UPDATES, "Route configurations are supplied, and their changes",
                Set.of(ROUTE), TypeCases::routes);
        list.sotw(72, Level.SHOULD, Sentence.PROTO_TYPE_REQUIRED,
                "A request without a type leaves the others alone, or ends the stream with a status", Set.of(ENDPOINT),
                TypeCases::noType);
    }

    private static void several(Stage stage) throws IOException {
        String a = stage.name("a");
        XdsClient client = stage.client();
        for (var kind : List.of(CLUSTER, ENDPOINT, ROUTE)) {
            stage.put(kind, a, "v1");
            client.subscribe(kind, a);
        }
        for (var kind : List.of(CLUSTER, ENDPOINT, ROUTE)) {
            client.until(kind, "the resource of each type", held -> held.has(a, "v1"));
        }
    }

    private static void unanswered(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(CLUSTER, a);
        client.subscribe(ENDPOINT, a);
        client.next(CLUSTER, "the cluster, which stays unanswered");
        client.until(ENDPOINT, "the endpoints", held -> held.has(a, "v1"));
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change of the endpoints", held -> held.has(a, "v2"));
    }

    private static void separate(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(CLUSTER, a);
        client.until(CLUSTER, "the cluster", held -> held.has(a, "v1"));
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the endpoints", held -> held.has(a, "v1"));
        client.drain(CLUSTER);
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change of the endpoints", held -> held.has(a, "v2"));
        client.quiet(CLUSTER, "for no cluster changed");
    }

    private static void unknown(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        client.subscribeUnknown(UNKNOWN, "x");
        goesOnOrEnds(stage, client, a);
    }

    private static void noType(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        WorldClient client = stage.world();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        client.raw(ENDPOINT, request -> request.clearTypeUrl().clearResponseNonce().clearVersionInfo());
        goesOnOrEnds(stage, client, a);
    }

    private static void goesOnOrEnds(Stage stage, XdsClient client, String name) throws IOException {
        stage.put(ENDPOINT, name, "v2");
        switch (client.reaction(ENDPOINT, held -> held.has(name, "v2"))) {
            case XdsClient.Reaction.Served _ -> client.expectAlive();
            case XdsClient.Reaction.Ended(String status) -> stage.expect(!status.equals("OK"),
                    "the server ended the stream without saying why");
            case XdsClient.Reaction.Silence _ -> stage.expect(false,
                    "the stream goes on, but changes of a known type do not come any more");
        }
        XdsClient other = stage.client();
        other.subscribe(ENDPOINT, name);
        other.until(ENDPOINT, "the resource on another stream", held -> held.has(name, "v2"));
    }

    private static void listeners(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(LISTENER, a, "v1");
        XdsClient client = stage.client();
        client.subscribeSilently(LISTENER);
        client.until(LISTENER, "the listener", held -> held.has(a, "v1"));
        stage.put(LISTENER, a, "v2");
        client.until(LISTENER, "the changed listener", held -> held.has(a, "v2"));
    }

    private static void routes(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ROUTE, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ROUTE, a);
        client.until(ROUTE, "the route configuration", held -> held.has(a, "v1"));
        stage.put(ROUTE, a, "v2");
        client.until(ROUTE, "the changed route configuration", held -> held.has(a, "v2"));
    }
}
