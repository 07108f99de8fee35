package io.spillway.control.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.session.MovedClock;
import io.spillway.devca.AccessToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** A browser asks for the console: what it is given, and what it is told it may do with it. */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConsolePageTest {

    private static final AccessToken TOKEN = AccessToken.create(new SecureRandom());
    private static final String PEER = "https://control-2.example:17000";

    private static ConsoleDesk guarded() {
        return new ConsoleDesk(List.of(new AccessConfig.TokenGrant("laptop", "alice", TOKEN.sha256(),
                List.of(Grant.everywhere(Role.VIEWER)))), List.of(), List.of(PEER));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void everyAddressWithoutAFileIsThePageAndNamesOfObjectsHaveDots() throws Exception {
        try (ConsoleDesk desk = guarded()) {
            Map<String, String> going = Map.of("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
            for (String path : List.of("/console/", "/console/services/orders", "/console/shifts/drgroup.orders",
                    "/console/login")) {
                HttpResponse<String> page = desk.send("GET", path, "", going);
                assertThat(page.statusCode()).as(path).isEqualTo(200);
                assertThat(page.body()).isEqualTo("<title>Spillway</title>");
                assertThat(header(page, "cache-control")).isEqualTo("no-store");
                assertThat(header(page, "content-type")).isEqualTo("text/html;charset=utf-8");
            }
            HttpResponse<String> asset = desk.send("GET", "/console/assets/main-4f2a.js", "", Map.of());
            assertThat(asset.statusCode()).isEqualTo(200);
            assertThat(header(asset, "cache-control")).contains("immutable", "max-age=31536000");
            for (String path : List.of("/console/assets/gone.js", "/console/favicon.ico",
                    "/console/..%2f..%2fetc/passwd.txt")) {
                assertThat(desk.send("GET", path, "", Map.of("Accept", "*/*")).statusCode()).as(path).isEqualTo(404);
            }
            HttpResponse<String> home = desk.send("GET", "/console", "", going);
            assertThat(home.statusCode()).isEqualTo(307);
            assertThat(header(home, "location")).isEqualTo("/console/");
        }
    }

    @Test
    void noAnswerMayBeFramedGuessedOrRunAnythingOfOthers() throws Exception {
        try (ConsoleDesk desk = guarded()) {
            HttpResponse<String> page = desk.send("GET", "/console/", "", Map.of());
            assertThat(header(page, "content-security-policy")).isEqualTo("default-src 'none'; script-src 'self'; "
                    + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self' "
                    + PEER + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
            HttpResponse<String> api = desk.send("GET", "/v1/status", "",
                    Map.of("Authorization", "Bearer " + TOKEN.text()));
            assertThat(api.statusCode()).isEqualTo(200);
            HttpResponse<String> refused = desk.send("GET", "/v1/status", "", Map.of());
            assertThat(header(api, "content-security-policy")).startsWith("default-src 'none'; frame-ancestors 'none'");
            for (HttpResponse<String> answer : List.of(page, api, refused)) {
                assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
                assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");
                assertThat(header(answer, "cross-origin-opener-policy")).isEqualTo("same-origin");
                assertThat(header(answer, "permissions-policy")).contains("camera=()");
                assertThat(header(answer, "content-security-policy")).contains("frame-ancestors 'none'");
            }
        }
    }

    /** In development nobody shows anything, so every page that is open on that machine could. */
    @Test
    void inDevelopmentASessionIsThereForPagesOfOursOnly() throws Exception {
        try (ConsoleDesk desk = new ConsoleDesk(ApiAccess.Settings.open(null), List.of(), new MovedClock(), null)) {
            HttpResponse<String> who = desk.page("GET", "/console/session", "", null);
            assertThat(who.statusCode()).isEqualTo(200);
            assertThat(who.body()).contains("\"development\":true", "\"role\":\"admin\"", "\"expires\":null",
                    "\"exchange\":{\"token\":");
            assertThat(desk.send("GET", "/v1/status", "", Map.of()).statusCode()).as("no browser").isEqualTo(200);
            assertThat(desk.send("GET", "/v1/status", "", Map.of("Sec-Fetch-Site", "none")).statusCode())
                    .as("typed by hand").isEqualTo(200);
            HttpResponse<String> evil = desk.send("POST", "/v1/sync/release", "{\"peer\":\"idc-b\"}",
                    Map.of("Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"));
            assertThat(evil.statusCode()).isEqualTo(403);
            assertThat(evil.body()).contains("Sec-Fetch-Site: cross-site");
            assertThat(desk.send("POST", "/v1/sync/release", "{\"peer\":\"idc-b\"}",
                    Map.of("Origin", "https://evil.example")).statusCode()).as("an old browser").isEqualTo(403);
            assertThat(rebound(desk.url(), "evil.example:17000")).contains(" 403 ");
            assertThat(rebound(desk.url(), "localhost:17000")).contains(" 200 ");
        }
    }

    /** A page whose name its owner's DNS has turned into our address. Returns the first line of the answer. */
    private static String rebound(String url, String host) throws IOException {
        URI node = URI.create(url);
        try (Socket socket = new Socket(node.getHost(), node.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("GET /v1/status HTTP/1.1\r\nHost: " + host
                    + "\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
        }
    }

    @Test
    void theApiTokenAloneLetsOthersLookAndLogsInNobodyElse() throws Exception {
        try (ConsoleDesk desk = new ConsoleDesk(ApiAccess.Settings.open("the-token"), List.of(), new MovedClock(),
                null)) {
            assertThat(desk.page("GET", "/console/session", "", null).statusCode()).isEqualTo(401);
            String cookie = desk.session("the-token");
            assertThat(desk.page("GET", "/console/session", "", cookie).body()).contains("\"author\":\"apiToken\"",
                    "\"role\":\"admin\"");
        }
    }

    @Test
    void theOverviewIsThereOnceAndAsAStream() throws Exception {
        try (ConsoleDesk desk = guarded()) {
            Map<String, String> bearer = Map.of("Authorization", "Bearer " + TOKEN.text());
            HttpResponse<String> once = desk.send("GET", "/v1/overview", "", bearer);
            assertThat(once.statusCode()).as(once.body()).isEqualTo(200);
            assertThat(once.body()).contains("\"idc\":\"idc-a\"", "\"node\":\"control-1\"",
                    "\"registry\":{\"connected\":true,\"revision\":7}", "\"link\":{\"state\":\"HERE\"");
            assertThat(desk.send("GET", "/v1/overview", "", Map.of()).statusCode()).isEqualTo(401);
            assertThat(SseEvents.first(desk.url() + "/v1/overview?watch", bearer, 3)).hasSize(3)
                    .allSatisfy(event -> assertThat(event).startsWith("{\"idc\":\"idc-a\""));
        }
    }
}
