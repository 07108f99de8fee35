package io.spillway.it.operator;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class OperatorMistakesTest {

    private static ControlRoom room;

    @BeforeAll
    static void openTheRoom() throws Exception {
        room = ControlRoom.open();
    }

    @AfterAll
    static void closeTheRoom() {
        room.close();
    }

    private Api api;

    @BeforeEach
    void sitDown() {
        api = room.api();
    }

    @Test
    void aStaleRevisionIsToldWhoWon() throws Exception {
        long old = api.read("services/orders").at("metadata", "revision").number();
        long won = api.put("services/orders", ControlRoom.orders("6s", old), "alice@desk").json().at("revision")
                .number();

        Api.Reply reply = api.put("services/orders", ControlRoom.orders("7s", old), "bob@desk");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.contentType()).startsWith("application/problem+json");
        Json problem = reply.json();
        assertThat(problem.at("detail").text())
                .isEqualTo("services/orders was changed by alice@desk in revision " + won);
        assertThat(problem.at("winner").text()).isEqualTo("alice@desk");
        assertThat(problem.at("object").text()).isEqualTo("services/orders");
        assertThat(problem.at("currentRevision").number()).isEqualTo(won);
        assertThat(api.read("services/orders").at("spec", "policy", "timeout").text()).isEqualTo("6s");
    }

    @Test
    void aDrGroupThatAServiceNamesCannotBeDeleted() throws Exception {
        Api.Reply reply = api.delete("drgroups/core");

        assertThat(reply.status()).isEqualTo(422);
        Json problem = reply.json();
        assertThat(problem.at("detail").text()).startsWith("DrGroup core is named by services orders")
                .endsWith("; change or delete these first");
        assertThat(problem.at("guard").text()).isEqualTo("dr_group_in_use");
        assertThat(problem.at("figures", "services").text()).isEqualTo("1");
        assertThat(api.get("drgroups/core").status()).isEqualTo(200);
    }

    @Test
    void weightsOfAShiftHaveToSumToAHundred() throws Exception {
        Api.Reply reply = api.put("shifts/drgroup.core",
                ControlRoom.shift("\"weights\":{\"idc-a\":50,\"idc-b\":40}", 0));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(messages(reply))
                .containsExactly("/spec/weights: sum 90 (expected: percent per IDC, sum 100)");
    }

    @Test
    void aShiftToWhereNothingServesIsRefused() throws Exception {
        Api.Reply reply = api.put("shifts/drgroup.core", ControlRoom.shift("\"weights\":{\"idc-b\":100}", 0));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("guard").text()).isEqualTo("no_active_idc");
        assertThat(reply.json().at("detail").text()).isEqualTo("the shift of drgroup/core to idc-b would leave no "
                + "active IDC for orders: no healthy instance there");
    }

    @Test
    void aShiftThatExcludesEveryIdcIsRefused() throws Exception {
        Api.Reply reply = api.put("shifts/drgroup.core",
                ControlRoom.shift("\"weights\":{\"idc-a\":100},\"excluded\":[\"idc-a\",\"idc-b\"]", 0));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("guard").text()).isEqualTo("min_active");
        assertThat(reply.json().at("detail").text())
                .isEqualTo("the shift of drgroup/core would leave no active IDC, minActive is 1");
    }

    @Test
    void ofTwoOperatorsAtOnceOneWinsAndTheOtherIsToldWho() throws Exception {
        long before = api.write("shifts/drgroup.core", ControlRoom.shift("\"weights\":{\"idc-a\":100}", 0));
        long counter = generation();
        CyclicBarrier together = new CyclicBarrier(2);
        List<Api.Reply> replies;
        try (ExecutorService desks = Executors.newFixedThreadPool(2)) {
            Future<Api.Reply> alice = desks.submit(() -> shift("alice", 60, before, together));
            Future<Api.Reply> bob = desks.submit(() -> shift("bob", 70, before, together));
            replies = List.of(alice.get(), bob.get());
        }

        assertThat(replies).extracting(Api.Reply::status).containsExactlyInAnyOrder(200, 409);
        String winner = replies.getFirst().status() == 200 ? "alice" : "bob";
        Json problem = replies.stream().filter(reply -> reply.status() == 409).findFirst().orElseThrow().json();
        String named = winner + " (generation " + (counter + 1) + "/idc-a)";
        assertThat(problem.at("winner").text()).isEqualTo(named);
        assertThat(problem.at("detail").text()).isEqualTo("shifts/drgroup.core was changed by " + named
                + " in revision " + problem.at("currentRevision").number());
        assertThat(generation()).isEqualTo(counter + 1);
        assertThat(api.read("shifts/drgroup.core").at("status", "author").text()).isEqualTo(winner);
    }

    @Test
    void aRouteToAClusterThatDoesNotExistIsTakenAndNamed() throws Exception {
        api.write("routes/dangling", """
                {"apiVersion":"spillway.io/v1","kind":"Route","metadata":{"name":"dangling"},
                 "spec":{"hosts":["dangling.example"],"matches":[{"path":{"prefix":"/"}}],
                         "groups":[{"service":"absent","group":"default","weight":100}]}}
                """);

        assertThat(api.read("status").at("problems").item("object", "routes/dangling").at("problem").text())
                .isEqualTo("cluster absent/default does not exist: requests get 503 no_cluster");
        Json explained = api.post("explain", """
                {"idc":"idc-a","role":"entrance","method":"GET","host":"dangling.example","path":"/","headers":{}}
                """).json();
        Json outcome = explained.at("steps").items().getLast();
        assertThat(outcome.at("step").text()).isEqualTo("outcome");
        assertThat(outcome.at("decision").text()).isEqualTo("no_cluster");
        assertThat(explained.at("endpoint").value()).isNull();
        api.delete("routes/dangling");
    }

    @Test
    void everythingThatIsWrongInADocumentIsToldAtOnce() throws Exception {
        Api.Reply reply = api.put("services/shop", """
                {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"shop"},
                 "spec":{"hosts":["shop.example"],"drgroup":"core","policy":{"timeout":5},
                         "groups":[{"name":"blue","weight":"0"},{"name":"green","weight":10001}]}}
                """);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(messages(reply)).containsExactlyInAnyOrder(
                "/spec/drgroup: unknown key (expected: one of hosts, selector, groups, protocol, listener, drGroup, policy, "
                        + "exportTo; did you mean drGroup?)",
                "/spec/policy/timeout: 5 (expected: duration as in 250ms, 2s, 5m)",
                "/spec/groups/0/weight: \"0\" (expected: integer 0..10000)",
                "/spec/groups/1/weight: 10001 (expected: integer 0..10000)");
        assertThat(api.get("services/shop").status()).isEqualTo(404);
    }

    @Test
    void ofSeveralResourcesAllOrNoneAreWritten() throws Exception {
        Api.Reply reply = api.post("apply", """
                [{"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"good"},
                  "spec":{"hosts":["good.example"]}},
                 {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"bad"},
                  "spec":{"hosts":["bad.example"],"drGroup":"absent"}}]
                """);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(api.get("services/good").status()).isEqualTo(404);
    }

    private Api.Reply shift(String author, int percent, long revision, CyclicBarrier together) throws Exception {
        String document = ControlRoom.shift(
                "\"weights\":{\"idc-a\":%d,\"idc-b\":%d}".formatted(percent, 100 - percent), revision);
        together.await();
        return api.put("shifts/drgroup.core", document, author);
    }

    private long generation() throws Exception {
        return api.read("shifts/drgroup.core").at("status", "generation", "counter").number();
    }

    private static List<String> messages(Api.Reply reply) {
        Stream<Json> errors = reply.json().at("errors").items().stream();
        return errors.map(error -> error.at("message").text()).toList();
    }
}
