package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.Answer;
import io.spillway.control.conformance.wire.DeltaClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;

/** Incremental: what a response says, and removal. */
final class DeltaCases {

    private DeltaCases() {}

    static void addTo(CaseList list) {
        list.delta(60, Level.MUST, Sentence.RESOURCE_NAME, "Every resource carries its name", Set.of(ENDPOINT),
                DeltaCases::named);
        list.delta(61, Level.SHOULD, Sentence.DELTA_LESS, "When one resource changes, only that one is sent",
                Set.of(ENDPOINT), DeltaCases::onlyChanged);
        list.delta(62, Level.MUST, Sentence.PROTO_RESOURCE_VERSION,
                "A resource has a version, and another one when it changes", Set.of(ENDPOINT), DeltaCases::version);
        list.delta(63, Level.MUST, Sentence.NOT_EXIST_DELTA, "A subscribed resource that does not exist is said to be",
                Set.of(ENDPOINT), DeltaCases::missing);
        list.delta(64, Level.MUST, Sentence.REMOVED_DELTA, "A removed resource is said to be, to who named it",
                Set.of(ENDPOINT), DeltaCases::removed);
        list.delta(65, Level.MUST, Sentence.REMOVED_DELTA, "A removed resource is said to be, to who subscribed *",
                Set.of(CLUSTER), DeltaCases::removedUnderWildcard);
        list.delta(81, Level.MUST, Sentence.REMOVED_DELTA,
                "A removal while a response is unanswered is said in the end", Set.of(ENDPOINT),
                DeltaCases::removedMeanwhile);
        list.delta(82, Level.MUST, Sentence.PROTO_UPDATES,
                "A resource that is removed and comes back at once is there in the end", Set.of(ENDPOINT),
                DeltaCases::back);
        list.delta(87, Level.MUST, Sentence.REMOVED_DELTA, "Removing one resource leaves the others", Set.of(CLUSTER),
                DeltaCases::othersStay);
    }

    private static void named(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, List.of(a, b), "v1");
        DeltaClient client = stage.delta();
        client.subscribe(ENDPOINT, a, b);
        client.until(ENDPOINT, "both, by name", held -> held.hasAll(List.of(a, b)));
        for (Answer answer : client.held(ENDPOINT).answers()) {
            stage.expect(answer.items().stream().noneMatch(item -> item.name().isEmpty()),
                    "a resource without a name: " + answer);
        }
    }

    private static void onlyChanged(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, List.of(a, b), "v1");
        DeltaClient client = stage.delta();
        client.subscribe(ENDPOINT, a, b);
        client.until(ENDPOINT, "both", held -> held.hasAll(List.of(a, b)));
        client.mark(ENDPOINT);
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change", held -> held.has(a, "v2"));
        stage.expect(client.held(ENDPOINT).times(b) == 0, "the resource that did not change came, too");
    }

    private static void version(Stage stage) throws IOException {
        String a = stage.name("a");
        DeltaClient client = with(stage, a);
        String first = client.held(ENDPOINT).version(a);
        stage.expect(!first.isEmpty(), "a resource without a version");
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change", held -> held.has(a, "v2"));
        stage.expect(!client.held(ENDPOINT).version(a).equals(first), "the version stayed " + first);
    }

    private static void missing(Stage stage) throws IOException {
        String a = stage.name("a");
        DeltaClient client = stage.delta();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "removed_resources with the name that does not exist", held -> held.toldGone(a));
    }

    private static void removed(Stage stage) throws IOException {
        String a = stage.name("a");
        DeltaClient client = with(stage, a);
        stage.remove(ENDPOINT, a);
        client.until(ENDPOINT, "removed_resources with the name", held -> held.toldGone(a));
    }

    private static void removedUnderWildcard(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        DeltaClient client = stage.delta();
        client.subscribe(CLUSTER, "*");
        client.until(CLUSTER, "the resource", held -> held.has(a));
        stage.remove(CLUSTER, a);
        client.until(CLUSTER, "removed_resources with the name", held -> held.toldGone(a));
    }

    private static void removedMeanwhile(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        DeltaClient client = stage.delta();
        client.subscribe(ENDPOINT, a);
        Answer unanswered = client.next(ENDPOINT, "the resource");
        stage.remove(ENDPOINT, a);
        client.ack(ENDPOINT, unanswered);
        client.until(ENDPOINT, "removed_resources with the name", held -> held.toldGone(a));
    }

    private static void back(Stage stage) throws IOException {
        String a = stage.name("a");
        DeltaClient client = with(stage, a);
        stage.remove(ENDPOINT, a);
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the resource that came back", held -> held.has(a, "v2"));
        client.drain(ENDPOINT);
        stage.expect(client.held(ENDPOINT).has(a, "v2"), "the resource was taken away after it came back");
    }

    private static void othersStay(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, List.of(a, b), "v1");
        DeltaClient client = stage.delta();
        client.subscribe(CLUSTER, "*");
        client.until(CLUSTER, "both", held -> held.hasAll(List.of(a, b)));
        stage.remove(CLUSTER, a);
        client.until(CLUSTER, "removed_resources with the name", held -> held.toldGone(a));
        client.drain(CLUSTER);
        stage.expect(client.held(CLUSTER).has(b), "the other resource was taken away, too");
    }

    private static DeltaClient with(Stage stage, String name) throws IOException {
        stage.put(ENDPOINT, name, "v1");
        DeltaClient client = stage.delta();
        client.subscribe(ENDPOINT, name);
        client.until(ENDPOINT, "the resource", held -> held.has(name, "v1"));
        return client;
    }
}
