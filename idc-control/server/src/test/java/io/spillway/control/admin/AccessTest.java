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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.service.WriteResult;
import io.spillway.devca.AccessToken;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tokens of every role at the door of the API: what is not theirs never reaches the service behind it. */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AccessTest {

    private static final Map<Role, AccessToken> TOKENS = Map.of(Role.VIEWER, token(), Role.DRILL, token(),
            Role.OPERATOR,
            token(), Role.APPROVER, token(), Role.ADMIN, token());
    private static final AccessToken OF_ORDERS = token();
    private static final AccessToken ELSEWHERE = token();
    private static final List<String> REFUSED = new CopyOnWriteArrayList<>();
    private static final ScriptedService SERVICE = new ScriptedService();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ApiServer server;
    private static int port;

    private static AccessToken token() {
        return AccessToken.create(new SecureRandom());
    }

    private static AccessToken of(Role role) {
        return Objects.requireNonNull(TOKENS.get(role));
    }

    @BeforeAll
    static void start() {
        List<AccessConfig.TokenGrant> grants = new ArrayList<>();
        TOKENS.forEach((role, token) -> grants.add(new AccessConfig.TokenGrant(role.word(), "person", token.sha256(),
                List.of(Grant.everywhere(role)))));
        grants.add(new AccessConfig.TokenGrant("of-orders", "person", OF_ORDERS.sha256(),
                List.of(new Grant(Role.OPERATOR, Set.of("orders"), Set.of("idc-a")))));
        grants.add(new AccessConfig.TokenGrant("elsewhere", "person", ELSEWHERE.sha256(),
                List.of(new Grant(Role.ADMIN, Set.of(), Set.of("idc-b")))));
        ApiAccess access = new ApiAccess(
                new ApiAccess.Settings("idc-a", null, new AccessConfig(grants, List.of()), null), () -> Instant.EPOCH,
                new AccessObserver() {
                    @Override
                    public void refused(int status, String from, String reason) {
                        REFUSED.add(status + " " + reason);
                    }
                });
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
    void forget() {
        SERVICE.applied.clear();
        SERVICE.deleted.clear();
        SERVICE.resources.clear();
        SERVICE.nextWrite = new WriteResult.Applied(8, List.of(), List.of(), true);
        REFUSED.clear();
        SERVICE.denied.clear();
    }

    @Test
    void whoShowsNothingSeesNothing() throws Exception {
        for (String path : List.of("/v1/status", "/v1/services", "/v1/services/x", "/v1/services?watch", "/v1/events",
                "/openapi.json", "/nowhere", "/v1/pools")) {
            HttpResponse<String> answer = send("GET", path, "");
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
            assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(answer.body()).contains("\"title\":\"no token\"",
                    "Authorization: missing (expected: Bearer and a token of this control plane)");
        }
        assertThat(send("POST", "/v1/apply", service("orders", "orders")).statusCode()).isEqualTo(401);
        assertThat(SERVICE.applied).isEmpty();
        assertThat(REFUSED).hasSize(9).allMatch(line -> line.startsWith("401 "));
    }

    /** To Spring the question of a browser whether it may delete something matches the address that deletes it. */
    @Test
    void aQuestionOfABrowserIsNotWhatItAsksAbout() throws Exception {
        for (AccessToken token : List.of(of(Role.ADMIN), of(Role.VIEWER))) {
            HttpResponse<String> answer = CLIENT.send(HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port + "/v1/services/orders"))
                    .header("Authorization", "Bearer " + token.text()).header("Origin", "https://evil.example")
                    .header("Access-Control-Request-Method", "DELETE")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
        }
        assertThat(SERVICE.deleted).isEmpty();
    }

    @Test
    void oneGroupsOperatorGivesAnothersServiceNoInstanceByALabel() throws Exception {
        SERVICE.resources.add(Resource.of("orders", ServiceSpec.of(List.of("orders.example"), "orders")));
        SERVICE.resources.add(Resource.of("cash", ServiceSpec.of(List.of("cash.example"), "payments")));
        String entry = """
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: w, labels: {app: cash}}
                spec: {service: orders, cluster: c, address: 10.0.0.1, port: 80}
                """;
        assertThat(asked("PUT", "/v1/workloads/w", entry, OF_ORDERS).statusCode()).isEqualTo(200);
        SERVICE.taking = Set.of("orders", "cash");
        try {
            assertThat(asked("PUT", "/v1/workloads/w", entry, OF_ORDERS).statusCode()).isEqualTo(403);
        } finally {
            SERVICE.taking = Set.of();
        }
    }

    @Test
    void whoeverIsDeniedIsInTheAuditOnceWithWhatHeAskedFor() throws Exception {
        SERVICE.resources.add(Resource.of("cash", ServiceSpec.of(List.of("cash.example"), "payments")));
        send("DELETE", "/v1/services/cash", "");
        asked("GET", "/v1/status", "", ELSEWHERE);
        asked("DELETE", "/v1/services/cash", "", OF_ORDERS);
        asked("PUT", "/v1/idcs/b%20%0ad", "", of(Role.VIEWER));
        assertThat(SERVICE.denied).extracting(deed -> deed.who().actor()).containsExactly("", "token/elsewhere",
                "token/of-orders", "token/viewer");
        assertThat(SERVICE.denied).allMatch(deed -> deed.action().equals("denied")
                && deed.who().source().equals("127.0.0.1"));
        assertThat(SERVICE.denied.get(0).result()).startsWith("401: DELETE /v1/services/cash: Authorization: missing");
        assertThat(SERVICE.denied.get(1).result())
                .startsWith("403: GET /v1/status: token/elsewhere has admin in idc-b");
        assertThat(SERVICE.denied.get(2).objects().getFirst().name()).isEqualTo("services/cash");
        assertThat(SERVICE.denied.get(2).who().role()).isEqualTo("operator");
        assertThat(SERVICE.denied.get(3).objects().getFirst().name()).isEqualTo("idcs/\"b \\nd\"");
        asked("GET", "/v1/status", "", of(Role.VIEWER));
        assertThat(SERVICE.denied).as("who may is not").hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "bearer guess", "Bearer HASH", "Bearer RIGHTx",
            "Bearer  RIGHT",
            "Bearer RIGHT RIGHT"})
    void aWrongTokenIsNoToken(String authorization) throws Exception {
        String said = authorization.replace("RIGHT", of(Role.ADMIN).text()).replace("HASH",
                of(Role.ADMIN).sha256());
        HttpResponse<String> answer = send("GET", "/v1/status", "", "Authorization", said);
        assertThat(answer.statusCode()).isIn(401, 403);
        assertThat(answer.body()).contains("Authorization: ").doesNotContain(of(Role.ADMIN).text());
        assertThat(REFUSED).hasSize(1);
    }

    @Test
    void aTokenIsBoundToTheIdcsItIsFor() throws Exception {
        HttpResponse<String> answer = asked("GET", "/v1/status", "", ELSEWHERE);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("\"title\":\"not allowed\"",
                "\"detail\":\"GET /v1/status: token/elsewhere has "
                        + "admin in idc-b (expected: role viewer in idc-a)\"",
                "\"role\":\"viewer\"", "\"idc\":\"idc-a\"");
    }

    @Test
    void theAuthorIsWhoWasFoundOutAndNotWhoItIsSaidToBe() throws Exception {
        HttpResponse<String> answer = send("PUT", "/v1/services/orders", service("orders", "orders"), "Authorization",
                "Bearer " + OF_ORDERS.text(), "X-Spillway-Author", "root");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(SERVICE.applied).singleElement()
                .satisfies(request -> assertThat(request.author()).isEqualTo("token/of-orders"));
        SERVICE.resources.add(Resource.of("orders", ServiceSpec.of(List.of(), "orders")));
        asked("DELETE", "/v1/services/orders", "", OF_ORDERS);
        assertThat(SERVICE.deleted).singleElement()
                .satisfies(request -> assertThat(request.author()).isEqualTo("token/of-orders"));
    }

    @Test
    void anotherGroupsServiceIsNeitherWrittenNorTakenNorDeleted() throws Exception {
        SERVICE.resources.add(Resource.of("cash", ServiceSpec.of(List.of("cash.example"), "payments")));
        HttpResponse<String> taken = asked("PUT", "/v1/services/cash", service("cash", "orders"), OF_ORDERS);
        assertThat(taken.statusCode()).isEqualTo(403);
        assertThat(taken.body()).contains("\"drGroup\":\"payments\"", "\"role\":\"operator\"",
                "token/of-orders has operator of drGroups orders in idc-a (expected: role operator for DrGroup payments");
        assertThat(asked("PUT", "/v1/services/new", service("new", "payments"), OF_ORDERS).statusCode()).isEqualTo(403);
        assertThat(asked("DELETE", "/v1/services/cash", "", OF_ORDERS).statusCode()).isEqualTo(403);
        assertThat(asked("DELETE", "/v1/services/none", "", OF_ORDERS).statusCode()).isEqualTo(403);
        assertThat(SERVICE.applied).isEmpty();
        assertThat(SERVICE.deleted).isEmpty();
    }

    @Test
    void ofWhatIsAppliedTogetherOneDocumentTooMuchIsTooMuch() throws Exception {
        String both = service("orders", "orders") + "---\n" + service("cash", "payments");
        assertThat(asked("POST", "/v1/apply", both, OF_ORDERS).statusCode()).isEqualTo(403);
        assertThat(asked("POST", "/v1/apply?dryRun", both, OF_ORDERS).statusCode()).isEqualTo(403);
        String admin = service("orders", "orders") + """
                ---
                apiVersion: spillway.io/v1
                kind: Cluster
                metadata: {name: a-primary}
                spec: {idc: idc-a, role: PRIMARY}
                """;
        HttpResponse<String> refused = asked("POST", "/v1/apply", admin, of(Role.OPERATOR));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .contains("PUT /v1/clusters/a-primary: token/operator has operator (expected: role admin");
        assertThat(SERVICE.applied).isEmpty();
        assertThat(asked("POST", "/v1/apply", admin, of(Role.ADMIN)).statusCode()).isEqualTo(200);
        assertThat(SERVICE.applied).hasSize(1);
    }

    @Test
    void whoMayNotComeInIsRefusedBeforeHisBodyIsRead() throws Exception {
        HttpResponse<String> answer = asked("POST", "/v1/apply", "#".repeat(5 * 1024 * 1024), of(Role.VIEWER));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(asked("POST", "/v1/registry/accept", "nonsense", of(Role.OPERATOR)).statusCode())
                .isEqualTo(403);
        assertThat(asked("POST", "/v1/registry/accept", "{\"clusterId\":\"c9\"}", of(Role.ADMIN)).statusCode())
                .isEqualTo(409);
    }

    @Test
    void whatIsNotThereIsToldToWhoeverIsKnown() throws Exception {
        assertThat(asked("GET", "/nowhere", "", of(Role.VIEWER)).statusCode()).isEqualTo(404);
        assertThat(asked("PUT", "/v1/pools/x", "", of(Role.VIEWER)).statusCode()).isEqualTo(404);
        assertThat(asked("PATCH", "/v1/services/x", "", of(Role.ADMIN)).statusCode()).isEqualTo(404);
    }

    @Test
    void aQuestionWhetherAnotherOriginMayWriteWritesNothing() throws Exception {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("OPTIONS /v1/services/x HTTP/1.1\r\nHost: h\r\nOrigin: http://evil\r\n"
                    + "Access-Control-Request-Method: DELETE\r\nConnection: close\r\nAuthorization: Bearer "
                    + of(Role.ADMIN).text() + "\r\n\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(answer).containsPattern("^HTTP/1.1 40[34]");
        }
        assertThat(SERVICE.deleted).isEmpty();
    }

    private static String service(String name, String drGroup) {
        return """
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: %s}
                spec: {hosts: [%s.example], drGroup: %s}
                """.formatted(name, name, drGroup);
    }

    private static HttpResponse<String> asked(String method, String path, String body, AccessToken token)
            throws Exception {
        return send(method, path, body, "Authorization", "Bearer " + token.text());
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).method(
                method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return CLIENT.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }
}
