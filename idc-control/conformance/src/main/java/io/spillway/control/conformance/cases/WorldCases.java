package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.Answer;
import io.spillway.control.conformance.wire.Unmet;
import io.spillway.control.conformance.wire.WorldClient;

import static io.spillway.control.conformance.subject.ResourceKind.CLUSTER;
import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;
import static io.spillway.control.conformance.subject.ResourceKind.LISTENER;

/** State of the world: whole worlds, and removal by omission. */
final class WorldCases {

    private WorldCases() {}

    static void addTo(CaseList list) {
        list.sotw(63, Level.MUST, Sentence.WHOLE_WORLD, "When one cluster changes, all are in the response",
                Set.of(CLUSTER), WorldCases::wholeWorld);
        list.sotw(64, Level.MUST, Sentence.WHOLE_WORLD, "When one named cluster changes, all named are in the response",
                Set.of(CLUSTER), WorldCases::wholeNamed);
        list.sotw(65, Level.MUST, Sentence.REMOVED_SOTW, "A removed cluster is missing in the next response",
                Set.of(CLUSTER), WorldCases::removed);
        list.sotw(66, Level.MUST, Sentence.REMOVED_SOTW,
                "When the last cluster is removed, a response without it comes",
                Set.of(CLUSTER), WorldCases::lastRemoved);
        list.sotw(67, Level.MUST, Sentence.ALL_REQUESTED, "A cluster that is new comes in a response with all others",
                Set.of(CLUSTER), WorldCases::grows);
        list.sotw(68, Level.SHOULD, Sentence.EMPTY_MEANS_NONE, "After the last name is taken back nothing is sent",
                Set.of(ENDPOINT), WorldCases::none);
        list.sotw(73, Level.MUST, Sentence.AFTER_NACK, "After a refused world the next one has all clusters",
                Set.of(CLUSTER), WorldCases::afterNack);
        list.sotw(74, Level.SHOULD, Sentence.NEEDLESS_WORK, "A refused world is not sent again unchanged",
                Set.of(CLUSTER), WorldCases::parked);
        list.sotw(75, Level.SHOULD, Sentence.ONLY_CHANGES, "A list of names that only becomes shorter sends nothing",
                Set.of(ENDPOINT), WorldCases::shorter);
        list.sotw(77, Level.MUST, Sentence.REMOVED_SOTW,
                "A cluster removed while a response is unanswered is missing in the end", Set.of(CLUSTER),
                WorldCases::removedMeanwhile);
        list.sotw(79, Level.MUST, Sentence.WHOLE_WORLD, "When one listener changes, all are in the response",
                Set.of(LISTENER), WorldCases::wholeListeners);
    }

    private static void wholeWorld(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        WorldClient client = withBoth(stage, a, b);
        stage.put(CLUSTER, a, "v2");
        client.until(CLUSTER, "the change", held -> held.has(a, "v2"));
        stage.expect(client.held(CLUSTER).has(b), "the cluster that did not change is missing in the response");
    }

    private static void wholeNamed(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, List.of(a, b), "v1");
        WorldClient client = stage.world();
        client.subscribe(CLUSTER, a, b);
        client.until(CLUSTER, "both", held -> held.hasAll(List.of(a, b)));
        stage.put(CLUSTER, a, "v2");
        client.until(CLUSTER, "the change", held -> held.has(a, "v2"));
        stage.expect(client.held(CLUSTER).has(b), "the cluster that did not change is missing in the response");
    }

    private static void removed(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        WorldClient client = withBoth(stage, a, b);
        stage.remove(CLUSTER, a);
        client.until(CLUSTER, "a response without the removed cluster", held -> !held.has(a));
        stage.expect(client.held(CLUSTER).has(b), "the cluster that was not removed is missing, too");
    }

    private static void lastRemoved(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        WorldClient client = stage.world();
        client.subscribeSilently(CLUSTER);
        client.until(CLUSTER, "the cluster", held -> held.has(a));
        stage.remove(CLUSTER, a);
        client.until(CLUSTER, "a response without the removed cluster", held -> !held.has(a));
    }

    private static void grows(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        WorldClient client = withBoth(stage, a, b);
        String c = stage.name("c");
        stage.put(CLUSTER, c, "v1");
        client.until(CLUSTER, "the new cluster", held -> held.has(c));
        stage.expect(client.held(CLUSTER).hasAll(List.of(a, b)), "the others are missing in the response");
    }

    private static void none(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        WorldClient client = stage.world();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a));
        client.unsubscribe(ENDPOINT, a);
        client.drain(ENDPOINT);
        stage.put(ENDPOINT, a, "v2");
        client.quiet(ENDPOINT, "for nothing is subscribed any more");
    }

    private static void afterNack(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        WorldClient client = withBoth(stage, a, b);
        stage.put(CLUSTER, b, "v2");
        client.nack(CLUSTER, bringing(client, b));
        stage.put(CLUSTER, b, "v3");
        client.until(CLUSTER, "the next version", held -> held.has(b, "v3"));
        stage.expect(client.held(CLUSTER).has(a), "the other cluster is missing in the response");
    }

    private static void parked(Stage stage) throws IOException {
        String b = stage.name("b");
        WorldClient client = withBoth(stage, stage.name("a"), b);
        stage.put(CLUSTER, b, "v2");
        Answer refused = bringing(client, b);
        client.nack(CLUSTER, refused);
        Answer again = client.poll(CLUSTER);
        for (int most = 10; again != null && most > 0; most--) {
            if (Set.copyOf(again.items()).equals(Set.copyOf(refused.items()))) {
                throw new Unmet("the refused world came again unchanged: " + again);
            }
            client.ack(CLUSTER, again);
            again = client.poll(CLUSTER);
        }
    }

    private static void shorter(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, List.of(a, b), "v1");
        WorldClient client = stage.world();
        client.subscribe(ENDPOINT, a, b);
        client.until(ENDPOINT, "both", held -> held.hasAll(List.of(a, b)));
        client.drain(ENDPOINT);
        client.unsubscribe(ENDPOINT, b);
        client.quiet(ENDPOINT, "for no resource changed");
    }

    private static void removedMeanwhile(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        WorldClient client = withBoth(stage, a, b);
        stage.put(CLUSTER, b, "v2");
        Answer unanswered = client.next(CLUSTER, "the change");
        stage.remove(CLUSTER, a);
        client.ack(CLUSTER, unanswered);
        client.until(CLUSTER, "a response without the removed cluster", held -> !held.has(a) && held.has(b, "v2"));
    }

    private static void wholeListeners(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(LISTENER, List.of(a, b), "v1");
        WorldClient client = stage.world();
        client.subscribeSilently(LISTENER);
        client.until(LISTENER, "both", held -> held.hasAll(List.of(a, b)));
        stage.put(LISTENER, a, "v2");
        client.until(LISTENER, "the change", held -> held.has(a, "v2"));
        stage.expect(client.held(LISTENER).has(b), "the listener that did not change is missing in the response");
    }

    private static WorldClient withBoth(Stage stage, String a, String b) throws IOException {
        stage.put(CLUSTER, List.of(a, b), "v1");
        WorldClient client = stage.world();
        client.subscribeSilently(CLUSTER);
        client.until(CLUSTER, "both", held -> held.hasAll(List.of(a, b)));
        return client;
    }

    private static Answer bringing(WorldClient client, String name) {
        Answer answer = client.next(CLUSTER, "the change");
        while (!client.held(CLUSTER).has(name, "v2")) {
            client.ack(CLUSTER, answer);
            answer = client.next(CLUSTER, "the change");
        }
        return answer;
    }
}
