package io.spillway.it.switchover;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.Json;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody who moves the DrGroup core between IDCs, and asks the next control node when one does not answer. */
final class Operator {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final List<Api> nodes;

    Operator(Api... nodes) {
        this.nodes = List.of(nodes);
    }

    /** One transition, as the history has it. */
    record Transition(long sequence, String event, String to, String node) {

        private static Transition of(Json json) {
            return new Transition(json.at("sequence").number(), json.at("event").text(), json.at("to").text(),
                    json.at("node").text());
        }
    }

    /** Plans it, with gates that only a request that fails or goes astray can shut. */
    void plan(String id, String steps, String soak) throws IOException {
        plan(id, "idc-a", "idc-b", steps, soak);
    }

    /** Plans it from and to these IDCs. */
    void plan(String id, String from, String to, String steps, String soak) throws IOException {
        said("switchovers", asked(id, from, to, steps, soak));
    }

    private static String asked(String id, String from, String to, String steps, String soak) {
        return """
                {"name":"%s","spec":{"scope":{"drGroups":["core"]},"from":"%s","to":"%s","steps":[%s],
                 "soak":"%s","gates":{"p99":1000},"reason":"test"}}
                """.formatted(id, from, to, steps, soak);
    }

    /** Waits until every node would let it begin. */
    void awaitMayBegin(String id, String from, String to) {
        Awaitility.await("it may begin").atMost(PATIENCE).pollInterval(POLL).ignoreException(IOException.class)
                .untilAsserted(() -> {
                    for (Api node : nodes) {
                        Json status = node.post("switchovers?dryRun=true", asked(id, from, to, "100", "0s")).json()
                                .at("resources").items().getFirst().at("status");
                        assertThat(status.at("state").text()).as("%s", status.at("history").items())
                                .isEqualTo("READY");
                    }
                });
    }

    void say(String id, String word, String body) throws IOException {
        said("switchovers/" + id + "/" + word, body);
    }

    private void said(String path, String body) throws IOException {
        List<String> answers = new ArrayList<>();
        for (Api node : nodes) {
            try {
                Api.Reply reply = node.post(path, body);
                if (reply.status() < 300) {
                    return;
                }
                answers.add(reply.status() + " " + reply.text());
            } catch (IOException dead) {
                answers.add(dead.toString());
            }
        }
        throw new AssertionError(path + " " + body + ": " + answers);
    }

    /** Waits until it is in a state. */
    void awaitState(String id, String state) {
        Awaitility.await(id + " is " + state).atMost(PATIENCE).pollInterval(POLL).ignoreException(IOException.class)
                .untilAsserted(() -> assertThat(status(id).at("state").text()).as("%s", lastOf(id)).isEqualTo(state));
    }

    private String lastOf(String id) throws IOException {
        Json told = last().read("switchovers/" + id + "/progress");
        return told.at("waitsFor").text() + "; " + told.at("switchOver", "status", "history").items();
    }

    /** Returns its transitions, the oldest first; none when nobody knows it. */
    List<Transition> history(String id) throws IOException {
        Api.Reply reply = last().get("switchovers/" + id);
        return reply.status() == 404
                ? List.of()
                : reply.json().at("status", "history").items().stream().map(Transition::of).toList();
    }

    Json status(String id) throws IOException {
        return last().read("switchovers/" + id).at("status");
    }

    /** Returns what the audit says of it, the oldest first: action and result. */
    List<String> audit(String id) throws IOException {
        List<String> told = new ArrayList<>();
        for (Json each : last().read("audit?limit=1000").at("records").items()) {
            if (each.at("objects").item("name", "switchovers/" + id).value() != null) {
                told.add(each.at("result").text());
            }
        }
        return told;
    }

    /** The one that is never killed. */
    private Api last() {
        return nodes.getLast();
    }
}
