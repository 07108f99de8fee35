package io.spillway.control.issuer;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** A person logs in to the console by the page of an issuer that nobody here has written. */
@Tag("slow")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class LoginPageTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    @TempDir
    private Path folder;

    /** The browser at the issuer, which keeps its cookies; those of the node are carried by hand. */
    private final HttpClient browser = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5))
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL)).build();

    @AfterEach
    void close() {
        browser.close();
    }

    private static String access(Issuer issuer) {
        return """
                access:
                  issuers:
                  - issuer: %s
                    audiences: [spillway]
                    client: {id: console, secret: console-secret, name: Our people}
                    people: {alice: alice.a}
                    claims:
                    - {claim: sub, value: alice, roles: [{role: operator}]}
                """.formatted(issuer.name());
    }

    private HttpResponse<String> get(String address, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(10))
                .header("Accept", "text/html");
        headers.forEach(request::header);
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.uri().resolve(answer.headers().firstValue("location")
                .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()))).toString();
    }

    private static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("set-cookie").stream().filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(0, line.indexOf(';'))).findFirst()
                .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
    }

    /** Goes through the issuer's login page; returns where it sends the browser in the end. */
    private String through(String authorize) throws Exception {
        HttpResponse<String> page = get(location(get(authorize, Map.of())), Map.of());
        Matcher csrf = CSRF.matcher(page.body());
        assertThat(csrf.find()).as(page.body()).isTrue();
        String form = "username=" + Issuer.PERSON + "&password=" + URLEncoder.encode(Issuer.PASSWORD, UTF_8) + "&_csrf="
                + URLEncoder.encode(csrf.group(1), UTF_8);
        HttpResponse<String> in = browser.send(HttpRequest.newBuilder(page.uri()).timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form))
                .build(), BodyHandlers.ofString());
        return location(get(location(in), Map.of()));
    }

    @Test
    void aPersonComesInByTheIssuersPageAndItsCodeIsGoodOnce() throws Exception {
        try (Issuer issuer = new Issuer(); Node node = new Node(folder, access(issuer))) {
            issuer.letPeopleIn(node.url() + "/console/callback");
            issuer.start();
            node.awaitReady();
            // It is asked for its keys every two seconds; a token of another audience tells when they are here.
            String other = issuer.token("looker", "look");
            Awaitility.await("its keys have come").atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(node.status(other)).isEqualTo(401));
            Map<String, String> ofPage = Map.of("Sec-Fetch-Site", "same-origin");
            String offer = get(node.url() + "/console/session", ofPage).body();
            assertThat(offer).contains("\"name\":\"Our people\"");
            String id = offer.replaceAll(".*\"issuers\":\\[\\{\"id\":\"([^\"]+)\".*", "$1");
            HttpResponse<String> away = get(node.url() + "/console/login/" + id + "?to=/console/audit", Map.of());
            String ticket = cookie(away, "__Host-spillway-login");
            String back = through(location(away));
            assertThat(back).startsWith(node.url() + "/console/callback?code=");
            HttpResponse<String> in = get(back, Map.of("Cookie", ticket));
            assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
            assertThat(location(in)).isEqualTo(node.url() + "/console/audit");
            Map<String, String> withSession = new HashMap<>(ofPage);
            withSession.put("Cookie", cookie(in, "__Host-spillway"));
            HttpResponse<String> who = get(node.url() + "/console/session", withSession);
            assertThat(who.statusCode()).as(who.body()).isEqualTo(200);
            assertThat(who.body()).contains("\"person\":\"alice.a\"", "\"author\":\"" + issuer.name() + "|alice\"",
                    "\"role\":\"operator\"");
            assertThat(get(node.url() + "/v1/services", withSession).statusCode()).isEqualTo(200);
            HttpResponse<String> again = get(back, Map.of("Cookie", ticket));
            assertThat(again.statusCode()).as("a code is good once").isEqualTo(401);
            assertThat(again.body()).contains("gave no token for this code");
        }
    }
}
