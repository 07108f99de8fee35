package io.spillway.control.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.node.TestNode;
import io.spillway.devca.AccessToken;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** On a living node where two persons are asked for: one alone gets nothing done, whatever credentials he has. */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TwoPersonsTest {

    private static final Pattern ID = Pattern.compile("\"approval\":\"([0-9a-f]+)\",\"hash\":\"([0-9a-f]{64})\"");

    @TempDir
    Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, AccessToken> tokens = new TreeMap<>();
    private final List<AccessConfig.TokenGrant> grants = new ArrayList<>();
    private TestNode node;
    private ApiServer server;
    private int port;

    /** What the refusal of one alone says. */
    private record Waiting(String id, String hash) {}

    private void person(String name, String person, Grant grant) {
        AccessToken token = AccessToken.create(new SecureRandom());
        tokens.put(name, token);
        grants.add(new AccessConfig.TokenGrant(name, person, token.sha256(), List.of(grant)));
    }

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
        person("ann", "ann", Grant.everywhere(Role.ADMIN));
        person("ann-at-home", "ann", Grant.everywhere(Role.ADMIN));
        person("bob", "bob", Grant.everywhere(Role.APPROVER));
        person("of-payments", "carl", new Grant(Role.APPROVER, Set.of("payments"), Set.of()));
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = ApiServer.start(new ApiSettings(asked, new ApiAccess(
                new ApiAccess.Settings("idc-a", null, new AccessConfig(grants, List.of()).withTwoPersons(), null),
                () -> Instant.EPOCH, AccessObserver.NONE), null), node.service());
        port = server.address(asked).getPort();
    }

    @AfterEach
    void stop() {
        server.close();
        node.close();
        client.close();
    }

    private HttpResponse<String> send(String who, String method, String path, String body, String approval)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + Objects.requireNonNull(tokens.get(who)).text())
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!approval.isEmpty()) {
            request.header("X-Spillway-Approval", approval);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static Waiting waits(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("\"guard\":\"two_persons\"");
        Matcher found = ID.matcher(answer.body());
        assertThat(found.find()).as(answer.body()).isTrue();
        return new Waiting(found.group(1), found.group(2));
    }

    private int approve(String who, Waiting waiting) throws Exception {
        return send(who, "POST", "/v1/approvals/" + waiting.id() + "/approve", "{\"hash\":\"" + waiting.hash() + "\"}",
                "").statusCode();
    }

    @Test
    void aServiceIsDeletedByTwoPersonsOnceAndByNobodyTwice() throws Exception {
        Waiting waiting = waits(send("ann", "DELETE", "/v1/services/orders", "", ""));
        assertThat(waits(send("ann", "DELETE", "/v1/services/orders", "", ""))).as("asked again").isEqualTo(waiting);
        assertThat(send("bob", "GET", "/v1/approvals", "", "").body()).contains("\"person\":\"ann\"",
                "DELETE /v1/services/orders", "a Service is deleted", "orders.test", waiting.hash());
        assertThat(approve("ann", waiting)).as("himself").isEqualTo(403);
        assertThat(approve("ann-at-home", waiting)).as("himself by another credential").isEqualTo(403);
        assertThat(approve("of-payments", waiting)).as("an approver of something else").isEqualTo(403);
        assertThat(approve("bob", new Waiting(waiting.id(), "0".repeat(64)))).as("another hash").isEqualTo(409);
        assertThat(send("ann", "DELETE", "/v1/services/orders", "", waiting.id()).statusCode()).isEqualTo(409);
        assertThat(node.service().get(Kind.SERVICE, "orders")).isPresent();
        assertThat(approve("bob", waiting)).isEqualTo(200);
        assertThat(approve("bob", waiting)).as("twice").isEqualTo(409);
        assertThat(send("ann", "DELETE", "/v1/services/none", "", waiting.id()).statusCode()).isEqualTo(404);
        HttpResponse<String> done = send("ann-at-home", "DELETE", "/v1/services/orders", "", waiting.id());
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(node.service().get(Kind.SERVICE, "orders")).isEmpty();
        assertThat(send("ann", "GET", "/v1/audit?limit=2", "", "").body()).contains("approvals/" + waiting.id(),
                "\"action\":\"delete\"", "\"approver\":\"bob\"", "\"planHash\":\"" + waiting.hash() + "\"");
        String again = """
                {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"orders"},
                 "spec":{"hosts":["orders.test"],"drGroup":"core"}}""";
        assertThat(send("ann", "PUT", "/v1/services/orders", again, "").statusCode()).isEqualTo(200);
        assertThat(send("ann", "DELETE", "/v1/services/orders", "", waiting.id()).statusCode()).as("replayed")
                .isEqualTo(409);
        assertThat(send("ann", "GET", "/v1/audit/refused", "", "").body()).contains("409: approval",
                "\"action\":\"approve\"", "403: approval");
    }

    @Test
    void whatHasMovedMeanwhileWasNotApproved() throws Exception {
        String trust = """
                {"apiVersion":"spillway.io/v1","kind":"Idc","metadata":{"name":"idc-b"},
                 "spec":{"region":"%s","gateways":["127.0.0.1:%d"]}}""";
        Waiting waiting = waits(send("ann", "PUT", "/v1/idcs/idc-b", trust.formatted("region-1", 6666), ""));
        assertThat(approve("bob", waiting)).isEqualTo(200);
        HttpResponse<String> other = send("ann", "PUT", "/v1/idcs/idc-b", trust.formatted("region-1", 6667),
                waiting.id());
        assertThat(other.statusCode()).as("another address").isEqualTo(409);
        assertThat(send("ann", "POST", "/v1/apply", trust.formatted("region-1", 6666), waiting.id()).statusCode())
                .as("another call").isEqualTo(409);
        node.applied(TestNode.idc("idc-b", "127.0.0.1:8001"));
        HttpResponse<String> moved = send("ann", "PUT", "/v1/idcs/idc-b", trust.formatted("region-1", 6666),
                waiting.id());
        assertThat(moved.statusCode()).isEqualTo(409);
        assertThat(moved.body()).contains("what would be done now is not what was approved");
    }

    @Test
    void guardsAreOverriddenByTwoAndTheRestIsForOne() throws Exception {
        String id = node.registry.state().clusterId();
        waits(send("ann", "POST", "/v1/registry/accept", "{\"clusterId\":\"" + id + "\"}", ""));
        waits(send("ann", "POST", "/v1/sync/release", "{\"peer\":\"idc-b\",\"service\":\"orders\"}", ""));
        waits(send("ann", "POST", "/v1/audit/prune", "{\"sequence\":99,\"hash\":\"%s\",\"digest\":\"%s\",".formatted(
                "0".repeat(64), "1".repeat(64)) + "\"before\":\"2020-01-01T00:00:00Z\"}", ""));
        assertThat(send("bob", "GET", "/v1/approvals", "", "").body()).contains("audit/99: all records up to this one",
                "exported to a file of SHA-256 " + "1".repeat(64));
        waits(send("ann", "DELETE", "/v1/idcs/idc-b", "", ""));
        assertThat(send("ann", "DELETE", "/v1/services/orders?dryRun", "", "").statusCode()).isEqualTo(200);
        assertThat(send("ann", "PUT", "/v1/services/pay", """
                {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"pay"},
                 "spec":{"hosts":["pay.test"],"drGroup":"core"}}""", "").statusCode()).isEqualTo(200);
        HttpResponse<String> plan = send("ann", "POST", "/v1/switchovers", """
                {"name":"night","spec":{"scope":{"drGroups":["core"]},"from":"idc-a","to":"idc-b","reason":"r"}}""",
                "");
        assertThat(plan.statusCode()).as(plan.body()).isEqualTo(201);
        waits(send("ann", "POST", "/v1/switchovers/night/force-end",
                "{\"reason\":\"stuck\\nneeds two persons: no\"}", ""));
        assertThat(send("bob", "GET", "/v1/approvals", "", "").body())
                .as("a reason makes no lines of its own in what the other person is shown")
                .contains("reason: \\\"stuck\\\\nneeds two persons: no");
        assertThat(send("ann", "POST", "/v1/switchovers/night/abort", "{\"reason\":\"no\"}", "").statusCode())
                .isEqualTo(200);
    }

    private static String shift(String scope, String name, int a) {
        return """
                {"apiVersion":"spillway.io/v1","kind":"TrafficShift","metadata":{"name":"%s.%s"},
                 "spec":{"scope":{"%s":"%s"},"weights":{"idc-a":%d,"idc-b":%d},"reason":"r"}}"""
                .formatted(scope.toLowerCase(Locale.ROOT), name, scope, name, a, 100 - a);
    }

    /** Nothing is measured here, so that any move of core is more than half of it for all that is known. */
    @Test
    void trafficIsMovedByHandByTwoWhereItsGroupSaysSoWhateverTheScope() throws Exception {
        node.applied(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1,
                new DrGroupLimits(false, null, List.of(), 50))));
        HttpResponse<String> alone = send("ann", "PUT", "/v1/shifts/drgroup.core", shift("drGroup", "core", 0), "");
        Waiting waiting = waits(alone);
        assertThat(alone.body()).contains("more than 50 % of the traffic of DrGroup core moves");
        waits(send("ann", "PUT", "/v1/shifts/service.orders", shift("service", "orders", 0), ""));
        waits(send("ann", "PUT", "/v1/shifts/idc.idc-a", shift("idc", "idc-a", 0), ""));
        waits(send("ann", "POST", "/v1/apply", shift("drGroup", "core", 0), ""));
        assertThat(node.service().list(Kind.TRAFFIC_SHIFT).resources()).isEmpty();
        assertThat(send("ann", "PUT", "/v1/shifts/drgroup.core?dryRun", shift("drGroup", "core", 0), "").statusCode())
                .isEqualTo(200);
        assertThat(approve("of-payments", waiting)).as("an approver of something else").isEqualTo(403);
        assertThat(approve("bob", waiting)).isEqualTo(200);
        assertThat(send("ann", "PUT", "/v1/shifts/drgroup.core", shift("drGroup", "core", 1), waiting.id())
                .statusCode()).as("another share").isEqualTo(409);
        assertThat(send("ann-at-home", "PUT", "/v1/shifts/drgroup.core", shift("drGroup", "core", 0), waiting.id())
                .statusCode()).isEqualTo(201);
        assertThat(send("ann", "PUT", "/v1/shifts/drgroup.core", shift("drGroup", "core", 0), "").statusCode())
                .as("nothing moves").isEqualTo(200);
        Waiting home = waits(send("ann", "DELETE", "/v1/shifts/drgroup.core", "", ""));
        assertThat(approve("bob", home)).isEqualTo(200);
        assertThat(send("ann-at-home", "DELETE", "/v1/shifts/drgroup.core", "", home.id()).statusCode())
                .isEqualTo(200);
    }
}
