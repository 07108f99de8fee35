package io.spillway.control.admin;

import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.control.session.MovedClock;
import io.spillway.control.session.Sessions;
import io.spillway.devca.AccessToken;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A person logs in to the console by a token, and others try to make use of it. */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConsoleSessionTest {

    private static final AccessToken OPERATOR = AccessToken.create(new SecureRandom());
    private static final AccessToken VIEWER = AccessToken.create(new SecureRandom());
    private static final String PEER = "https://control-2.example:17000";
    private static final String SERVICE = """
            apiVersion: spillway.io/v1
            kind: Service
            metadata: {name: orders%s}
            spec: {hosts: [orders.example], drGroup: orders}
            """;

    private ConsoleDesk desk;

    private static List<AccessConfig.TokenGrant> tokens() {
        return List.of(
                new AccessConfig.TokenGrant("laptop", "alice", OPERATOR.sha256(),
                        List.of(new Grant(Role.OPERATOR, Set.of("orders"), Set.of()))),
                new AccessConfig.TokenGrant("wall", "screen", VIEWER.sha256(),
                        List.of(Grant.everywhere(Role.VIEWER))));
    }

    @BeforeEach
    void start() {
        desk = new ConsoleDesk(tokens(), List.of(), List.of(PEER));
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    private void refused(int status, String expected, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains(expected);
        assertThat(desk.service.applied).isEmpty();
    }

    @Test
    void aTokenBeginsASessionThatSaysWhoOneIs() throws Exception {
        HttpResponse<String> before = desk.page("GET", "/console/session", "", null);
        assertThat(before.statusCode()).isEqualTo(401);
        assertThat(before.body()).contains("\"login\":{\"token\":true,\"issuers\":[]}");
        HttpResponse<String> begun = desk.logIn(OPERATOR.text());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(204);
        assertThat(begun.headers().allValues("set-cookie")).singleElement().asString()
                .startsWith("__Host-spillway=").contains("; Path=/", "; Secure", "; HTTPOnly", "; SameSite=Strict")
                .doesNotContain("Domain", OPERATOR.text());
        String cookie = ConsoleDesk.cookie(begun, Visits.COOKIE);
        HttpResponse<String> who = desk.page("GET", "/console/session", "", cookie);
        assertThat(who.statusCode()).isEqualTo(200);
        assertThat(who.headers().firstValue("cache-control")).contains("no-store");
        assertThat(who.body()).contains("\"person\":\"alice\"", "\"author\":\"token/laptop\"",
                "\"roles\":[{\"role\":\"operator\",\"drGroups\":[\"orders\"],\"idcs\":[]}]", "\"idc\":\"idc-a\"",
                "\"node\":\"control-1\"", "\"development\":false",
                "\"peers\":[{\"idc\":\"idc-a\",\"url\":\"" + PEER + "\"}]",
                "\"exchange\":{\"token\":\"spillway-exchange.");
        assertThat(desk.page("GET", "/v1/services", "", cookie).statusCode()).isEqualTo(200);
        HttpResponse<String> written = desk.page("PUT", "/v1/services/orders", SERVICE.formatted(""), cookie);
        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        assertThat(desk.service.applied).singleElement()
                .satisfies(request -> assertThat(request.author()).isEqualTo("token/laptop"));
        HttpResponse<String> ended = desk.page("DELETE", "/console/session", "", cookie);
        assertThat(ended.statusCode()).isEqualTo(204);
        assertThat(ended.headers().firstValue("set-cookie").orElseThrow()).startsWith("__Host-spillway=;")
                .contains("Max-Age=0");
    }

    @Test
    void aRevokedTokenTakesItsSessionsWithIt() throws Exception {
        String cookie = desk.session(OPERATOR.text());
        assertThat(desk.page("GET", "/v1/status", "", cookie).statusCode()).isEqualTo(200);
        desk.access.replace(ConsoleDesk.settings(List.of(tokens().getLast()), List.of()));
        refused(401, "the token of this session is none of this control plane (any more)",
                desk.page("GET", "/v1/status", "", cookie));
        HttpResponse<String> who = desk.page("GET", "/console/session", "", cookie);
        assertThat(who.statusCode()).isEqualTo(401);
        assertThat(who.body()).contains("\"login\":");
    }

    @Test
    void whatTheFileGivesNowCountsAndNotWhatItGaveAtTheLogin() throws Exception {
        String cookie = desk.session(OPERATOR.text());
        desk.access.replace(ConsoleDesk.settings(List.of(new AccessConfig.TokenGrant("laptop", "alice",
                OPERATOR.sha256(), List.of(Grant.everywhere(Role.VIEWER)))), List.of()));
        refused(403, "token/laptop has viewer (expected: role operator",
                desk.page("PUT", "/v1/services/orders", SERVICE.formatted(""), cookie));
    }

    @Test
    void aCookieThatIsForgedEndedOrOfAnotherIdcIsNone() throws Exception {
        String cookie = desk.session(OPERATOR.text());
        refused(401, "not sealed here for this", desk.page("GET", "/v1/status", "",
                cookie.substring(0, 20) + (cookie.charAt(20) == 'A' ? 'B' : 'A') + cookie.substring(21)));
        try (ConsoleDesk other = new ConsoleDesk(ConsoleDesk.settings(tokens(), List.of()), List.of(), desk.clock,
                Sessions.alone(desk.clock, new SecureRandom()))) {
            refused(401, "which this IDC does not have",
                    desk.page("GET", "/v1/status", "", other.session(OPERATOR.text())));
        }
        desk.clock.pass(Sessions.IDLE);
        refused(401, "nobody was here since", desk.page("GET", "/v1/status", "", cookie));
    }

    @Test
    void aSessionGoesOnWhileSomebodyIsThere() throws Exception {
        String cookie = desk.session(OPERATOR.text());
        HttpResponse<String> soon = desk.page("GET", "/v1/status", "", cookie);
        assertThat(soon.headers().allValues("set-cookie")).as("a minute is not over").isEmpty();
        desk.clock.pass(Sessions.IDLE.minusSeconds(1));
        String renewed = ConsoleDesk.cookie(desk.page("GET", "/v1/status", "", cookie), Visits.COOKIE);
        desk.clock.pass(Duration.ofMinutes(10));
        assertThat(desk.page("GET", "/v1/status", "", cookie).statusCode()).isEqualTo(401);
        assertThat(desk.page("GET", "/v1/status", "", renewed).statusCode()).isEqualTo(200);
    }

    @Test
    void aPageOfOthersDoesNothingByOurCookie() throws Exception {
        String cookie = desk.session(OPERATOR.text());
        String body = SERVICE.formatted("");
        for (Map<String, String> wrong : List.of(Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site"), Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"), Map.of("Origin", PEER), Map.of("X-Requested-With", "XMLHttpRequest"))) {
            Map<String, String> headers = new HashMap<>(desk.ofPage(cookie));
            headers.putAll(wrong);
            refused(403, "expected: ", desk.send("PUT", "/v1/services/orders", body, headers));
            refused(403, "expected: ", desk.send("DELETE", "/console/session", "", headers));
        }
        refused(403, "Sec-Fetch-Site: missing", desk.send("GET", "/v1/status", "",
                Map.of("Cookie", Visits.COOKIE + "=" + cookie)));
        assertThat(desk.service.denied).isNotEmpty();
    }

    @Test
    void whatOneChangesOneHasSeen() throws Exception {
        desk.service.resources.add(Resource.of("orders", ServiceSpec.of(List.of("orders.example"), "orders")));
        String cookie = desk.session(OPERATOR.text());
        refused(428, "no revision", desk.page("PUT", "/v1/services/orders", SERVICE.formatted(""), cookie));
        refused(428, "no revision", desk.page("POST", "/v1/apply", SERVICE.formatted(""), cookie));
        refused(428, "no revision", desk.page("DELETE", "/v1/services/orders", "", cookie));
        assertThat(desk.service.deleted).isEmpty();
        assertThat(desk.page("POST", "/v1/apply?dryRun", SERVICE.formatted(""), cookie).statusCode()).isEqualTo(200);
        desk.service.applied.clear();
        assertThat(desk.page("POST", "/v1/apply", SERVICE.formatted(", revision: 7"), cookie).statusCode())
                .isEqualTo(200);
        Map<String, String> seen = new HashMap<>(desk.ofPage(cookie));
        seen.put("If-Match", "\"7\"");
        assertThat(desk.send("PUT", "/v1/services/orders", SERVICE.formatted(""), seen).statusCode()).isEqualTo(200);
        desk.service.resources.add(ScriptedSwitchOvers.drafted("cooling", "orders"));
        desk.service.applied.clear();
        refused(428, "no revision", desk.page("POST", "/v1/switchovers/cooling/abort", "{}", cookie));
    }

    @Test
    void whoTriesTokensIsSlowedAndTheRightOneComesInAfterwards() throws Exception {
        for (int i = 0; i < 5; i++) {
            refused(401, "token: another token", desk.logIn("wrong-" + i));
        }
        HttpResponse<String> slower = desk.logIn(OPERATOR.text());
        refused(429, "too many tries", slower);
        assertThat(slower.headers().firstValue("retry-after")).contains("2");
        desk.clock.pass(Duration.ofSeconds(2));
        assertThat(desk.logIn(OPERATOR.text()).statusCode()).isEqualTo(204);
        assertThat(desk.logIn(VIEWER.text()).statusCode()).isEqualTo(204);
        assertThat(desk.service.denied).hasSize(5);
    }

    @Test
    void nobodyLogsSomebodyElseInFromAnotherPage() throws Exception {
        String body = "{\"token\":\"" + OPERATOR.text() + "\"}";
        refused(403, "X-Requested-With: missing", desk.send("POST", "/console/session", body, Map.of()));
        Map<String, String> headers = new HashMap<>(desk.ofPage(null));
        headers.put("Sec-Fetch-Site", "cross-site");
        refused(403, "Sec-Fetch-Site: cross-site", desk.send("POST", "/console/session", body, headers));
        refused(400, "/token", desk.page("POST", "/console/session", "{\"tokens\":\"x\"}", null));
    }

    @Test
    void anExchangeTokenGoesOnAtAnotherNodeOfTheIdcAndAtNoOther() throws Exception {
        String who = desk.page("GET", "/console/session", "", desk.session(OPERATOR.text())).body();
        String token = who.replaceAll(".*\"exchange\":\\{\"token\":\"([^\"]+)\".*", "$1");
        MovedClock clock = desk.clock;
        try (ConsoleDesk fellow = new ConsoleDesk(ConsoleDesk.settings(tokens(), List.of()), List.of(desk.url()), clock,
                desk.sessions);
                ConsoleDesk stranger = new ConsoleDesk(ConsoleDesk.settings(tokens(), List.of()), List.of(), clock,
                        Sessions.alone(clock, new SecureRandom()))) {
            Map<String, String> bearer = Map.of("Authorization", "Bearer " + token, "Origin", desk.url(),
                    "Sec-Fetch-Site", "same-site", "X-Requested-With", "spillway-console");
            HttpResponse<String> answer = fellow.send("PUT", "/v1/services/orders", SERVICE.formatted(""), bearer);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("access-control-allow-origin")).contains(desk.url());
            assertThat(answer.headers().firstValue("access-control-allow-credentials")).isEmpty();
            assertThat(answer.headers().allValues("vary")).contains("Origin");
            assertThat(fellow.send("GET", "/console/session", "", bearer).body()).contains("\"person\":\"alice\"",
                    "\"exchange\":{\"token\":\"spillway-exchange.");
            assertThat(stranger.send("GET", "/v1/status", "", bearer).statusCode()).as("of another IDC")
                    .isEqualTo(401);
            clock.pass(Sessions.EXCHANGE);
            HttpResponse<String> late = fellow.send("GET", "/v1/status", "", bearer);
            assertThat(late.statusCode()).isEqualTo(401);
            assertThat(late.body()).contains("an exchange token that is not good: it ended at");
        }
    }

    @Test
    void onlyAPeersPageIsToldThatItMayAsk() throws Exception {
        Map<String, String> question = Map.of("Origin", PEER, "Access-Control-Request-Method", "PUT",
                "Access-Control-Request-Headers", "authorization,if-match");
        HttpResponse<String> answer = desk.send("OPTIONS", "/v1/services/orders", "", question);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains(PEER);
        assertThat(answer.headers().firstValue("access-control-allow-headers").orElseThrow()).contains("Authorization",
                "If-Match");
        assertThat(answer.headers().firstValue("access-control-allow-credentials")).isEmpty();
        Map<String, String> evil = new HashMap<>(question);
        evil.put("Origin", "https://evil.example");
        HttpResponse<String> refused = desk.send("OPTIONS", "/v1/services/orders", "", evil);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("access-control-allow-origin")).isEmpty();
        Map<String, String> withCookie = new HashMap<>(desk.ofPage(desk.session(OPERATOR.text())));
        withCookie.put("Origin", PEER);
        withCookie.put("Sec-Fetch-Site", "cross-site");
        refused(403, "Sec-Fetch-Site: cross-site", desk.send("GET", "/v1/status", "", withCookie));
    }
}
