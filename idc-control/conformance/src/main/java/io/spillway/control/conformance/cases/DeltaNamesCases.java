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

/** Incremental: how subscriptions change. */
final class DeltaNamesCases {

    private DeltaNamesCases() {}

    static void addTo(CaseList list) {
        list.delta(66, Level.MUST, Sentence.DELTA_STALE_NONCE, "A subscription with a stale nonce counts",
                Set.of(ENDPOINT), DeltaNamesCases::staleNonce);
        list.delta(67, Level.MUST, Sentence.DELTA_STALE_NONCE, "A subscription with a nonce that never was counts",
                Set.of(ENDPOINT), DeltaNamesCases::unknownNonce);
        list.delta(68, Level.MUST, Sentence.DELTA_FORGOTTEN, "A resource subscribed a second time is sent again",
                Set.of(ENDPOINT), DeltaNamesCases::twice);
        list.delta(69, Level.MUST, Sentence.PHANTOM, "Unsubscribing what was not subscribed does no harm",
                Set.of(ENDPOINT), DeltaNamesCases::phantom);
        list.delta(70, Level.MUST, Sentence.PROTO_EMPTY_LISTS, "A request without names changes no subscription",
                Set.of(CLUSTER), DeltaNamesCases::emptyLists);
        list.delta(71, Level.MUST, Sentence.UNSUBSCRIBE_UNDER_WILDCARD,
                "Unsubscribing a name under *, it is sent again if it is part of everything", Set.of(CLUSTER),
                DeltaNamesCases::unsubscribedUnderWildcard);
        list.delta(72, Level.MUST, Sentence.UNSUBSCRIBE_UNDER_WILDCARD,
                "Unsubscribing a name under *, it is said to be removed if it is no part of everything",
                Set.of(CLUSTER), DeltaNamesCases::missingUnderWildcard);
        list.delta(83, Level.MUST, Sentence.PROTO_ALL_SUBSCRIBED,
                "A name subscribed under * is sent, though the client has it already", Set.of(CLUSTER),
                DeltaNamesCases::namedUnderWildcard);
        list.delta(85, Level.SHOULD, Sentence.UNSUBSCRIBE_DELTA,
                "A missing resource that was unsubscribed is not sent when it comes into being", Set.of(ENDPOINT),
                DeltaNamesCases::missingUnsubscribed);
    }

    private static void staleNonce(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(ENDPOINT, List.of(a, b), "v1");
        DeltaClient client = stage.delta();
        client.subscribe(ENDPOINT, a);
        Answer first = client.next(ENDPOINT, "the resource");
        client.ack(ENDPOINT, first);
        stage.put(ENDPOINT, a, "v2");
        Answer second = client.next(ENDPOINT, "the change");
        client.ack(ENDPOINT, first, b);
        client.ack(ENDPOINT, second);
        client.until(ENDPOINT, "what the request with the stale nonce subscribed", held -> held.has(b, "v1"));
    }

    private static void unknownNonce(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        DeltaClient client = with(stage, a, b);
        client.raw(ENDPOINT, request -> request.setResponseNonce("no-such-nonce").addResourceNamesSubscribe(b));
        client.until(ENDPOINT, "what the request subscribed", held -> held.has(b, "v1"));
    }

    private static void twice(Stage stage) throws IOException {
        String a = stage.name("a");
        DeltaClient client = with(stage, a, stage.name("b"));
        client.drain(ENDPOINT);
        client.mark(ENDPOINT);
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource again", held -> held.times(a) > 0);
    }

    private static void phantom(Stage stage) throws IOException {
        String a = stage.name("a");
        DeltaClient client = with(stage, a, stage.name("b"));
        client.unsubscribe(ENDPOINT, stage.name("never-subscribed"), stage.name("b"));
        client.drain(ENDPOINT);
        client.expectAlive();
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change of what is subscribed", held -> held.has(a, "v2"));
    }

    private static void emptyLists(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        stage.put(CLUSTER, List.of(a, b), "v1");
        DeltaClient client = stage.delta();
        client.subscribe(CLUSTER, a);
        client.until(CLUSTER, "the resource", held -> held.has(a));
        client.raw(CLUSTER, _ -> {});
        client.drain(CLUSTER);
        stage.put(CLUSTER, b, "v2");
        stage.put(CLUSTER, a, "v2");
        client.until(CLUSTER, "the change of what is subscribed", held -> held.has(a, "v2"));
        stage.expect(!client.held(CLUSTER).has(b), "a resource that was never subscribed came");
    }

    private static void unsubscribedUnderWildcard(Stage stage) throws IOException {
        String a = stage.name("a");
        DeltaClient client = wildcardAnd(stage, a, a);
        client.unsubscribe(CLUSTER, a);
        client.until(CLUSTER, "the resource again", held -> held.times(a) > 0);
        stage.put(CLUSTER, a, "v2");
        client.until(CLUSTER, "its change", held -> held.has(a, "v2"));
    }

    private static void missingUnderWildcard(Stage stage) throws IOException {
        String missing = stage.name("missing");
        DeltaClient client = wildcardAnd(stage, stage.name("a"), missing);
        client.unsubscribe(CLUSTER, missing);
        client.until(CLUSTER, "removed_resources with the name", held -> held.toldGone(missing));
    }

    private static void namedUnderWildcard(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(CLUSTER, a, "v1");
        DeltaClient client = stage.delta();
        client.subscribe(CLUSTER, "*");
        client.until(CLUSTER, "everything", held -> held.has(a));
        client.drain(CLUSTER);
        client.mark(CLUSTER);
        client.subscribe(CLUSTER, a);
        client.until(CLUSTER, "the resource again", held -> held.times(a) > 0);
    }

    private static void missingUnsubscribed(Stage stage) throws IOException {
        String a = stage.name("a");
        String b = stage.name("b");
        String missing = stage.name("missing");
        DeltaClient client = with(stage, a, b);
        client.subscribe(ENDPOINT, missing);
        client.drain(ENDPOINT);
        client.unsubscribe(ENDPOINT, missing);
        client.subscribe(ENDPOINT, b);
        client.until(ENDPOINT, "a resource subscribed after that", held -> held.has(b));
        stage.put(ENDPOINT, missing, "v1");
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change of what is subscribed", held -> held.has(a, "v2"));
        stage.expect(!client.held(ENDPOINT).has(missing), "the unsubscribed resource came");
    }

    /** Returns a client that holds the first; the second exists, too. */
    private static DeltaClient with(Stage stage, String a, String b) throws IOException {
        stage.put(ENDPOINT, List.of(a, b), "v1");
        DeltaClient client = stage.delta();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        return client;
    }

    /** Returns a client that subscribed everything, and by name the second. */
    private static DeltaClient wildcardAnd(Stage stage, String existing, String named) throws IOException {
        stage.put(CLUSTER, existing, "v1");
        DeltaClient client = stage.delta();
        client.subscribe(CLUSTER, "*", named);
        client.until(CLUSTER, "everything", held -> held.has(existing));
        client.drain(CLUSTER);
        client.mark(CLUSTER);
        return client;
    }
}
