package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.conformance.subject.ResourceKind;
import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.DeltaClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;
import static io.spillway.control.conformance.subject.ResourceKind.LISTENER;

/** Incremental: streams that begin with the versions that a client holds. */
final class DeltaReconnectCases {

    private static final String ALL = "*";

    private DeltaReconnectCases() {}

    static void addTo(CaseList list) {
        list.delta(74, Level.SHOULD, Sentence.DELTA_RECONNECT,
                "Who reconnects with the newest versions gets nothing again",
                Set.of(CLUSTER), DeltaReconnectCases::newest);
        list.delta(75, Level.MUST, Sentence.PROTO_SAME_SESSION, "Who reconnects with an old version gets the new one",
                Set.of(CLUSTER), DeltaReconnectCases::old);
        list.delta(76, Level.MUST, Sentence.PROTO_SAME_SESSION,
                "Who reconnects with * learns of what was removed meanwhile", Set.of(CLUSTER),
                DeltaReconnectCases::removedUnderWildcard);
        list.delta(77, Level.MUST, Sentence.NOT_EXIST_DELTA,
                "Who reconnects with names learns of what was removed meanwhile", Set.of(ENDPOINT),
                DeltaReconnectCases::removedNamed);
        list.delta(78, Level.SHOULD, Sentence.PROTO_VERSIONS_PER_TYPE,
                "Versions in the first request of a second type count", Set.of(CLUSTER, LISTENER),
                DeltaReconnectCases::secondType);
        list.delta(79, Level.MUST, Sentence.PROTO_UPDATES, "Who reconnects with versions gets later changes",
                Set.of(CLUSTER), DeltaReconnectCases::later);
        list.delta(80, Level.MUST, Sentence.PROTO_SAME_SESSION,
                "Who reconnects with a version that never was gets the resource", Set.of(CLUSTER),
                DeltaReconnectCases::unknownVersion);
        list.delta(84, Level.MUST, Sentence.DELTA_NO_STATE,
                "Who reconnects with versions and a name more gets what is new",
                Set.of(ENDPOINT), DeltaReconnectCases::more);
        list.delta(86, Level.MUST, Sentence.LEGACY_WILDCARD,
                "Who reconnects with versions and no names has subscribed everything", Set.of(CLUSTER),
                DeltaReconnectCases::legacy);
        list.delta(88, Level.MUST, Sentence.PROTO_SAME_SESSION,
                "Who reconnects with names learns of what changed meanwhile",
                Set.of(ENDPOINT), DeltaReconnectCases::changedNamed);
    }

    private static void newest(Stage stage) throws IOException {
        List<String> names = stage.names("r", 3);
        stage.put(CLUSTER, names, "v1");
        Map<String, String> versions = held(stage, CLUSTER, names, ALL);
        DeltaClient again = stage.delta();
        again.resume(CLUSTER, versions, ALL);
        again.drain(CLUSTER);
        again.expectAlive();
        stage.expect(names.stream().allMatch(name -> again.held(CLUSTER).times(name) == 0),
                "resources came that the client has in that version");
    }

    private static void old(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, List.of(a, b), "v1");
        Map<String, String> versions = held(stage, CLUSTER, List.of(a, b), ALL);
        stage.put(CLUSTER, a, "v2");
        DeltaClient again = stage.delta();
        again.resume(CLUSTER, versions, ALL);
        again.until(CLUSTER, "the new version", held -> held.has(a, "v2"));
    }

    private static void removedUnderWildcard(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, List.of(a, b), "v1");
        Map<String, String> versions = held(stage, CLUSTER, List.of(a, b), ALL);
        stage.remove(CLUSTER, a);
        DeltaClient again = stage.delta();
        again.resume(CLUSTER, versions, ALL);
        again.until(CLUSTER, "removed_resources with the name", held -> held.toldGone(a));
    }

    private static void removedNamed(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        Map<String, String> versions = held(stage, ENDPOINT, List.of(a), a);
        stage.remove(ENDPOINT, a);
        DeltaClient again = stage.delta();
        again.resume(ENDPOINT, versions, a);
        again.until(ENDPOINT, "removed_resources with the name", held -> held.toldGone(a));
    }

    private static void secondType(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        stage.put(LISTENER, a, "v1");
        Map<String, String> clusters = held(stage, CLUSTER, List.of(a), ALL);
        Map<String, String> listeners = held(stage, LISTENER, List.of(a), ALL);
        DeltaClient again = stage.delta();
        again.resume(LISTENER, listeners, ALL);
        again.resume(CLUSTER, clusters, ALL);
        again.drain(LISTENER);
        again.drain(CLUSTER);
        again.expectAlive();
        stage.expect(again.held(CLUSTER).times(a) == 0, "the cluster came that the client has in that version");
    }

    private static void later(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        Map<String, String> versions = held(stage, CLUSTER, List.of(a), ALL);
        DeltaClient again = stage.delta();
        again.resume(CLUSTER, versions, ALL);
        again.drain(CLUSTER);
        stage.put(CLUSTER, a, "v2");
        again.until(CLUSTER, "the change", held -> held.has(a, "v2"));
    }

    private static void unknownVersion(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        DeltaClient client = stage.delta();
        client.resume(CLUSTER, Map.of(a, "no-such-version"), ALL);
        client.until(CLUSTER, "the resource", held -> held.has(a, "v1"));
    }

    private static void more(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, List.of(a, b), "v1");
        Map<String, String> versions = held(stage, ENDPOINT, List.of(a), a);
        DeltaClient again = stage.delta();
        again.resume(ENDPOINT, versions, a, b);
        again.until(ENDPOINT, "the resource that was not subscribed before", held -> held.has(b, "v1"));
    }

    private static void legacy(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, a, "v1");
        Map<String, String> versions = held(stage, CLUSTER, List.of(a), ALL);
        DeltaClient again = stage.delta();
        again.resume(CLUSTER, versions);
        again.drain(CLUSTER);
        stage.put(CLUSTER, b, "v1");
        again.until(CLUSTER, "what is new", held -> held.has(b, "v1"));
    }

    private static void changedNamed(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        Map<String, String> versions = held(stage, ENDPOINT, List.of(a), a);
        stage.put(ENDPOINT, a, "v2");
        DeltaClient again = stage.delta();
        again.resume(ENDPOINT, versions, a);
        again.until(ENDPOINT, "the new version", held -> held.has(a, "v2"));
    }

    /** Lets a client hold these on a stream that ends, and returns the versions that it has. */
    private static Map<String, String> held(Stage stage, ResourceKind kind, List<String> names, String subscribed)
            throws IOException {
        try (DeltaClient client = stage.delta()) {
            client.subscribe(kind, subscribed);
            client.until(kind, "the resources", held -> held.hasAll(names));
            return client.held(kind).versions();
        }
    }
}
