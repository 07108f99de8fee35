package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.Answer;
import io.spillway.control.conformance.wire.Unmet;
import io.spillway.control.conformance.wire.XdsClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;

/** What a client refuses, and what that means for the rest. */
final class NackCases {

    private NackCases() {}

    static void addTo(CaseList list) {
        list.both(7, Level.SHOULD, Sentence.NEEDLESS_WORK, "A refused version is not sent again unchanged",
                Set.of(ENDPOINT), NackCases::parked);
        list.both(8, Level.MUST, Sentence.AFTER_NACK, "After a Nack the next version is sent", Set.of(ENDPOINT),
                NackCases::nextVersion);
        list.both(9, Level.MUST, Sentence.NAMES_IN_ANSWER, Sentence.PROTO_ANY_REQUEST,
                "A Nack that subscribes another resource gets it", Set.of(ENDPOINT), NackCases::subscribes);
        list.both(22, Level.MUST, Sentence.NONCE_OF_ONE_STREAM, "The Nack of one client leaves others alone",
                Set.of(ENDPOINT), NackCases::twoClients);
        list.both(24, Level.MUST, Sentence.MULTIPLEXED, Sentence.PROTO_WALLED_OFF,
                "The Nack of one type leaves other types alone", Set.of(CLUSTER, ENDPOINT), NackCases::otherType);
        list.both(51, Level.SHOULD, Sentence.NEEDLESS_WORK,
                "The first response of a stream, refused, is not sent again unchanged", Set.of(ENDPOINT),
                NackCases::parkedFirst);
        list.both(52, Level.MUST, Sentence.PROTO_UPDATES,
                "While one resource's version is refused, changes of others of its type are sent", Set.of(ENDPOINT),
                NackCases::siblings);
    }

    private static void parked(Stage stage) throws IOException {
        String a = stage.name("a");
        XdsClient client = subscribed(stage, a);
        stage.put(ENDPOINT, a, "v2");
        client.nack(ENDPOINT, bringing(client, a, "v2"));
        expectNotAgain(client, a, "v2");
    }

    private static void parkedFirst(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.nack(ENDPOINT, bringing(client, a, "v1"));
        expectNotAgain(client, a, "v1");
    }

    private static void nextVersion(Stage stage) throws IOException {
        String a = stage.name("a");
        XdsClient client = subscribed(stage, a);
        stage.put(ENDPOINT, a, "v2");
        client.nack(ENDPOINT, bringing(client, a, "v2"));
        stage.put(ENDPOINT, a, "v3");
        client.until(ENDPOINT, "the version after the refused one", held -> held.has(a, "v3"));
    }

    private static void subscribes(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, b, "v1");
        XdsClient client = subscribed(stage, a);
        stage.put(ENDPOINT, a, "v2");
        client.nack(ENDPOINT, bringing(client, a, "v2"), b);
        client.until(ENDPOINT, "the resource that the Nack subscribed", held -> held.has(b, "v1"));
    }

    private static void twoClients(Stage stage) throws IOException {
        String a = stage.name("a");
        XdsClient strict = subscribed(stage, a);
        XdsClient lenient = stage.client();
        lenient.subscribe(ENDPOINT, a);
        lenient.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        stage.put(ENDPOINT, a, "v2");
        strict.nack(ENDPOINT, bringing(strict, a, "v2"));
        lenient.until(ENDPOINT, "what another client refused", held -> held.has(a, "v2"));
        stage.put(ENDPOINT, a, "v3");
        for (XdsClient client : List.of(strict, lenient)) {
            client.until(ENDPOINT, "the next version", held -> held.has(a, "v3"));
        }
    }

    private static void otherType(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(CLUSTER, a);
        client.subscribe(ENDPOINT, a);
        client.nack(CLUSTER, client.next(CLUSTER, "the cluster"));
        client.until(ENDPOINT, "the endpoints of a refused cluster", held -> held.has(a, "v1"));
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change of the endpoints", held -> held.has(a, "v2"));
    }

    private static void siblings(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, b, "v1");
        XdsClient client = subscribed(stage, a, b);
        client.until(ENDPOINT, "both", held -> held.has(b, "v1"));
        stage.put(ENDPOINT, b, "v2");
        client.nack(ENDPOINT, bringing(client, b, "v2"));
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change of another resource", held -> held.has(a, "v2"));
    }

    /** Puts the first name's resource and returns a client that holds it and subscribed all of the names. */
    private static XdsClient subscribed(Stage stage, String... names) throws IOException {
        stage.put(ENDPOINT, names[0], "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, names);
        client.until(ENDPOINT, "the resource", held -> held.has(names[0], "v1"));
        return client;
    }

    /** Returns the response that brings that content; those before are Acked. */
    static Answer bringing(XdsClient client, String name, String label) {
        Answer answer = client.next(ENDPOINT, "a response with " + name + "=" + label);
        while (!client.held(ENDPOINT).has(name, label)) {
            client.ack(ENDPOINT, answer);
            answer = client.next(ENDPOINT, "a response with " + name + "=" + label);
        }
        return answer;
    }

    private static void expectNotAgain(XdsClient client, String name, String label) {
        Answer again = client.poll(ENDPOINT);
        for (int most = 10; again != null && most > 0; most--) {
            if (again.item(name).filter(item -> item.label().equals(label)).isPresent()) {
                throw new Unmet("the refused version came again unchanged: " + again);
            }
            client.ack(ENDPOINT, again);
            again = client.poll(ENDPOINT);
        }
    }
}
