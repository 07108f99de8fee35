package io.spillway.control.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.service.ResourceEvent;
import io.spillway.control.service.WriteResult;
import io.spillway.devca.AccessToken;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.SwitchOverEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Switch-overs over HTTP: what is said reaches the machine as it was said, by the person who was found to say it. */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SwitchOverApiTest {

    private static final String PLAN = """
            {"name":"cooling","spec":{"scope":{"drGroups":["core"]},"from":"idc-a","to":"idc-b","reason":"r"}}""";
    private static final AccessToken ANN = token();
    private static final AccessToken ANNS_OTHER = token();
    private static final AccessToken BOB = token();
    private static final AccessToken OF_CORE = token();
    private static final AccessToken OF_A = token();
    private static final AccessToken VIEWER = token();
    private static final AccessToken DRILLER = token();
    private static final ScriptedService SERVICE = new ScriptedService();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ApiServer server;
    private static int port;

    private static AccessToken token() {
        return AccessToken.create(new SecureRandom());
    }

    private static AccessConfig.TokenGrant grant(String name, String person, AccessToken token, Grant grant) {
        return new AccessConfig.TokenGrant(name, person, token.sha256(), List.of(grant));
    }

    @BeforeAll
    static void start() {
        AccessConfig config = new AccessConfig(List.of(
                grant("ann-laptop", "ann", ANN, Grant.everywhere(Role.OPERATOR)),
                grant("ann-phone", "ann", ANNS_OTHER, Grant.everywhere(Role.APPROVER)),
                grant("bob", "bob", BOB, Grant.everywhere(Role.ADMIN)),
                grant("of-core", "cy", OF_CORE, new Grant(Role.OPERATOR, Set.of("core"), Set.of())),
                grant("of-a", "di", OF_A, new Grant(Role.OPERATOR, Set.of(), Set.of("idc-a"))),
                grant("driller", "fay", DRILLER, Grant.everywhere(Role.DRILL)),
                grant("viewer", "ed", VIEWER, Grant.everywhere(Role.VIEWER))), List.of());
        ApiAccess access = new ApiAccess(new ApiAccess.Settings("idc-a", null, config, null), () -> Instant.EPOCH,
                AccessObserver.NONE);
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = ApiServer.start(new ApiSettings(asked, access, null), SERVICE);
        port = server.address(asked).getPort();
    }

    @AfterAll
    static void stop() {
        server.close();
        CLIENT.close();
    }

    @BeforeEach
    void nothingWasSaid() {
        SERVICE.switchOvers.asked.clear();
        SERVICE.switchOvers.said.clear();
        SERVICE.resources.clear();
        SERVICE.resources.add(ScriptedSwitchOvers.drafted("cooling", "core"));
        SERVICE.resources.add(ScriptedSwitchOvers.drafted("paying", "payments"));
        SERVICE.switchOvers.next = ScriptedSwitchOvers.applied(ScriptedSwitchOvers.drafted("cooling", "core"), true);
    }

    @Test
    void aPlanIsWrittenUnderItsAddressByThePersonWhoAsks() throws Exception {
        HttpResponse<String> answer = post(ANN, "/v1/switchovers", PLAN);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("location")).contains("/v1/switchovers/cooling");
        assertThat(answer.headers().firstValue("etag")).contains("\"12\"");
        assertThat(answer.body()).contains("\"changed\":true", "\"state\":\"DRAFT\"");
        assertThat(SERVICE.switchOvers.asked).singleElement().satisfies(asked -> {
            assertThat(asked.author()).isEqualTo("ann");
            assertThat(asked.dryRun()).isFalse();
            assertThat(asked.origin().role()).isEqualTo("operator");
            assertThat(asked.spec().steps()).containsExactly(10, 50, 100);
        });
    }

    @Test
    void aDryRunAndARepetitionCreateNothing() throws Exception {
        HttpResponse<String> dry = post(ANN, "/v1/switchovers?dryRun=true", PLAN);
        assertThat(dry.statusCode()).isEqualTo(200);
        assertThat(dry.headers().firstValue("location")).isEmpty();
        assertThat(SERVICE.switchOvers.asked.getFirst().dryRun()).isTrue();
        SERVICE.switchOvers.next = ScriptedSwitchOvers.applied(ScriptedSwitchOvers.drafted("cooling", "core"), false);
        assertThat(post(ANN, "/v1/switchovers", PLAN).statusCode()).isEqualTo(200);
    }

    @Test
    void whoGivesNoNameGetsOne() throws Exception {
        assertThat(post(ANN, "/v1/switchovers", PLAN.replace("\"name\":\"cooling\",", "")).statusCode()).isEqualTo(201);
        assertThat(SERVICE.switchOvers.asked.getFirst().id()).isEmpty();
    }

    @Test
    void everyWordReachesTheMachineAsItWasSaid() throws Exception {
        List<SwitchOverEvent.Said> expected = new ArrayList<>();
        Map<String, String> bodies = Map.of("check", "", "start", "{}", "pause", "{\"reason\":\"odd\"}", "resume",
                "{\"accept\":true,\"quarantine\":[\"idc-b/gw-2\"]}", "rollback", "{\"reason\":\"bad\",\"accept\":true}",
                "abort", "", "force-end",
                "{\"reason\":\"stuck\"}", "extend", "{\"until\":\"2026-12-01T00:00:00Z\"}", "take-over",
                "{\"reason\":\"a is dead\",\"idc\":\"idc-a\"}");
        for (String word : bodies.keySet().stream().sorted().toList()) {
            HttpResponse<String> answer = post(ANN, "/v1/switchovers/cooling/" + word,
                    bodies.getOrDefault(word, ""));
            assertThat(answer.statusCode()).as(word + ": " + answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("etag")).contains("\"12\"");
        }
        expected.add(new SwitchOverEvent.Abort("ann", ""));
        expected.add(new SwitchOverEvent.Check("ann"));
        expected.add(new SwitchOverEvent.Extend("ann", Instant.parse("2026-12-01T00:00:00Z")));
        expected.add(new SwitchOverEvent.ForceEnd("ann", "stuck"));
        expected.add(new SwitchOverEvent.Pause("ann", "odd"));
        expected.add(new SwitchOverEvent.Resume("ann", "", true,
                List.of(new Unconfirmed.DataPlane("idc-b", "gw-2"))));
        expected.add(new SwitchOverEvent.Rollback("ann", "bad", true));
        expected.add(new SwitchOverEvent.Start("ann"));
        expected.add(new SwitchOverEvent.TakeOver("ann", "a is dead", "idc-a"));
        assertThat(SERVICE.switchOvers.said.stream().map(act -> act.said()).toList()).isEqualTo(expected);
    }

    @Test
    void aDrillMovesWhatIsItsOwnAndNothingElse() throws Exception {
        assertThat(post(DRILLER, "/v1/switchovers", PLAN.replace("{\"name\"", "{\"origin\":\"DRILL\",\"name\""))
                .statusCode()).isEqualTo(201);
        assertThat(SERVICE.switchOvers.asked.getFirst().wanted()).isEqualTo(SwitchOrigin.DRILL);
        HttpResponse<String> manual = post(DRILLER, "/v1/switchovers", PLAN);
        assertThat(manual.statusCode()).isEqualTo(403);
        assertThat(manual.body()).contains("POST /v1/switchovers", "\"role\":\"operator\"");
        assertThat(post(DRILLER, "/v1/switchovers/cooling/rollback", "").statusCode()).isEqualTo(403);
        SERVICE.resources.add(ScriptedSwitchOvers.drafted("exercise", "core", SwitchOrigin.DRILL));
        assertThat(post(DRILLER, "/v1/switchovers/exercise/rollback", "").statusCode()).isEqualTo(200);
        assertThat(post(DRILLER, "/v1/switchovers/exercise/take-over", "{\"reason\":\"r\",\"idc\":\"idc-a\"}")
                .statusCode()).isEqualTo(403);
        HttpResponse<String> policy = post(ANN, "/v1/switchovers",
                PLAN.replace("{\"name\"", "{\"origin\":\"AUTOMATIC\",\"name\""));
        assertThat(policy.statusCode()).isEqualTo(400);
        assertThat(policy.body()).contains("one of MANUAL, DRILL");
    }

    @Test
    void whoApprovesWithAnotherCredentialIsStillTheSamePerson() throws Exception {
        assertThat(post(ANN, "/v1/switchovers/cooling/approve", "{\"plan\":\"h\"}").statusCode()).isEqualTo(403);
        assertThat(post(ANNS_OTHER, "/v1/switchovers/cooling/approve", "{\"plan\":\"h\"}").statusCode())
                .isEqualTo(200);
        assertThat(SERVICE.switchOvers.said).singleElement()
                .satisfies(act -> assertThat(act.said()).isEqualTo(new SwitchOverEvent.Approve("ann", "h")));
    }

    @Test
    void whoMayNotMoveItMayNotSayAnythingToIt() throws Exception {
        assertThat(post(OF_CORE, "/v1/switchovers/cooling/start", "").statusCode()).isEqualTo(200);
        HttpResponse<String> foreign = post(OF_CORE, "/v1/switchovers/paying/rollback", "");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).contains("POST /v1/switchovers/{id}/rollback", "\"role\":\"operator\"",
                "\"drGroup\":\"payments\"");
        HttpResponse<String> oneEnd = post(OF_A, "/v1/switchovers/cooling/start", "");
        assertThat(oneEnd.statusCode()).as("idc-b would get its traffic").isEqualTo(403);
        assertThat(oneEnd.body()).contains("idc-a and idc-b");
        assertThat(post(OF_A, "/v1/switchovers", PLAN).statusCode()).isEqualTo(403);
        assertThat(post(VIEWER, "/v1/switchovers?dryRun", PLAN).statusCode()).isEqualTo(403);
        assertThat(SERVICE.switchOvers.said).hasSize(1);
        assertThat(SERVICE.switchOvers.asked).isEmpty();
    }

    @Test
    void everyOutcomeHasItsStatusAndSaysWhy() throws Exception {
        assertProblem(new WriteResult.Guarded("transition", "start in state DRAFT (expected: check, abort)",
                Map.of("state", "DRAFT")), 422, "\"guard\":\"transition\"", "\"state\":\"DRAFT\"");
        assertProblem(new WriteResult.Conflict("switchovers/cooling", "bob (generation 2/idc-b)", 14, "drgroup/core"),
                409, "\"winner\":\"bob (generation 2/idc-b)\"", "\"currentRevision\":14");
        assertProblem(new WriteResult.Stale("switchovers/cooling", 3, 14), 412, "If-Match 3 (expected: 14)");
        assertProblem(new WriteResult.NotFound(io.spillway.model.resource.Kind.SWITCH_OVER, "cooling"), 404,
                "switchovers/cooling does not exist");
        assertProblem(new WriteResult.Unavailable(Instant.EPOCH, "registry away"), 503, "registry away");
        assertProblem(new WriteResult.Unavailable(Instant.EPOCH, "no answer", true), 503, "\"outcomeUnknown\":true");
    }

    private static void assertProblem(WriteResult result, int status, String... words) throws Exception {
        SERVICE.switchOvers.next = result;
        for (String path : List.of("/v1/switchovers", "/v1/switchovers/cooling/start")) {
            HttpResponse<String> answer = post(ANN, path, path.endsWith("start") ? "" : PLAN);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(answer.body()).contains(words);
        }
    }

    @Test
    void aWordMayBeBoundToWhatWasSeen() throws Exception {
        send(BOB, "POST", "/v1/switchovers/cooling/pause", "", Map.of("If-Match", "\"12\""));
        assertThat(SERVICE.switchOvers.said.getFirst().ifMatch()).isEqualTo(12);
        assertThat(send(BOB, "POST", "/v1/switchovers/cooling/pause", "", Map.of("If-Match", "now")).statusCode())
                .isEqualTo(400);
        assertThat(SERVICE.switchOvers.said).hasSize(1);
    }

    @Test
    void itsProgressNamesWhoIsLateAndWhatIsMeasured() throws Exception {
        HttpResponse<String> answer = send(VIEWER, "GET", "/v1/switchovers/cooling/progress", "", Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"coordinator\":\"idc-a/control-1\"", "\"waitsFor\":\"gw-3 at idc-b\"",
                "\"late\":[\"gw-3 (pending for 12 s)\"]", "\"fleet\":3,\"acked\":2",
                "\"drgroup/core\":{\"counter\":4,\"idc\":\"idc-a\"}", "\"servedBy\":{\"idc-b\":120.25}",
                "\"outcome\":\"FAILED\"", "\"targetLoad\":41.5", "\"at\":\"2026-11-27T03:00:00Z\"");
        assertThat(answer.body().substring(answer.body().indexOf("\"figures\"")))
                .as("what is not known is not there").startsWith(
                        "\"figures\":{\"requestsPerSecond\":120.25,\"successRate\":99.9,\"targetLoad\":41.5,");
        assertThat(send(VIEWER, "GET", "/v1/switchovers/none/progress", "", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void itIsReadAndWatchedAsEveryResource() throws Exception {
        assertThat(send(VIEWER, "GET", "/v1/switchovers", "", Map.of()).body()).contains("\"name\":\"paying\"");
        assertThat(send(VIEWER, "GET", "/v1/switchovers/cooling", "", Map.of()).headers().firstValue("etag"))
                .contains("\"12\"");
        HttpResponse<java.util.stream.Stream<String>> watch = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/switchovers?watch"))
                        .header("Authorization", "Bearer " + VIEWER.text()).build(),
                BodyHandlers.ofLines());
        try (java.util.stream.Stream<String> lines = watch.body()) {
            java.util.Iterator<String> data = lines.filter(line -> line.startsWith("data:")).iterator();
            assertThat(data.next()).contains("\"name\":\"cooling\"");
            assertThat(data.next()).contains("\"name\":\"paying\"");
            Resource moved = ScriptedSwitchOvers.drafted("cooling", "core").withRevision(13);
            SERVICE.watchers.forEach(watcher -> watcher.accept(new ResourceEvent.Put(13, moved)));
            assertThat(data.next()).contains("\"revision\":13");
        }
    }

    private static HttpResponse<String> post(AccessToken token, String path, String body) throws Exception {
        return send(token, "POST", path, body, Map.of());
    }

    private static HttpResponse<String> send(AccessToken token, String method, String path, String body,
            Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token.text())
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
