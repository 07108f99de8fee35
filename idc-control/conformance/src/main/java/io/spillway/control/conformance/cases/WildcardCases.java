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

/** Everything: by {@code *}, or by naming nothing, as old clients do. */
final class WildcardCases {

    private static final String ALL = "*";

    private WildcardCases() {}

    static void addTo(CaseList list) {
        list.both(36, Level.MUST, Sentence.WILDCARD, "A subscription to * brings everything", Set.of(CLUSTER),
                stage -> everything(stage, false));
        list.both(37, Level.MUST, Sentence.LEGACY_WILDCARD, "A first request without names brings everything",
                Set.of(CLUSTER), stage -> everything(stage, true));
        list.both(38, Level.MUST, Sentence.PROTO_UPDATES, "What is new comes to who subscribed everything",
                Set.of(CLUSTER), WildcardCases::grows);
        list.both(39, Level.MUST, Sentence.SPRINGS_INTO_EXISTENCE,
                "With * over nothing, the first resource is sent when it comes into being", Set.of(CLUSTER),
                stage -> empty(stage, false));
        list.both(56, Level.MUST, Sentence.LEGACY_WILDCARD,
                "With no names over nothing, the first resource is sent when it comes into being", Set.of(CLUSTER),
                stage -> empty(stage, true));
        list.both(40, Level.MUST, Sentence.WILDCARD_DROPPED_SOTW, Sentence.WILDCARD_DROPPED_DELTA,
                "Who drops * keeps what it named", Set.of(CLUSTER), WildcardCases::namedStays);
        list.both(41, Level.SHOULD, Sentence.WILDCARD_DROPPED_SOTW, Sentence.WILDCARD_DROPPED_DELTA,
                "Who drops * gets no changes of what it did not name", Set.of(CLUSTER), WildcardCases::othersStop);
        list.both(42, Level.MUST, Sentence.WILDCARD_AND_NAME_SOTW, Sentence.WILDCARD_AND_NAME_DELTA,
                "Who subscribed everything and then names something keeps everything", Set.of(CLUSTER),
                WildcardCases::bothStay);
        list.both(43, Level.SHOULD, Sentence.LEGACY_IS_OVER, "Who named something and takes it back has nothing",
                Set.of(CLUSTER), WildcardCases::namedThenNone);
        list.both(44, Level.SHOULD, Sentence.LEGACY_IS_OVER, "Who named * and takes it back has nothing",
                Set.of(CLUSTER), WildcardCases::allThenNone);
        list.both(45, Level.MUST, Sentence.RESEND_NEWLY_REQUESTED,
                "Who drops * and subscribes it again gets everything again", Set.of(CLUSTER), WildcardCases::again);
    }

    private static void everything(Stage stage, boolean silently) throws IOException {
        List<String> names = stage.names("r", 3);
        stage.put(CLUSTER, names, "v1");
        XdsClient client = stage.client();
        subscribeAll(client, silently);
        client.until(CLUSTER, "everything", held -> held.hasAll(names));
    }

    private static void grows(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        XdsClient client = withBoth(stage, a, b, true);
        String c = stage.name("c");
        stage.put(CLUSTER, c, "v1");
        client.until(CLUSTER, "the new one, beside the others", held -> held.hasAll(List.of(a, b, c)));
    }

    private static void empty(Stage stage, boolean silently) throws IOException {
        String a = stage.name("a");
        XdsClient client = stage.client();
        subscribeAll(client, silently);
        client.drain(CLUSTER);
        stage.put(CLUSTER, a, "v1");
        client.until(CLUSTER, "the first resource", held -> held.has(a, "v1"));
    }

    private static void namedStays(Stage stage) throws IOException {
        String a = stage.name("a");
        XdsClient client = withoutWildcard(stage, a, stage.name("b"));
        stage.put(CLUSTER, a, "v2");
        client.until(CLUSTER, "the change of what it named", held -> held.has(a, "v2"));
    }

    private static void othersStop(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        XdsClient client = withoutWildcard(stage, a, b);
        stage.put(CLUSTER, b, "v2");
        stage.put(CLUSTER, a, "v2");
        client.until(CLUSTER, "the change of what it named", held -> held.has(a, "v2"));
        stage.expect(!client.held(CLUSTER).has(b, "v2"), "the change of what it did not name came, too");
    }

    private static void bothStay(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        XdsClient client = withBoth(stage, a, b, true);
        if (client instanceof WorldClient) {
            client.subscribe(CLUSTER, ALL, a);
        } else {
            client.subscribe(CLUSTER, a);
        }
        client.drain(CLUSTER);
        stage.put(CLUSTER, b, "v2");
        client.until(CLUSTER, "the change of what it did not name", held -> held.has(b, "v2"));
    }

    private static void namedThenNone(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        XdsClient client = withBoth(stage, a, b, true);
        client.subscribe(CLUSTER, a);
        client.drain(CLUSTER);
        if (client instanceof WorldClient) {
            client.unsubscribe(CLUSTER, a);
        } else {
            client.unsubscribe(CLUSTER, ALL, a);
        }
        client.drain(CLUSTER);
        stage.put(CLUSTER, b, "v2");
        client.quiet(CLUSTER, "for nothing is subscribed any more");
    }

    private static void allThenNone(Stage stage) throws IOException {
        String a = stage.name("a");
        XdsClient client = withBoth(stage, a, stage.name("b"), false);
        client.unsubscribe(CLUSTER, ALL);
        client.drain(CLUSTER);
        stage.put(CLUSTER, a, "v2");
        client.quiet(CLUSTER, "for nothing is subscribed any more");
    }

    private static void again(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        XdsClient client = withBoth(stage, a, b, false);
        client.unsubscribe(CLUSTER, ALL);
        client.drain(CLUSTER);
        client.mark(CLUSTER);
        client.subscribe(CLUSTER, ALL);
        client.until(CLUSTER, "everything again", held -> held.times(a) > 0 && held.times(b) > 0);
    }

    private static void subscribeAll(XdsClient client, boolean silently) {
        if (silently) {
            client.subscribeSilently(CLUSTER);
        } else {
            client.subscribe(CLUSTER, ALL);
        }
    }

    private static XdsClient withBoth(Stage stage, String a, String b, boolean silently) throws IOException {
        stage.put(CLUSTER, List.of(a, b), "v1");
        XdsClient client = stage.client();
        subscribeAll(client, silently);
        client.until(CLUSTER, "everything", held -> held.hasAll(List.of(a, b)));
        return client;
    }

    /** Returns a client that subscribed everything and one name, and dropped everything. */
    private static XdsClient withoutWildcard(Stage stage, String named, String other) throws IOException {
        stage.put(CLUSTER, List.of(named, other), "v1");
        XdsClient client = stage.client();
        client.subscribe(CLUSTER, ALL, named);
        client.until(CLUSTER, "everything", held -> held.hasAll(List.of(named, other)));
        client.unsubscribe(CLUSTER, ALL);
        client.drain(CLUSTER);
        return client;
    }
}
