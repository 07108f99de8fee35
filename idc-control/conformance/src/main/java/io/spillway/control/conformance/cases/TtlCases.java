package io.spillway.control.conformance.cases;

import java.io.IOException;
import java.util.Set;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Sentence;
import io.spillway.control.conformance.trial.Stage;
import io.spillway.control.conformance.wire.Answer;
import io.spillway.control.conformance.wire.XdsClient;

import static io.spillway.control.conformance.subject.ResourceKind.RUNTIME;

/** Resources that clients let end when they hear nothing. */
final class TtlCases {

    private static final String LETS_END = "xds.config.supports-resource-ttl";
    private static final String UNWRAPS = "xds.config.supports-resource-in-sotw";

    private TtlCases() {}

    static void addTo(CaseList list) {
        list.both(90, Level.MUST, Sentence.TTL_WRAPPED, Sentence.TTL_FEATURE,
                "A resource that ends is sent with its TTL", Set.of(RUNTIME), TtlCases::life);
        list.both(91, Level.MUST, Sentence.TTL_UPDATED, "A TTL is renewed before it is over", Set.of(RUNTIME),
                TtlCases::renewed);
        list.both(92, Level.MUST, Sentence.TTL_HEARTBEAT_SOTW, Sentence.TTL_HEARTBEAT,
                "What renews a TTL is the version that was sent, whole or without a body", Set.of(RUNTIME),
                TtlCases::heartbeat);
        list.both(93, Level.MUST, Sentence.TTL_REMOVED, "A resource that no longer ends is sent without a TTL",
                Set.of(RUNTIME), TtlCases::stays);
        list.both(94, Level.MUST, Sentence.TTL_FEATURE, "A client that lets nothing end gets no TTL", Set.of(RUNTIME),
                stage -> none(stage, UNWRAPS));
        list.sotw(95, Level.MUST, Sentence.TTL_WRAPPED_FEATURE, "A client that unwraps nothing gets no TTL",
                Set.of(RUNTIME), stage -> none(stage, LETS_END));
    }

    private static XdsClient client(Stage stage, String... features) throws IOException {
        Node.Builder node = stage.node().toBuilder();
        for (String feature : features) {
            node.addClientFeatures(feature);
        }
        return stage.client(node.build());
    }

    /** Returns the resource as a client got it that lets things end. */
    private static Answer.Item ending(Stage stage, XdsClient client, String name) throws IOException {
        stage.putEnding(RUNTIME, name, "v1");
        client.subscribe(RUNTIME, name);
        client.until(RUNTIME, "the resource", held -> held.has(name, "v1"));
        return stage.present(stage.present(client.held(RUNTIME).last(), "no response").item(name).orElse(null),
                "no such resource in the response");
    }

    private static void life(Stage stage) throws IOException {
        Answer.Item item = ending(stage, client(stage, LETS_END, UNWRAPS), stage.name("a"));
        Answer.Life life = stage.present(item.life(), "a resource without a TTL: " + item);
        stage.expect(life.body() && life.ttl().isPositive(), "a resource with a body and a TTL expected: " + item);
    }

    private static void renewed(Stage stage) throws IOException {
        XdsClient client = client(stage, LETS_END, UNWRAPS);
        Answer.Life life = stage.present(ending(stage, client, stage.name("a")).life(), "a resource without a TTL");
        for (int times = 1; times <= 2; times++) {
            Answer answer = stage.present(client.within(RUNTIME, life.ttl()), "nothing came within the TTL of "
                    + life.ttl());
            Answer.Item again = stage.present(answer.item(stage.name("a")).orElse(null), "something else: " + answer);
            stage.expect(again.life() != null, "a resource that is renewed has a TTL: " + again);
        }
    }

    private static void heartbeat(Stage stage) throws IOException {
        String a = stage.name("a");
        XdsClient client = client(stage, LETS_END, UNWRAPS);
        Answer.Item first = ending(stage, client, a);
        Answer.Life life = stage.present(first.life(), "a resource without a TTL");
        Answer answer = stage.present(client.within(RUNTIME, life.ttl()), "nothing came within " + life.ttl());
        Answer.Item again = stage.present(answer.item(a).orElse(null), "something else: " + answer);
        stage.expect(again.version().equals(first.version()), "another version than " + first + ": " + again);
        stage.expect(again.heartbeat() || again.label().equals("v1"), "neither a heartbeat nor the same: " + again);
    }

    private static void stays(Stage stage) throws IOException {
        String a = stage.name("a");
        XdsClient client = client(stage, LETS_END, UNWRAPS);
        ending(stage, client, a);
        stage.put(RUNTIME, a, "v2");
        client.until(RUNTIME, "the resource that stays", held -> held.has(a, "v2"));
        Answer last = stage.present(client.held(RUNTIME).last(), "no response");
        stage.expect(last.item(a).stream().allMatch(item -> item.life() == null), "a TTL that was taken away: " + last);
    }

    private static void none(Stage stage, String feature) throws IOException {
        String a = stage.name("a");
        XdsClient client = client(stage, feature);
        stage.putEnding(RUNTIME, a, "v1");
        client.subscribe(RUNTIME, a);
        client.drain(RUNTIME);
        stage.expect(
                client.held(RUNTIME).answers().stream().flatMap(answer -> answer.items().stream())
                        .allMatch(item -> item.life() == null),
                "a TTL for a client that does not know what it is: " + client.held(RUNTIME).answers());
    }
}
