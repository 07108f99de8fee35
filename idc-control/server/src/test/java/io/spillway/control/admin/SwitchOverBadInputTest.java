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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.devca.AccessToken;
import io.spillway.wire.document.JsonText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every call about switch-overs that the OpenAPI document describes, with everything in it wrong once: it is told what, and the
 * machine hears nothing of it.
 */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SwitchOverBadInputTest {

    private static final AccessToken ADMIN = AccessToken.create(new SecureRandom());
    private static final AccessToken VIEWER = AccessToken.create(new SecureRandom());
    private static final ScriptedService SERVICE = new ScriptedService();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ApiServer server;
    private static int port;

    @BeforeAll
    static void start() {
        AccessConfig config = new AccessConfig(List.of(
                new AccessConfig.TokenGrant("admin", "ann", ADMIN.sha256(), List.of(Grant.everywhere(Role.ADMIN))),
                new AccessConfig.TokenGrant("viewer", "ed", VIEWER.sha256(), List.of(Grant.everywhere(Role.VIEWER)))),
                List.of());
        ApiAccess access = new ApiAccess(new ApiAccess.Settings("idc-a", null, config, null), () -> Instant.EPOCH,
                AccessObserver.NONE);
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = ApiServer.start(new ApiSettings(asked, access, null), SERVICE);
        port = server.address(asked).getPort();
        SERVICE.resources.add(ScriptedSwitchOvers.drafted("cooling", "core"));
        SERVICE.switchOvers.next = ScriptedSwitchOvers.applied(ScriptedSwitchOvers.drafted("cooling", "core"), true);
    }

    @AfterAll
    static void stop() {
        server.close();
        CLIENT.close();
    }

    static Stream<WrongBody> wrongBodies() throws Exception {
        return DescribedCalls.ofSwitchOvers().stream().filter(call -> call.schema() != null).flatMap(WrongBody::of);
    }

    static Stream<DescribedCalls.Described> calls() throws Exception {
        return DescribedCalls.ofSwitchOvers().stream();
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void whatIsWrongIsNamedByItsPointerAndNothingIsSaid(WrongBody wrong) throws Exception {
        HttpResponse<String> answer = send(ADMIN, wrong.call(), wrong.text());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"pointer\":\"" + wrong.pointer() + "\"", "\"status\":400");
        assertNothingIsSaid();
    }

    @Test
    void thereIsSomethingWrongWithEveryFieldOfEveryCall() throws Exception {
        Map<String, Integer> cases = new TreeMap<>();
        wrongBodies().forEach(wrong -> cases.merge(wrong.call().path(), 1, Integer::sum));
        assertThat(cases).hasSize(11);
        assertThat(cases.get("/v1/switchovers")).isGreaterThan(60);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void whoIsNotKnownOrMayNotIsRefusedBeforeAnythingIsRead(DescribedCalls.Described call) throws Exception {
        String body = call.schema() == null ? "" : "{";
        assertProblem(send(null, call, body), 401);
        assertProblem(send(AccessToken.create(new SecureRandom()), call, body), 403);
        if (call.method().equals("POST")) {
            HttpResponse<String> answer = send(VIEWER, call, body);
            assertProblem(answer, 403);
            assertThat(answer.body()).contains("\"caller\":\"token/viewer\"", "\"role\":\"");
        }
        assertNothingIsSaid();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aBodyThatIsTooLongOrNoTextOrOfAStaleRevisionIsRefused(DescribedCalls.Described call) throws Exception {
        if (call.schema() == null) {
            return;
        }
        assertProblem(send(ADMIN, call, "#".repeat(5 * 1024 * 1024)), 413);
        assertProblem(CLIENT.send(request(ADMIN, call).POST(BodyPublishers.ofByteArray(new byte[]{'{', (byte) 0xff}))
                .build(), BodyHandlers.ofString()), 400);
        assertProblem(CLIENT.send(request(ADMIN, call).header("Content-Type", "text/plain; charset=utf-16")
                .POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.ofString()), 415);
        if (call.path().contains("{id}")) {
            assertProblem(CLIENT.send(request(ADMIN, call).header("If-Match", "\"x\"")
                    .POST(BodyPublishers.ofString(JsonText.write(DescribedCalls.sample(call)))).build(),
                    BodyHandlers.ofString()), 400);
        }
        assertNothingIsSaid();
    }

    @Test
    void aSwitchOverIsNotPutAndTheRefusalSaysHowItIsMade() throws Exception {
        for (String method : List.of("PATCH", "POST")) {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/switchovers/cooling"))
                            .header("Authorization", "Bearer " + ADMIN.text())
                            .method(method, BodyPublishers.ofString("{}")).build(),
                    BodyHandlers.ofString());
            assertProblem(answer, 404);
        }
        assertNothingIsSaid();
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status, "\"detail\":");
    }

    private static void assertNothingIsSaid() {
        assertThat(SERVICE.switchOvers.asked).isEmpty();
        assertThat(SERVICE.switchOvers.said).isEmpty();
    }

    private static HttpRequest.Builder request(@Nullable AccessToken token, DescribedCalls.Described call) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + port + call.path().replace("{id}", "cooling")));
        return token == null ? request : request.header("Authorization", "Bearer " + token.text());
    }

    private static HttpResponse<String> send(@Nullable AccessToken token, DescribedCalls.Described call, String body)
            throws Exception {
        return CLIENT.send(request(token, call)
                .method(call.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build(), BodyHandlers.ofString());
    }
}
