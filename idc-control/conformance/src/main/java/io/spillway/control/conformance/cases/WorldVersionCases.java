package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.subject.ResourceKind;
import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.Answer;
import io.spillway.control.conformance.wire.WorldClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;

/** State of the world: versions, stale nonces, and streams that begin with a version. */
final class WorldVersionCases {

    private WorldVersionCases() {}

    static void addTo(CaseList list) {
        list.sotw(60, Level.MUST, Sentence.VERSION_CHANGES, "A change of a resource changes the version",
                Set.of(ENDPOINT), WorldVersionCases::version);
        list.sotw(61, Level.SHOULD, Sentence.STALE_NONCE, "A request with a stale nonce gets no response",
                Set.of(ENDPOINT), WorldVersionCases::stale);
        list.sotw(62, Level.MUST, Sentence.SUPERSEDE, "The request after one with a stale nonce counts",
                Set.of(ENDPOINT), WorldVersionCases::afterStale);
        list.sotw(69, Level.MUST, Sentence.PROTO_UPDATES,
                "Who reconnects with the version of the world gets later changes", Set.of(CLUSTER),
                WorldVersionCases::resumed);
        list.sotw(70, Level.MUST, Sentence.RESUME_MAY_OPTIMIZE,
                "Who reconnects with a version and a name more gets what is new", Set.of(ENDPOINT),
                WorldVersionCases::resumedWithMore);
        list.sotw(71, Level.MUST, Sentence.SUPERSEDE, "Of two requests at once the later counts", Set.of(ENDPOINT),
                WorldVersionCases::superseded);
        list.sotw(76, Level.MUST, Sentence.CHANGED_SINCE, "Who begins with a version that never was gets everything",
                Set.of(CLUSTER), WorldVersionCases::unknownVersion);
        list.sotw(78, Level.MUST, Sentence.CHANGED_SINCE,
                "Who reconnects with a version learns of what was removed meanwhile", Set.of(CLUSTER),
                WorldVersionCases::removedMeanwhile);
        list.sotw(80, Level.MUST, Sentence.CHANGED_SINCE,
                "Who reconnects with a version learns of what changed meanwhile", Set.of(ENDPOINT),
                WorldVersionCases::changedMeanwhile);
    }

    private static void version(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        WorldClient client = stage.world();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        Answer first = stage.present(client.held(ENDPOINT).last(), "a response");
        stage.expect(!first.version().isEmpty(), "a response without a version: " + first);
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change", held -> held.has(a, "v2"));
        Answer second = stage.present(client.held(ENDPOINT).last(), "a response");
        stage.expect(!second.version().equals(first.version()), "the version stayed " + first.version());
    }

    private static void stale(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        WorldClient client = stage.world();
        Answer first = secondUnanswered(stage, client, a, b);
        sayStale(client, first, a, b);
        client.quiet(ENDPOINT, "for the nonce of the request was that of an older response");
    }

    private static void afterStale(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        WorldClient client = stage.world();
        Answer first = secondUnanswered(stage, client, a, b);
        Answer second = stage.present(client.held(ENDPOINT).last(), "a response");
        sayStale(client, first, a, b);
        client.ack(ENDPOINT, second, b);
        client.until(ENDPOINT, "what the request after it added", held -> held.has(b, "v1"));
        stage.put(ENDPOINT, a, "v3");
        client.until(ENDPOINT, "the next change", held -> held.has(a, "v3"));
    }

    private static void resumed(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        String version = held(stage, CLUSTER, List.of(a), true);
        WorldClient again = stage.world();
        again.resume(CLUSTER, version);
        again.drain(CLUSTER);
        stage.put(CLUSTER, a, "v2");
        again.until(CLUSTER, "the change after the reconnect", held -> held.has(a, "v2"));
    }

    private static void resumedWithMore(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, List.of(a, b), "v1");
        String version = held(stage, ENDPOINT, List.of(a), false);
        WorldClient again = stage.world();
        again.resume(ENDPOINT, version, a, b);
        again.until(ENDPOINT, "the resource that was not subscribed before", held -> held.has(b, "v1"));
    }

    private static void superseded(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, List.of(a, b), "v1");
        WorldClient client = stage.world();
        client.subscribe(ENDPOINT, a);
        client.subscribe(ENDPOINT, b);
        client.until(ENDPOINT, "what the second request named", held -> held.hasAll(List.of(a, b)));
    }

    private static void unknownVersion(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        WorldClient client = stage.world();
        client.resume(CLUSTER, "no-such-version");
        client.until(CLUSTER, "everything", held -> held.has(a, "v1"));
    }

    private static void removedMeanwhile(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, List.of(a, b), "v1");
        String version = held(stage, CLUSTER, List.of(a, b), true);
        stage.remove(CLUSTER, a);
        WorldClient again = stage.world();
        again.resume(CLUSTER, version);
        again.until(CLUSTER, "a response without the removed cluster", held -> held.has(b) && !held.has(a));
    }

    private static void changedMeanwhile(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        String version = held(stage, ENDPOINT, List.of(a), false);
        stage.put(ENDPOINT, a, "v2");
        WorldClient again = stage.world();
        again.resume(ENDPOINT, version, a);
        again.until(ENDPOINT, "the change", held -> held.has(a, "v2"));
    }

    /** Lets a client hold these on a stream that ends, and returns the version that it Acked. */
    private static String held(Stage stage, ResourceKind kind, List<String> names, boolean everything)
            throws IOException {
        try (WorldClient client = stage.world()) {
            if (everything) {
                client.subscribeSilently(kind);
            } else {
                client.subscribe(kind, names);
            }
            client.until(kind, "the resources", held -> held.hasAll(names));
            return stage.present(client.held(kind).last(), "a response").version();
        }
    }

    /** Leaves a client with an Acked first and an unanswered second response; returns the first. */
    private static Answer secondUnanswered(Stage stage, WorldClient client, String a, String b) throws IOException {
        stage.put(ENDPOINT, List.of(a, b), "v1");
        client.subscribe(ENDPOINT, a);
        Answer first = client.next(ENDPOINT, "the resource");
        client.ack(ENDPOINT, first);
        stage.put(ENDPOINT, a, "v2");
        client.next(ENDPOINT, "the change");
        return first;
    }

    private static void sayStale(WorldClient client, Answer first, String a, String b) {
        client.raw(ENDPOINT, request -> request.clearResourceNames().addResourceNames(a).addResourceNames(b)
                .setVersionInfo(first.version()).setResponseNonce(first.nonce()));
    }
}
