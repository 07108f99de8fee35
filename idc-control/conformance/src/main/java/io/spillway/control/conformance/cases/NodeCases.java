package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.Set;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.XdsClient;

import static io.spillway.control.conformance.subject.ResourceKind.ENDPOINT;
import static io.spillway.control.conformance.subject.ResourceKind.ROUTE;

/** Who a client says it is, and when. */
final class NodeCases {

    private NodeCases() {}

    static void addTo(CaseList list) {
        list.both(28, Level.SHOULD, Sentence.FIRST_REQUEST,
                "A first request without a node is served, or ends the stream with a status", Set.of(ENDPOINT),
                NodeCases::absent);
        list.both(29, Level.MUST, Sentence.NODE_ONCE, "Later requests need no node", Set.of(ENDPOINT, ROUTE),
                NodeCases::once);
        list.both(30, Level.MUST, Sentence.NODE_IDENTICAL, "The same node in a later request changes nothing",
                Set.of(ENDPOINT), NodeCases::repeated);
        list.both(31, Level.SHOULD, Sentence.NODE_FIRST_ONLY,
                "Another node in a later request is ignored, or ends the stream with a status", Set.of(ENDPOINT),
                NodeCases::changed);
    }

    private static void absent(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        XdsClient client = stage.client();
        client.forgetNode();
        client.subscribe(ENDPOINT, a);
        servedOrEnded(stage, client, a);
    }

    private static void once(Stage stage) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        stage.put(ROUTE, a, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        client.subscribe(ROUTE, a);
        client.until(ROUTE, "a resource of a type first asked for without a node", held -> held.has(a, "v1"));
        stage.put(ENDPOINT, a, "v2");
        client.until(ENDPOINT, "the change after an Ack without a node", held -> held.has(a, "v2"));
    }

    private static void repeated(Stage stage) throws IOException {
        String b = stage.name("b");
        XdsClient client = claims(stage, stage.node(), b);
        client.until(ENDPOINT, "the resource of the request that repeats the node", held -> held.has(b, "v1"));
    }

    private static void changed(Stage stage) throws IOException {
        String b = stage.name("b");
        XdsClient client = claims(stage, stage.node().toBuilder().setId(stage.name("other-node")).build(), b);
        servedOrEnded(stage, client, b);
    }

    private static XdsClient claims(Stage stage, Node node, String wanted) throws IOException {
        String a = stage.name("a");
        stage.put(ENDPOINT, a, "v1");
        stage.put(ENDPOINT, wanted, "v1");
        XdsClient client = stage.client();
        client.subscribe(ENDPOINT, a);
        client.until(ENDPOINT, "the resource", held -> held.has(a, "v1"));
        client.subscribeAs(node, ENDPOINT, wanted);
        return client;
    }

    private static void servedOrEnded(Stage stage, XdsClient client, String name) {
        switch (client.reaction(ENDPOINT, held -> held.has(name, "v1"))) {
            case XdsClient.Reaction.Served _ -> client.expectAlive();
            case XdsClient.Reaction.Ended(String status) -> stage.expect(!status.equals("OK"),
                    "the server ended the stream without saying why");
            case XdsClient.Reaction.Silence _ -> stage.expect(false,
                    "the server neither serves the request nor ends the stream");
        }
    }
}
