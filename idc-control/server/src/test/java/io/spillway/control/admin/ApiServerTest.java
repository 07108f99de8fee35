package io.spillway.control.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.spillway.control.service.LoadReport;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ApiServerTest {

    private static final String CLUSTER = """
            apiVersion: spillway.io/v1
            kind: Cluster
            metadata: {name: a-primary}
            spec: {idc: idc-a, role: PRIMARY}
            """;
    private static final Resource CLUSTER_RESOURCE = Resource
            .of("a-primary", new ClusterSpec("idc-a", ClusterRole.PRIMARY)).withRevision(5);

    private final ScriptedService service = new ScriptedService();
    private final HttpClient client = HttpClient.newHttpClient();
    private ApiServer server = start(null);
    private int port;

    private ApiServer start(@Nullable String token) {
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ApiServer started = ApiServer.start(new ApiSettings(asked, token), service);
        port = started.address(asked).getPort();
        return started;
    }

    @BeforeEach
    void hasOneCluster() {
        service.resources.add(CLUSTER_RESOURCE);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void showsTheLoadByServiceAndTarget() throws Exception {
        Instant at = Instant.ofEpochMilli(10_000);
        LoadReport.Rates rates = new LoadReport.Rates(12.34567, 12, 0.25, 3);
        LoadReport.TargetLoad target = new LoadReport.TargetLoad("idc-b", rates, 2, at.minusSeconds(1),
                List.of(new LoadReport.LocalityLoad("default", "orders/default", "r1", "", 1, rates, 2,
                        at.minusSeconds(1))));
        service.nextLoad = new LoadReport("idc-a", "control-1", at, Duration.ofSeconds(2),
                List.of(new LoadReport.ReporterView("gw-1", "gateway", at.minusSeconds(2))),
                List.of(new LoadReport.ServiceLoad("inventory", LoadReport.Rates.NONE, Map.of(), 1, at, List.of()),
                        new LoadReport.ServiceLoad("orders", rates, Map.of("max_requests", 1.5), 2,
                                at.minusSeconds(1), List.of(target))))
                .with(List.of(), 3);
        String all = send("GET", "/v1/load", "", Map.of()).body();
        assertThat(all).contains("\"everyMillis\":2000", "\"silent\":3", "\"service\":\"inventory\"",
                "{\"node\":\"gw-1\",\"role\":\"gateway\",\"heardUnixMillis\":8000}");
        String orders = send("GET", "/v1/load?service=orders", "", Map.of()).body();
        assertThat(orders).contains("\"requestsPerSecond\":12.346,\"successesPerSecond\":12.0,"
                + "\"errorsPerSecond\":0.25,\"inFlight\":3", "\"dropsPerSecond\":{\"max_requests\":1.5}",
                "\"idc\":\"idc-b\"", "\"cluster\":\"orders/default\"", "\"priority\":1")
                .doesNotContain("inventory");
        HttpResponse<String> missing = send("GET", "/v1/load?service=ordres", "", Map.of());
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("service: ordres (expected: a service of this IDC)");
    }

    @Test
    void answersWhenAWorkloadMayEndAndSaysWhoIsWaitedForWhenTheTimeIsOver() throws Exception {
        HttpResponse<String> gone = send("GET", "/v1/workloads/gone?wait=released&timeout=3s", "", Map.of());
        assertThat(gone.statusCode()).isEqualTo(200);
        assertThat(gone.body()).isEqualTo("{\"workload\":\"gone\",\"released\":true,\"revision\":3}");
        HttpResponse<String> leaving = send("GET", "/v1/workloads/leaving?wait=released", "", Map.of());
        assertThat(leaving.statusCode()).isEqualTo(504);
        assertThat(leaving.body()).contains("\"detail\":\"workloads/leaving is DRAINING: no Ack yet from clients of "
                + "control-1\"", "\"owner\":\"control-2\"", "\"clients\":[\"gw-9\"]");
        assertThat(send("GET", "/v1/workloads/staying?wait=released", "", Map.of()).body())
                .contains("workloads/staying is UP: it does not drain");
        for (String bad : List.of("workloads/x?wait=gone", "services/x?wait=released",
                "workloads/x?wait=released&timeout=soon", "workloads/x?wait=released&timeout=6m")) {
            assertThat(send("GET", "/v1/" + bad, "", Map.of()).statusCode()).as(bad).isEqualTo(400);
        }
        assertThat(send("GET", "/v1/status", "", Map.of()).body()).contains("\"nodes\":[{\"node\":\"control-1\","
                + "\"sinceUnixMillis\":5,\"address\":\"10.0.0.1:17001\",\"api\":\"10.0.0.1:17000\",\"self\":true,"
                + "\"ackedRevision\":6,"
                + "\"behind\":[\"gw-9\"]}]", "\"drains\":[{\"workload\":\"leaving\",\"revision\":7",
                "\"clocks\":[{\"node\":\"gw-1\",\"aheadMillis\":-12,\"heardUnixMillis\":8}]",
                "\"loadSilent\":{\"dataPlanes\":2,\"here\":[\"envoy-1\"]}",
                "\"sync\":{\"leader\":\"sync-1\",\"control\":\"control-1\",\"sinceUnixMillis\":9,\"term\":41,\"here\":[\"sync-1\",\"sync-2\"],\"sources\":[]}");
    }

    @Test
    void putIsTranslatedAndItsAuthorPassedOn() throws Exception {
        service.nextWrite = new WriteResult.Applied(8, List.of(CLUSTER_RESOURCE), List.of("clusters/a-primary"), true);
        HttpResponse<String> answer = send("PUT", "/v1/clusters/a-primary?dryRun", CLUSTER,
                Map.of("X-Spillway-Author", "alice@laptop", "If-Match", "\"5\""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"revision\":8").contains("\"created\":[\"clusters/a-primary\"]");
        assertThat(service.applied).singleElement().satisfies(asked -> {
            assertThat(asked.author()).isEqualTo("alice@laptop");
            assertThat(asked.ifMatch()).isEqualTo(5L);
            assertThat(asked.dryRun()).isTrue();
            assertThat(asked.resources().getFirst().spec()).isEqualTo(CLUSTER_RESOURCE.spec());
        });
    }

    @Test
    void everyErrorOfADocumentIsListedWithItsPointerAndNothingIsWritten() throws Exception {
        HttpResponse<String> answer = send("POST", "/v1/apply", """
                apiVersion: spillway.io/v1
                kind: Cluster
                metadata: {name: a-primary}
                spec: {idc: idc-a, role: BACKUP, colour: red}
                """, Map.of());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"/spec/role\"").contains("\"/spec/colour\"");
        assertThat(service.applied).isEmpty();
    }

    @Test
    void aDocumentOfAnotherKindOrNameThanItsAddressIsRefused() throws Exception {
        assertThat(send("PUT", "/v1/clusters/b-primary", CLUSTER, Map.of()).body())
                .contains("/metadata/name: \\\"a-primary\\\" (expected: \\\"b-primary\\\", as in the address)");
        assertThat(send("PUT", "/v1/idcs/a-primary", CLUSTER, Map.of()).body())
                .contains("/kind: Cluster (expected: Idc, as in the address)");
        assertThat(service.applied).isEmpty();
    }

    @Test
    void everyOutcomeOfAWriteHasItsStatus() throws Exception {
        assertThat(status(new WriteResult.Invalid(List.of(new Violation("/spec/x", "1", "2", null))))).isEqualTo(400);
        assertThat(status(new WriteResult.NotFound(Kind.CLUSTER, "x"))).isEqualTo(404);
        assertThat(status(new WriteResult.Conflict("clusters/x", "bob", 9, "bob was first"))).isEqualTo(409);
        assertThat(status(new WriteResult.Stale("clusters/x", 4, 9))).isEqualTo(412);
        assertThat(status(new WriteResult.Guarded("min_active", "none left", Map.of("active", "0")))).isEqualTo(422);
        assertThat(status(new WriteResult.Unavailable(Instant.EPOCH, "registry away"))).isEqualTo(503);
    }

    @Test
    void whoWroteAndGotNoAnswerIsToldToLookFirst() throws Exception {
        service.nextWrite = new WriteResult.Unavailable(Instant.EPOCH, "no answer within 2 s", true);
        HttpResponse<String> answer = send("DELETE", "/v1/clusters/x", "", Map.of());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"outcomeUnknown\":true", "may have happened or not: no answer within 2 s");
        assertThat(answer.headers().firstValue("retry-after")).as("it is not to be repeated blindly").isEmpty();
    }

    private int status(WriteResult result) throws Exception {
        service.nextWrite = result;
        HttpResponse<String> answer = send("DELETE", "/v1/clusters/x", "", Map.of());
        if (result instanceof WriteResult.Conflict) {
            assertThat(answer.body()).contains("\"winner\":\"bob\"");
        }
        if (result instanceof WriteResult.Unavailable) {
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertThat(answer.body()).contains("registry away since 1970-01-01T00:00:00Z");
        }
        return answer.statusCode();
    }

    @Test
    void readsAreAnswered() throws Exception {
        assertThat(send("GET", "/v1/clusters", "", Map.of()).body()).contains("\"items\":[{\"apiVersion\"");
        HttpResponse<String> one = send("GET", "/v1/clusters/a-primary", "", Map.of());
        assertThat(one.headers().firstValue("etag")).contains("\"5\"");
        assertThat(send("GET", "/v1/clusters/none", "", Map.of()).statusCode()).isEqualTo(404);
        assertThat(send("GET", "/v1/pools", "", Map.of()).body()).contains("(expected: idcs, clusters, services,");
        assertThat(send("GET", "/v1/status", "", Map.of()).body()).contains("names cluster nowhere/default");
        assertThat(send("GET", "/v1/delivery?after=41", "", Map.of()).body()).contains("\"revision\":42",
                "{\"node\":\"control-1\",\"nodes\":[{\"node\":\"control-1\",\"api\":\"10.0.0.1:17000\",\"self\":true}],");
        assertThat(send("GET", "/v1/delivery?after=x", "", Map.of()).statusCode()).isEqualTo(400);
        assertThat(send("GET", "/openapi.json", "", Map.of()).body()).contains("\"openapi\": \"3.1.0\"");
        assertThat(send("GET", "/nowhere", "", Map.of()).statusCode()).isEqualTo(404);
    }

    /** Whoever looks each minute is sent a listing when something of it has changed. */
    @Test
    void aListingThatIsKnownIsNotSentAgain() throws Exception {
        HttpResponse<String> all = send("GET", "/v1/clusters", "", Map.of());
        String tag = all.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = send("GET", "/v1/clusters", "", Map.of("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        service.resources.clear();
        HttpResponse<String> none = send("GET", "/v1/clusters", "", Map.of("If-None-Match", tag));
        assertThat(none.statusCode()).isEqualTo(200);
        assertThat(none.body()).contains("\"items\":[]");
        assertThat(none.headers().firstValue("ETag")).isPresent().isNotEqualTo(Optional.of(tag));
    }

    @Test
    void questionsAreAnswered() throws Exception {
        assertThat(send("POST", "/v1/explain", "{\"idc\":\"idc-a\",\"host\":\"orders.example\"}", Map.of()).body())
                .contains("host matches exactly");
        assertThat(send("POST", "/v1/explain", "{\"idc\":\"idc-a\",\"hots\":\"orders.example\"}", Map.of()).body())
                .contains("/hots").contains("/host: missing");
        assertThat(send("POST", "/v1/registry/accept", "{\"clusterId\":\"c9\"}", Map.of()).statusCode()).isEqualTo(409);
        assertThat(send("POST", "/v1/sync/release", "{\"peer\":\"idc-b\"}", Map.of()).statusCode()).isEqualTo(404);
        HttpResponse<String> worse = send("POST", "/v1/sync/release",
                "{\"peer\":\"idc-b\",\"service\":\"worse\"}", Map.of());
        assertThat(worse.statusCode()).isEqualTo(409);
        assertThat(worse.body()).contains("is held by empties_service now: declared instances 4 -> 0");
    }

    @Test
    void whatASourceHoldsIsReleasedByItsName() throws Exception {
        HttpResponse<String> released = send("POST", "/v1/sync/release", "{\"source\":\"vms\"}", Map.of());
        assertThat(released.body()).isEqualTo("{\"released\":3}");
        HttpResponse<String> unknown = send("POST", "/v1/sync/release", "{\"source\":\"none\"}", Map.of());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("source none holds no removal");
        HttpResponse<String> both = send("POST", "/v1/sync/release", "{\"source\":\"vms\",\"peer\":\"idc-b\"}",
                Map.of());
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.body()).contains("/peer").contains("nothing beside a source");
        assertThat(send("POST", "/v1/sync/release", "{}", Map.of()).body()).contains("/peer");
    }

    @Test
    void aShiftThatLostSaysSoWhereverItIsRead() throws Exception {
        for (String name : List.of("lost", "kept")) {
            ShiftScope scope = new ShiftScope.DrGroupScope(name);
            service.resources.add(Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of("idc-b", 100),
                    Set.of(), "r", null, OnExpiry.ALARM, false, new Generation(6, "idc-b"), "bob")));
        }
        String lost = "\"lost\":{\"loser\":\"5/idc-a\",\"loserAuthor\":\"ann\",\"winner\":\"6/idc-b\","
                + "\"winnerAuthor\":\"bob\",\"atUnixMillis\":7}";
        assertThat(send("GET", "/v1/shifts/drgroup.lost", "", Map.of()).body()).contains(lost)
                .contains("\"generation\":{\"counter\":6");
        assertThat(send("GET", "/v1/shifts/drgroup.kept", "", Map.of()).body()).doesNotContain("\"lost\":");
        assertThat(send("GET", "/v1/shifts", "", Map.of()).body()).containsOnlyOnce("\"lost\":");
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        assertThat(send("POST", "/v1/apply", "#".repeat(5 * 1024 * 1024), Map.of()).statusCode()).isEqualTo(413);
    }

    @Test
    void aWatchGetsWhatExistsAndThenWhatChanges() throws Exception {
        HttpResponse<java.util.stream.Stream<String>> watch = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/clusters?watch")).build(),
                BodyHandlers.ofLines());
        try (java.util.stream.Stream<String> lines = watch.body()) {
            assertThat(lines.filter(line -> line.startsWith("event:")).findFirst()).contains("event:PUT");
        }
    }

    @Test
    void onlyTheTokenWritesWhenThereIsOne() throws Exception {
        server.close();
        server = start("s3cret");
        service.nextWrite = new WriteResult.NotFound(Kind.CLUSTER, "x");
        assertThat(send("DELETE", "/v1/clusters/x", "", Map.of()).statusCode()).isEqualTo(401);
        assertThat(send("DELETE", "/v1/clusters/x", "", Map.of("Authorization", "Bearer guess")).statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", "/v1/clusters/x", "", Map.of("Authorization", "Bearer s3cret")).statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/v1/clusters", "", Map.of()).statusCode()).isEqualTo(200);
        assertThat(service.deleted).hasSize(1);
    }

    @Test
    void listeningBeyondLoopbackNeedsAToken() {
        assertThatThrownBy(() -> new ApiSettings(new InetSocketAddress("0.0.0.0", 0), null)).hasMessage(
                "apiToken: missing (expected: a token, because api listens on /0.0.0.0:0, which is not loopback)");
    }

    private HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
