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
import java.util.concurrent.TimeUnit;

import io.spillway.control.service.AuditService.Page;
import io.spillway.control.service.Origin;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The audit over HTTP, and what it is told of callers. */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class AuditHandlerTest {

    private final ScriptedService service = new ScriptedService();
    private final HttpClient client = HttpClient.newHttpClient();
    private final InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private final ApiServer server = ApiServer.start(new ApiSettings(asked, null), service);

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + server.address(asked).getPort() + path))
                .timeout(Duration.ofSeconds(10)).method(method, BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    @Test
    void aPageHasRecordsWithTheBytesThatAreHashedAndSaysWhereToGoOn() throws Exception {
        AuditEntry entry = AuditEntry.after(AuditHead.NONE,
                new AuditRecord(1, Instant.ofEpochMilli(1_500), "control-1", 0,
                        AuditRecord.Deed.of(new AuditRecord.Who("al\u001bice", "", "192.0.2.7"), "apply",
                                List.of(new AuditRecord.Touched("services/orders", 4)), "", "done")));
        service.nextPage = new Page.Records(new AuditHead(9, entry.hash()), List.of(entry), 2);
        HttpResponse<String> page = send("GET", "/v1/audit?from=1&limit=1", "");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("\"head\":{\"sequence\":9,\"hash\":\"" + entry.hash() + "\"}",
                "\"at\":\"1970-01-01T00:00:01.500Z\"", "\"actor\":\"al\\u001bice\"", "\"record\":\"", "\"next\":2");
        assertThat(send("GET", "/v1/audit/refused", "").body()).isEqualTo("{\"records\":[]}");
    }

    @Test
    void aRegistryThatIsAwayIsSaidToBe() throws Exception {
        service.nextPage = new Page.Unavailable(Instant.EPOCH, "registry lost");
        assertThat(send("GET", "/v1/audit", "").statusCode()).isEqualTo(503);
    }

    @Test
    void whatIsNoPlaceInAChainIsRefused() throws Exception {
        for (String query : List.of("from=-1", "from=x", "from=1234567890123456789", "limit=0", "limit=1001",
                "limit=all")) {
            HttpResponse<String> answer = send("GET", "/v1/audit?" + query, "");
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.body()).as(query).contains("(expected: ");
        }
    }

    @Test
    void theAuditIsToldWhereACallCameFrom() throws Exception {
        send("DELETE", "/v1/services/orders", "");
        send("POST", "/v1/apply",
                """
                        {"apiVersion":"spillway.io/v1","kind":"Cluster","metadata":{"name":"c"},"spec":{"idc":"idc-a","role":"PRIMARY"}}
                        """);
        assertThat(service.deleted.getFirst().origin()).isEqualTo(new Origin("", "127.0.0.1"));
        assertThat(service.applied.getFirst().origin()).isEqualTo(new Origin("", "127.0.0.1"));
    }
}
