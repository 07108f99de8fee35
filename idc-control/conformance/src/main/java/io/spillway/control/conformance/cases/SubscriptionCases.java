package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.Answer;
import io.spillway.control.conformance.wire.WorldClient;
import io.spillway.control.conformance.wire.XdsClient;

import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;

/** Names that a client adds and takes back. */
final class SubscriptionCases {

    private SubscriptionCases() {}

    static void addTo(CaseList list) {
        list.both(10, Level.MUST, Sentence.NAMES_IN_ANSWER, Sentence.PROTO_ANY_REQUEST,
                "An Ack that subscribes another resource gets it", Set.of(ENDPOINT), SubscriptionCases::inAck);
        list.both(11, Level.MUST, Sentence.NAMES_LATER, Sentence.DELTA_SPONTANEOUS,
                "A resource subscribed between responses is sent", Set.of(ENDPOINT), SubscriptionCases::between);
        list.both(12, Level.SHOULD, Sentence.UNSUBSCRIBE_SOTW, Sentence.UNSUBSCRIBE_DELTA,
                "Changes of a resource that was unsubscribed are not sent", Set.of(ENDPOINT),
                SubscriptionCases::unsubscribed);
        list.both(13, Level.MUST, Sentence.RESEND_NEWLY_REQUESTED,
                "A resource subscribed again after it was unsubscribed is sent again, though it did not change",
                Set.of(ENDPOINT), SubscriptionCases::again);
        list.both(17, Level.MUST, Sentence.NO_DUPLICATES, "A name said twice brings the resource once in a response",
                Set.of(ENDPOINT), SubscriptionCases::twice);
        list.both(53, Level.MUST, Sentence.RESEND_NEWLY_REQUESTED,
                "A resource that changed while it was not subscribed comes in its newest content",
                Set.of(ENDPOINT), SubscriptionCases::changedMeanwhile);
    }

    private static void inAck(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, List.of(a, b), "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.ack(ENDPOINT, client.next(ENDPOINT, "the first resource"), b);
        client.until(ENDPOINT, "the resource that the Ack subscribed", held -> held.has(b, "v1"));
    }

    private static void between(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, List.of(a, b), "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the first resource", held -> held.has(a, "v1"));
        client.subscribe(ENDPOINT, b);
        client.until(ENDPOINT, "the second resource", held -> held.has(b, "v1"));
    }

    private static void unsubscribed(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        XdsClient client = withoutSecond(stage, a, b);
        stage.put(ENDPOINT, b, "v2");
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change of the resource that is still subscribed", held -> held.has(a, "v2"));
        stage.expect(!client.held(ENDPOINT).has(b, "v2"), "the change of an unsubscribed resource came, too");
    }

    private static void again(Stage stage) throws IOException {
        String b = stage.name("b");
        XdsClient client = withoutSecond(stage, stage.name("a"), b);
        client.subscribe(ENDPOINT, b);
        client.until(ENDPOINT, "the resource again", held -> held.times(b) > 0);
    }

    private static void changedMeanwhile(Stage stage) throws IOException {
        String b = stage.name("b");
        XdsClient client = withoutSecond(stage, stage.name("a"), b);
        stage.put(ENDPOINT, b, "v2");
        client.subscribe(ENDPOINT, b);
        client.until(ENDPOINT, "the newest content", held -> held.has(b, "v2"));
    }

    private static void twice(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        if (client instanceof WorldClient world) {
            world.raw(ENDPOINT, request -> request.addResourceNames(a).addResourceNames(a));
            world.intend(ENDPOINT, a);
        } else {
            client.subscribe(ENDPOINT, a, a);
        }
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        for (Answer answer : client.held(ENDPOINT).answers()) {
            stage.expect(answer.twice().isEmpty(), "a resource twice in one response: " + answer);
        }
    }

    /**
     * Returns a client that held both and unsubscribed the second; a third one that it subscribed after that tells that the
     * server knows.
     */
    private static XdsClient withoutSecond(Stage stage, String first, String second) throws IOException {
        String third = stage.name("fence");
        stage.put(ENDPOINT, List.of(first, second, third), "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, first, second);
        client.until(ENDPOINT, "both resources", held -> held.hasAll(List.of(first, second)));
        client.unsubscribe(ENDPOINT, second);
        client.subscribe(ENDPOINT, third);
        client.until(ENDPOINT, "a third resource", held -> held.has(third));
        client.drain(ENDPOINT);
        client.mark(ENDPOINT);
        return client;
    }
}
