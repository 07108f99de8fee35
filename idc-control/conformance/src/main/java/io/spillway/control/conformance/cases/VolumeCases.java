package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.subject.ResourceKind;
import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.Answer;
import io.spillway.control.conformance.wire.XdsClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;

/** Very large sets. */
final class VolumeCases {

    private static final int MANY = 1500;

    private VolumeCases() {}

    static void addTo(CaseList list) {
        list.both(18, Level.MUST, Sentence.MANY_NAMES, "1,500 names in one request are all supplied, each once",
                Set.of(ENDPOINT), VolumeCases::named);
        list.both(19, Level.MUST, Sentence.LEGACY_WILDCARD, "A wildcard over 1,500 resources brings all, each once",
                Set.of(CLUSTER), VolumeCases::wildcard);
        list.both(55, Level.MUST, Sentence.PROTO_UPDATES,
                "One of 1,500 subscribed resources changes and the change is sent", Set.of(ENDPOINT),
                VolumeCases::oneOfMany);
    }

    private static void named(Stage stage) throws IOException {
        List<String> names = stage.names("r", MANY);
        XdsClient client = all(stage, ENDPOINT, names, names);
        expectOnce(stage, client, ENDPOINT);
    }

    private static void wildcard(Stage stage) throws IOException {
        XdsClient client = all(stage, CLUSTER, stage.names("r", MANY), List.of());
        expectOnce(stage, client, CLUSTER);
    }

    private static void oneOfMany(Stage stage) throws IOException {
        List<String> names = stage.names("r", MANY);
        XdsClient client = all(stage, ENDPOINT, names, names);
        String last = names.getLast();
        stage.put(ENDPOINT, last, "v2");
        client.until(ENDPOINT, "the one that changed", held -> held.has(last, "v2"));
    }

    private static XdsClient all(Stage stage, ResourceKind kind, List<String> names, List<String> asked)
            throws IOException {
        stage.put(kind, names, "v1");
        XdsClient client = stage.client();
        if (asked.isEmpty()) {
            client.subscribeSilently(kind);
        } else {
            client.subscribe(kind, asked);
        }
        client.until(kind, "all of " + names.size(), held -> held.hasAll(names));
        return client;
    }

    private static void expectOnce(Stage stage, XdsClient client, ResourceKind kind) {
        for (Answer answer : client.held(kind).answers()) {
            stage.expect(answer.twice().isEmpty(), "twice in one response: " + answer.twice());
        }
    }
}
