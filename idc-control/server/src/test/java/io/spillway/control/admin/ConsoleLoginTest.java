package io.spillway.control.admin;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.nimbusds.jwt.JWTClaimsSet;
import io.spillway.control.access.Grant;
import io.spillway.control.access.LoginClient;
import io.spillway.control.access.Role;
import io.spillway.control.access.TokenIssuer;
import io.spillway.control.session.Sessions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A person logs in at an issuer, and others want to come in by the same door. */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConsoleLoginTest {

    private ScriptedIssuer issuer;
    private ConsoleDesk desk;
    private String login;

    @BeforeEach
    void start() throws Exception {
        issuer = new ScriptedIssuer();
        desk = new ConsoleDesk(List.of(), List.of(known("a secret: 100%")), List.of());
        String body = desk.page("GET", "/console/session", "", null).body();
        assertThat(body).contains("\"name\":\"Our people\"");
        login = body.replaceAll(".*\"id\":\"([0-9a-f]+)\".*", "$1");
    }

    @AfterEach
    void stop() {
        desk.close();
        issuer.close();
    }

    private TokenIssuer known(@Nullable String secret) {
        return new TokenIssuer(issuer.name(), Set.of("spillway"), Set.of("RS256"), Duration.ofSeconds(30), null, null,
                Map.of("17", "alice"),
                List.of(new TokenIssuer.ClaimGrant("groups", "sre", List.of(Grant.everywhere(Role.OPERATOR)))),
                new LoginClient("console", secret, List.of("openid", "groups"), "Our people"));
    }

    /** What the browser is sent away with. */
    private record Away(Map<String, String> query, String cookie) {}

    private Away away(String to) throws Exception {
        HttpResponse<String> answer = desk.send("GET", "/console/login/" + login + "?to=" + to, "", Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        String location = answer.headers().firstValue("location").orElseThrow();
        assertThat(location).startsWith(issuer.name() + "/authorize?realm=ops&response_type=code&");
        assertThat(answer.headers().firstValue("set-cookie").orElseThrow()).contains("; Secure", "; HTTPOnly",
                "; SameSite=Lax", "; Max-Age=600");
        Map<String, String> query = new HashMap<>();
        for (String field : URI.create(location).getRawQuery().split("&")) {
            query.put(field.substring(0, field.indexOf('=')),
                    URLDecoder.decode(field.substring(field.indexOf('=') + 1), StandardCharsets.UTF_8));
        }
        return new Away(query, ConsoleDesk.cookie(answer, LoginHandler.COOKIE));
    }

    private JWTClaimsSet.Builder idToken(Away away) {
        return issuer.claims(desk.clock.instant().plusSeconds(300)).audience("console")
                .claim("nonce", away.query().get("nonce"));
    }

    private HttpResponse<String> back(String query, @Nullable String cookie) throws Exception {
        return desk.send("GET", "/console/callback?" + query, "", cookie == null
                ? Map.of("Sec-Fetch-Site", "cross-site")
                : Map.of("Sec-Fetch-Site", "cross-site", "Cookie", LoginHandler.COOKIE + "=" + cookie));
    }

    private HttpResponse<String> back(Away away) throws Exception {
        return back("code=c0de&state=" + away.query().get("state"), away.cookie());
    }

    private void failed(int status, String expected, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(expected);
        assertThat(answer.headers().allValues("set-cookie")).noneMatch(line -> line.startsWith(Visits.COOKIE + "="));
    }

    @Test
    void whoLogsInThereIsKnownHere() throws Exception {
        Away away = away("/console/switchovers/cooling?tab=plan");
        assertThat(away.query()).containsEntry("client_id", "console").containsEntry("scope", "openid groups")
                .containsEntry("redirect_uri", desk.url() + "/console/callback")
                .containsEntry("code_challenge_method", "S256");
        issuer.idToken = issuer.signed(idToken(away));
        HttpResponse<String> in = back(away);
        assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
        assertThat(in.headers().firstValue("location")).contains("/console/switchovers/cooling?tab=plan");
        assertThat(in.headers().allValues("set-cookie"))
                .anyMatch(line -> line.startsWith(LoginHandler.COOKIE + "=;") && line.contains("Max-Age=0"));
        assertThat(issuer.exchanged).singleElement().asString().contains("grant_type=authorization_code", "code=c0de")
                .endsWith("Basic " + Base64.getEncoder().encodeToString(
                        "console:a+secret%3A+100%25".getBytes(StandardCharsets.UTF_8)));
        String verifier = issuer.exchanged.getFirst().replaceAll(".*code_verifier=([^& ]+).*", "$1");
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(
                MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(away.query().get("code_challenge"));
        String cookie = ConsoleDesk.cookie(in, Visits.COOKIE);
        HttpResponse<String> who = desk.page("GET", "/console/session", "", cookie);
        assertThat(who.body()).contains("\"person\":\"alice\"", "\"author\":\"" + issuer.name() + "|17\"",
                "\"role\":\"operator\"");
        desk.clock.pass(Duration.ofSeconds(330));
        HttpResponse<String> late = desk.page("GET", "/v1/status", "", cookie);
        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(late.body()).contains("the token of this session ended at");
    }

    @Test
    void aSessionEndsWithItsIssuer() throws Exception {
        Away away = away("/console/");
        issuer.idToken = issuer.signed(idToken(away));
        String cookie = ConsoleDesk.cookie(back(away), Visits.COOKIE);
        assertThat(desk.page("GET", "/v1/status", "", cookie).statusCode()).isEqualTo(200);
        desk.access.replace(new io.spillway.control.admin.security.ApiAccess.Settings("idc-a", "one-token",
                io.spillway.control.access.AccessConfig.NONE, null));
        assertThat(desk.page("GET", "/v1/status", "", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void nobodyIsSentToAnotherHostAfterwards() throws Exception {
        for (String to : List.of("https://evil.example/", "//evil.example/", "/console", "/console//evil.example",
                "/console/../v1/status", "/%5Cevil.example", "/console/%5C%5Cevil.example", "/console/%0d%0aX:1",
                "/console/%25zz",
                "/v1/status")) {
            failed(400, "expected: an address below /console/",
                    desk.send("GET", "/console/login/" + login + "?to=" + to, "", Map.of()));
        }
        failed(404, "expected: an id of GET /console/session", desk.send("GET", "/console/login/0000", "", Map.of()));
    }

    @Test
    void anAnswerIsForTheBrowserThatAskedAndOnce() throws Exception {
        Away victim = away("/console/");
        Away evil = away("/console/");
        issuer.idToken = issuer.signed(idToken(evil));
        failed(400, "there is no login under way in this browser", back("code=c0de&state="
                + evil.query().get("state"), null));
        failed(400, "state: another one", back("code=c0de&state=" + evil.query().get("state"), victim.cookie()));
        failed(400, "state: another one", back("code=c0de", victim.cookie()));
        failed(400, "not sealed here for this", back("code=c0de&state=x", victim.cookie().substring(0, 30)));
        assertThat(issuer.exchanged).as("nobody's code was used").isEmpty();
        failed(400, "the issuer says \\\"access_denied\\\"", back("error=access_denied&state="
                + victim.query().get("state"), victim.cookie()));
        desk.clock.pass(Sessions.TICKET);
        failed(400, "at most 10 min ago", back("code=c0de&state=" + victim.query().get("state"), victim.cookie()));
    }

    @Test
    void anIdTokenIsCheckedAsEveryOtherAndForThisLogin() throws Exception {
        Away away = away("/console/");
        for (Map.Entry<JWTClaimsSet.Builder, String> wrong : List.of(
                Map.entry(idToken(away).claim("nonce", "another"), "nonce: another one"),
                Map.entry(idToken(away).claim("nonce", null), "nonce: another one"),
                Map.entry(idToken(away).audience("spillway"), "(expected: console)"),
                Map.entry(idToken(away).audience(List.of("console", "x")).claim("azp", "x"), "azp: "),
                Map.entry(idToken(away).issuer("https://evil.example"), "iss: "),
                Map.entry(idToken(away).expirationTime(null), "exp: missing"))) {
            issuer.idToken = issuer.signed(wrong.getKey());
            failed(401, wrong.getValue(), back(away));
        }
        issuer.idToken = ScriptedIssuer.signed(idToken(away), ScriptedIssuer.key("k1"),
                com.nimbusds.jose.JOSEObjectType.JWT);
        failed(401, "cannot be believed", back(away));
        issuer.idToken = "nonsense";
        failed(401, "is not a signed JWT", back(away));
        issuer.down(true);
        failed(401, "gave no token for this code", back(away));
    }

    @Test
    void anIssuerThatIsAwaySaysSo() throws Exception {
        issuer.down(true);
        failed(503, "nobody can log in at " + issuer.name(),
                desk.send("GET", "/console/login/" + login, "", Map.of()));
    }
}
