package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.Answer;
import io.spillway.control.conformance.wire.WorldClient;
import io.spillway.control.conformance.wire.XdsClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;

/** Streams that end and begin again, and streams beside each other. */
final class StreamCases {

    private StreamCases() {}

    static void addTo(CaseList list) {
        list.both(46, Level.MUST, Sentence.CHANGED_SINCE, Sentence.DELTA_NO_STATE,
                "A client that reconnects and says of nothing that it has it gets everything again",
                Set.of(CLUSTER, ENDPOINT), StreamCases::reconnect);
        list.both(47, Level.MUST, Sentence.VERSION_OF_RESOURCES, "Two streams see the same version of the same content",
                Set.of(ENDPOINT), StreamCases::sameVersion);
        list.both(57, Level.MUST, Sentence.NONCE_OF_ONE_STREAM,
                "A client that does not answer, and goes, holds back nobody", Set.of(ENDPOINT), StreamCases::goes);
        list.both(58, Level.MUST, Sentence.PROTO_UPDATES, "Ten streams all get a change", Set.of(ENDPOINT),
                StreamCases::ten);
    }

    private static void reconnect(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        stage.put(ENDPOINT, a, "v1");
        for (int round = 1; round <= 2; round++) {
            try (XdsClient client = stage.client()) {
                client.subscribeSilently(CLUSTER);
                client.subscribe(ENDPOINT, a);
                client.until(CLUSTER, "the cluster on stream " + round, held -> held.has(a, "v1"));
                client.until(ENDPOINT, "the endpoints on stream " + round, held -> held.has(a, "v1"));
            }
        }
    }

    private static void sameVersion(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        String first = version(stage, a);
        String second = version(stage, a);
        stage.expect(first.equals(second), "the same resource had version " + first + " on one stream and " + second
                + " on another");
    }

    private static String version(Stage stage, String name) throws IOException {
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, name);
        client.until(ENDPOINT, "the resource", held -> held.has(name, "v1"));
        Answer last = stage.present(client.held(ENDPOINT).last(), "a response");
        return client instanceof WorldClient ? last.version() : client.held(ENDPOINT).version(name);
    }

    private static void goes(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient stays = stage.client();
        stays.subscribe(ENDPOINT, a);
        stays.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        try (XdsClient goes = stage.client()) {
            goes.subscribe(ENDPOINT, a);
            goes.next(ENDPOINT, "the resource, which stays unanswered");
        }
        stage.put(ENDPOINT, a, "v2");
        stays.until(ENDPOINT, "the change", held -> held.has(a, "v2"));
    }

    private static void ten(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        List<XdsClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            XdsClient client = stage.client();
            client.subscribe(ENDPOINT, a);
            clients.add(client);
        }
        for (XdsClient client : clients) {
            client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        }
        stage.put(ENDPOINT, a, "v2");
        for (XdsClient client : clients) {
            client.until(ENDPOINT, "the change", held -> held.has(a, "v2"));
        }
    }
}
