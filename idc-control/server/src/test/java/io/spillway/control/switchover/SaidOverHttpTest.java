package io.spillway.control.switchover;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.spillway.control.admin.ApiServer;
import io.spillway.control.admin.ApiSettings;
import io.spillway.control.node.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a living node refuses over HTTP: it says by which guard, it is in the audit, and nothing has changed. */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SaidOverHttpTest {

    private static final String PLAN = """
            {"name":"night","spec":{"scope":{"drGroups":["core"]},"from":"idc-a","to":"idc-b","reason":"cooling"}}""";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private TestNode node;
    private ApiServer server;
    private int port;

    @BeforeEach
    void oneIdc() throws Exception {
        node = TestNode.start(folder).withOrders();
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = ApiServer.start(new ApiSettings(asked, null), node.service());
        port = server.address(asked).getPort();
    }

    @AfterEach
    void stop() {
        server.close();
        node.close();
        client.close();
    }

    @Test
    void aPlanThatACheckForbidsIsADraftAndWhoeverAsksAgainGetsTheSame() throws Exception {
        HttpResponse<String> first = send("POST", "", PLAN, Map.of());
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(first.body()).contains("\"state\":\"DRAFT\"", "\"event\":\"checks-failed\"");
        HttpResponse<String> again = send("POST", "", PLAN, Map.of());
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("\"changed\":false");
        HttpResponse<String> other = send("POST", "", PLAN.replace("cooling", "other"), Map.of());
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("\"winner\":\"ann@idc-a\"", "there is one of that name");
        assertThat(send("POST", "?dryRun", PLAN.replace("night", "dry"), Map.of()).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/dry", "", Map.of()).statusCode()).as("it is not written").isEqualTo(404);
    }

    @Test
    void whatTheStateOrTheRevisionForbidsIsRefusedAuditedAndChangesNothing() throws Exception {
        send("POST", "", PLAN, Map.of());
        String before = send("GET", "/night", "", Map.of()).body();
        HttpResponse<String> start = send("POST", "/night/start", "", Map.of());
        assertThat(start.statusCode()).isEqualTo(422);
        assertThat(start.body()).contains("\"guard\":\"transition\"", "start in state DRAFT", "\"state\":\"DRAFT\"");
        HttpResponse<String> stale = send("POST", "/night/abort", "", Map.of("If-Match", "\"1\""));
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(send("POST", "/none/start", "", Map.of()).statusCode()).isEqualTo(404);
        HttpResponse<String> put = send("PUT", "/night", """
                {"apiVersion":"spillway.io/v1","kind":"SwitchOver","metadata":{"name":"night"},
                 "spec":{"scope":{"drGroups":["core"]},"from":"idc-a","to":"idc-b","reason":"r"}}
                """, Map.of());
        assertThat(put.statusCode()).isEqualTo(400);
        assertThat(put.body()).contains("a switch-over is made by POST /v1/switchovers");
        assertThat(send("GET", "/night", "", Map.of()).body()).isEqualTo(before);
        HttpResponse<String> refused = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/audit/refused")).build(),
                BodyHandlers.ofString());
        assertThat(refused.body()).contains("\"action\":\"start\"", "\"action\":\"abort\"", "switchovers/night",
                "412: switchovers/night is of revision");
    }

    private HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/switchovers" + path))
                .header("X-Spillway-Author", "ann")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
