package io.spillway.sync.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Metadata;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.process.config.HostPort;
import io.spillway.sync.ingest.Workloads.Change;
import io.spillway.sync.ingest.Workloads.Listing;
import io.spillway.sync.ingest.Workloads.WriteAnswer;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.ResourceDocuments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said to a control plane's API, and what its answers mean. */
@Timeout(60)
class ApiWorkloadsTest {

    private static final String DONE = """
            {"revision":9,"changed":true,"created":[],"resources":[{"metadata":{"name":"w","revision":8}}]}""";

    @TempDir
    Path temporary;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> known = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private int status = 200;
    private String body = DONE;
    private String tag = "";

    ApiWorkloadsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String given = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getOrDefault("If-Match", List.of()) + " "
                + exchange.getRequestHeaders().getOrDefault("Authorization", List.of()) + " " + given);
        known.add(String.join(",", exchange.getRequestHeaders().getOrDefault("If-None-Match", List.of())));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (!tag.isEmpty()) {
            exchange.getResponseHeaders().set("ETag", tag);
        }
        exchange.sendResponseHeaders(status, status == 304 ? -1 : bytes.length);
        if (status != 304) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Test
    void writesUnderTheConditionAndWithTheTokenOfTheMoment() throws Exception {
        Path token = Files.writeString(temporary.resolve("token"), "one\n");
        try (ApiWorkloads api = new ApiWorkloads(new ApiSettings(List.of(here()), token), "vms")) {
            assertThat(api.write(List.of(new Change.Put(workload("w", 8), 7))))
                    .containsExactly(new WriteAnswer.Done(8));
            Files.writeString(token, "two");
            status = 403;
            body = "{\"detail\":\"Authorization: another token\"}";
            assertThat(api.write(List.of(new Change.Delete("w", 8)))).first()
                    .isEqualTo(new WriteAnswer.Away("answered 403: Authorization: another token"));
            status = 200;
            body = DONE;
            api.write(List.of(new Change.Delete("w", 8)));
        }
        assertThat(asked.get(0)).startsWith("PUT /v1/workloads/w [\"7\"] [Bearer one] {")
                .doesNotContain("\"revision\"");
        assertThat(asked.get(1)).startsWith("DELETE /v1/workloads/w [\"8\"] [Bearer one]");
        assertThat(asked.get(2)).startsWith("DELETE /v1/workloads/w [\"8\"] [Bearer two]");
    }

    @Test
    void eachAnswerMeansOneThing() {
        Map<Integer, Class<? extends WriteAnswer>> meaning = Map.of(200, WriteAnswer.Done.class, 400,
                WriteAnswer.Refused.class, 404, WriteAnswer.Stale.class, 409, WriteAnswer.Stale.class, 412,
                WriteAnswer.Stale.class, 422, WriteAnswer.Refused.class, 401, WriteAnswer.Away.class, 503,
                WriteAnswer.Away.class, 500, WriteAnswer.Away.class);
        meaning.forEach((given, type) -> assertThat(ApiAnswers.of(new ApiAnswers.Given(given, DONE))).as("%d", given)
                .isInstanceOf(type));
        assertThat(ApiAnswers.of(new ApiAnswers.Given(200, "<html>"))).isInstanceOf(WriteAnswer.Away.class);
        assertThat(ApiAnswers.of(new ApiAnswers.Given(400,
                "{\"detail\":\"2 errors\",\"errors\":[{\"message\":\"a\"},{\"message\":\"b\"}]}")))
                .isEqualTo(new WriteAnswer.Refused("answered 400: a; b"));
    }

    @Test
    void onlyWhatIsOfTheSourceIsListedAndHalfAListingIsNone() {
        String own = JsonText
                .write(ResourceDocuments.write(Provenance.mark(workload("own", 0), "vms").withRevision(5)));
        String other = JsonText.write(ResourceDocuments.write(Provenance.mark(workload("other", 0), "vms2")));
        String nobodys = JsonText.write(ResourceDocuments.write(workload("nobodys", 0)));
        body = "{\"revision\":7,\"items\":[" + own + "," + other + "," + nobodys + "]}";
        try (ApiWorkloads api = new ApiWorkloads(new ApiSettings(List.of(here()), null), "vms")) {
            assertThat(api.list("vms")).isInstanceOfSatisfying(Listing.Found.class, found -> {
                assertThat(found.workloads()).containsOnlyKeys("own");
                assertThat(found.workloads().values()).singleElement()
                        .extracting(workload -> workload.metadata().revision()).isEqualTo(5L);
            });
            body = body.substring(0, body.length() - 2);
            assertThat(api.list("vms")).isInstanceOfSatisfying(Listing.Away.class,
                    away -> assertThat(away.reason()).contains("breaks off"));
            body = "{\"revision\":8}";
            assertThat(api.list("vms")).as("no items are not none").isInstanceOf(Listing.Away.class);
        }
    }

    @Test
    void whatStandsAsItDidIsNotSentAgain() {
        body = "{\"revision\":7,\"items\":["
                + JsonText.write(ResourceDocuments.write(Provenance.mark(workload("own", 0), "vms"))) + "]}";
        tag = "W/\"1\"";
        try (ApiWorkloads api = new ApiWorkloads(new ApiSettings(List.of(here()), null), "vms")) {
            Listing first = api.list("vms");
            status = 304;
            body = "";
            assertThat(api.list("vms")).isEqualTo(first);
            status = 503;
            assertThat(api.list("vms")).isInstanceOf(Listing.Away.class);
            status = 200;
            body = "{\"revision\":8,\"items\":[]}";
            tag = "";
            assertThat(api.list("vms")).isEqualTo(new Listing.Found(Map.of()));
            status = 304;
            assertThat(api.list("vms")).as("nothing was asked").isInstanceOf(Listing.Away.class);
        }
        assertThat(known).containsExactly("", "W/\"1\"", "W/\"1\"", "W/\"1\"", "");
    }

    /** A node that hangs in the middle of its answer keeps the source for a while and not for ever. */
    @Test
    void aListingThatStopsComingIsAway() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        server.createContext("/v1/workloads", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"items\":[".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        try (ApiWorkloads api = new ApiWorkloads(new ApiSettings(List.of(here()), null), "vms",
                Duration.ofMillis(200))) {
            assertThat(api.list("vms")).isInstanceOfSatisfying(Listing.Away.class,
                    away -> assertThat(away.reason()).endsWith("the listing did not end within 200ms"));
        } finally {
            over.countDown();
        }
    }

    @Test
    void aNodeThatIsDownIsPassedOver() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        ApiSettings settings = new ApiSettings(List.of(new HostPort("127.0.0.1", free), here()), null);
        try (ApiWorkloads api = new ApiWorkloads(settings, "vms")) {
            assertThat(api.write(List.of(new Change.Put(workload("w", 0), 0)))).first()
                    .isInstanceOf(WriteAnswer.Away.class);
            assertThat(api.write(List.of(new Change.Put(workload("w", 0), 0)))).first()
                    .isInstanceOf(WriteAnswer.Done.class);
            assertThat(api.renew(List.of(workload("w", 8)))).isInstanceOf(WriteAnswer.Done.class);
        }
        assertThat(asked.getLast()).startsWith("POST /v1/apply").contains("\"revision\":8");
    }

    private HostPort here() {
        return new HostPort("127.0.0.1", server.getAddress().getPort());
    }

    private static Resource workload(String name, long revision) {
        return new Resource(Kind.WORKLOAD_ENTRY,
                new Metadata(name, Map.of(), Map.of(), revision), new WorkloadEntrySpec("orders", "default", "primary",
                        "10.0.0.1", 80, 100, WorkloadState.UP, Map.of(), Duration.ofSeconds(30)));
    }
}
