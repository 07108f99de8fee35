package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.Answer;
import io.spillway.control.conformance.wire.XdsClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;

/** A response: what is in it, when it comes, when none comes. */
final class SupplyCases {

    private SupplyCases() {}

    static void addTo(CaseList list) {
        list.both(1, Level.MUST, Sentence.SUPPLY_REQUESTED, "A requested resource that exists is supplied",
                Set.of(ENDPOINT), SupplyCases::supplied);
        list.both(2, Level.MUST, Sentence.NONCE_IN_ALL, Sentence.PROTO_NONCE_DELTA, "Every response has a nonce",
                Set.of(ENDPOINT), SupplyCases::nonce);
        list.both(3, Level.MUST, Sentence.NONCE_TELLS_WHICH, Sentence.PROTO_NONCE_DELTA,
                "No two responses of a type on a stream have the same nonce", Set.of(ENDPOINT), SupplyCases::nonces);
        list.both(4, Level.MUST, Sentence.PROTO_TYPE_SOTW, Sentence.PROTO_TYPE_DELTA,
                "The type URL of a response is that of its resources", Set.of(CLUSTER, ENDPOINT), SupplyCases::types);
        list.both(5, Level.SHOULD, Sentence.ONLY_CHANGES, "Nothing is sent after an Ack until something changes",
                Set.of(ENDPOINT), SupplyCases::silence);
        list.both(6, Level.MUST, Sentence.PROTO_UPDATES, "A changed resource is sent", Set.of(ENDPOINT),
                SupplyCases::change);
        list.both(20, Level.MUST, Sentence.PROTO_UPDATES,
                "What changes while a response is unanswered reaches the client", Set.of(ENDPOINT),
                SupplyCases::unanswered);
        list.both(21, Level.MUST, Sentence.PROTO_UPDATES, "After many changes the client ends with the newest",
                Set.of(ENDPOINT), SupplyCases::burst);
    }

    private static void supplied(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
    }

    private static void nonce(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        for (int version = 2; version <= 3; version++) {
            Answer answer = client.next(ENDPOINT, "a response");
            stage.expect(!answer.nonce().isEmpty(), "a response without a nonce: " + answer);
            client.ack(ENDPOINT, answer);
            stage.put(ENDPOINT, a, "v" + version);
        }
    }

    private static void nonces(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        Set<String> seen = new HashSet<>();
        for (int version = 2; version <= 5; version++) {
            Answer answer = client.next(ENDPOINT, "a response to each change");
            stage.expect(seen.add(answer.nonce()), "the nonce of an earlier response again: " + answer);
            client.ack(ENDPOINT, answer);
            stage.put(ENDPOINT, a, "v" + version);
        }
    }

    private static void types(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(CLUSTER, a);
        client.subscribe(ENDPOINT, a);
        client.until(CLUSTER, "a response of the type of clusters", held -> held.has(a));
        client.until(ENDPOINT, "a response of the type of endpoints", held -> held.has(a));
        for (var kind : Set.of(CLUSTER, ENDPOINT)) {
            for (Answer answer : client.held(kind).answers()) {
                stage.expect(answer.items().stream().allMatch(item -> item.typeUrl().equals(kind.typeUrl())),
                        "resources of another type than the response's: " + answer);
            }
        }
    }

    private static void silence(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        client.quiet(ENDPOINT, "for all is Acked and nothing changed");
    }

    private static void change(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the changed resource", held -> held.has(a, "v2"));
    }

    private static void unanswered(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        Answer first = client.next(ENDPOINT, "the resource");
        stage.put(ENDPOINT, a, "v2");
        client.ack(ENDPOINT, first);
        client.until(ENDPOINT, "the change, at once or after the Ack", held -> held.has(a, "v2"));
    }

    private static void burst(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v0");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        Answer first = client.next(ENDPOINT, "the resource");
        for (int version = 1; version <= 50; version++) {
            stage.put(ENDPOINT, a, "v" + version);
        }
        client.ack(ENDPOINT, first);
        client.until(ENDPOINT, "the newest of 50 changes", held -> held.has(a, "v50"));
    }
}
