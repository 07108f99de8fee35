package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.XdsClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;

/** Resources that are not there yet, or not any more. */
final class MissingCases {

    private MissingCases() {}

    static void addTo(CaseList list) {
        list.both(14, Level.MUST, Sentence.SPRINGS_INTO_EXISTENCE,
                "A subscribed resource that comes into being later is sent then", Set.of(ENDPOINT),
                MissingCases::later);
        list.both(15, Level.MUST, Sentence.SUPPLY_REQUESTED,
                "A resource is supplied though another one was missing when both were asked for", Set.of(ENDPOINT),
                MissingCases::beside);
        list.both(16, Level.MUST, Sentence.SPRINGS_INTO_EXISTENCE,
                "A resource that was removed and comes back is sent", Set.of(ENDPOINT), MissingCases::back);
        list.both(54, Level.MUST, Sentence.ALL_REQUESTED, Sentence.SPRINGS_INTO_EXISTENCE,
                "A cluster asked for by name that comes into being later is sent then", Set.of(CLUSTER),
                MissingCases::cluster);
    }

    private static void later(Stage stage) throws IOException {
        String a = stage.name("a");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.drain(ENDPOINT);
        stage.put(ENDPOINT, a, "v1");
        client.until(ENDPOINT, "the resource that came into being", held -> held.has(a, "v1"));
    }

    private static void beside(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a, b);
        // "The management server may reply either immediately or when the requested resources are available."
        client.drain(ENDPOINT);
        stage.put(ENDPOINT, b, "v1");
        client.until(ENDPOINT, "both, at the latest when both exist", held -> held.hasAll(List.of(a, b)));
    }

    private static void back(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        stage.remove(ENDPOINT, a);
        client.drain(ENDPOINT);
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the resource that came back", held -> held.has(a, "v2"));
    }

    private static void cluster(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(CLUSTER, a, b);
        client.drain(CLUSTER);
        stage.put(CLUSTER, b, "v1");
        client.until(CLUSTER, "both clusters", held -> held.hasAll(List.of(a, b)));
    }
}
