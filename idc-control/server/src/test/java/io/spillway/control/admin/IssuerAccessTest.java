package io.spillway.control.admin;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.control.access.TokenIssuer;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.service.SwitchOverAct;
import io.spillway.control.service.WriteResult;
import io.spillway.devca.AccessToken;
import io.spillway.model.switchover.SwitchOverEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who comes with a token of an issuer: whom it names, as long as it lasts, and nobody with one that is not good in every point. */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class IssuerAccessTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AccessToken OWN = AccessToken.create(new SecureRandom());
    private static final String SERVICE_ORDERS = """
            apiVersion: spillway.io/v1
            kind: Service
            metadata: {name: orders}
            spec: {hosts: [orders.example], drGroup: orders}
            """;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T03:00:00Z"));
    private final ScriptedService service = new ScriptedService();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private ScriptedIssuer issuer;
    private ApiAccess access;
    private ApiServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        issuer = new ScriptedIssuer();
        access = new ApiAccess(settings(true), now::get, new AccessObserver() {
            @Override
            public void refused(int status, String from, String reason) {
                heard.add(status + " " + reason);
            }
        });
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = ApiServer.start(new ApiSettings(asked, access, null), service);
        port = server.address(asked).getPort();
        service.nextWrite = new WriteResult.Applied(8, List.of(), List.of(), true);
    }

    @AfterEach
    void stop() {
        server.close();
        issuer.close();
    }

    private ApiAccess.Settings settings(boolean withIssuer) {
        TokenIssuer known = new TokenIssuer(issuer.name(), Set.of("spillway"), Set.of("RS256"), Duration.ofSeconds(30),
                null, null, Map.of("17", "alice"), List.of(
                        new TokenIssuer.ClaimGrant("groups", "sre", List.of(new Grant(Role.OPERATOR, Set.of("orders"),
                                Set.of()))),
                        new TokenIssuer.ClaimGrant("groups", "yes", List.of(Grant.everywhere(Role.APPROVER)))));
        return new ApiAccess.Settings("idc-a", null, new AccessConfig(
                List.of(new AccessConfig.TokenGrant("own", "alice", OWN.sha256(),
                        List.of(Grant.everywhere(Role.VIEWER), Grant.everywhere(Role.APPROVER)))),
                List.of(), withIssuer ? List.of(known) : List.of()), null);
    }

    private Instant in(int seconds) {
        return Objects.requireNonNull(now.get()).plusSeconds(seconds);
    }

    private JWTClaimsSet.Builder good() {
        return issuer.claims(in(300));
    }

    private HttpResponse<String> send(String method, String path, String body, String... authorization)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (String each : authorization) {
            request.header("Authorization", each);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> status(String token) throws Exception {
        return send("GET", "/v1/status", "", "Bearer " + token);
    }

    private void refused(String token, String expected) throws Exception {
        heard.clear();
        HttpResponse<String> answer = status(token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer error=\"invalid_token\"");
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"title\":\"wrong token\"", expected, "(expected: ");
        assertThat(heard).singleElement().asString().startsWith("401 Authorization: ").doesNotContain(token);
    }

    @Test
    void whomTheTokenNamesMayWhatItsClaimsGive() throws Exception {
        String token = issuer.signed(good());
        HttpResponse<String> written = send("PUT", "/v1/services/orders", SERVICE_ORDERS, "Bearer " + token);
        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        assertThat(service.applied).singleElement()
                .satisfies(request -> assertThat(request.author()).isEqualTo(issuer.name() + "|17"));
        HttpResponse<String> tooMuch = send("DELETE", "/v1/idcs/idc-a", "", "Bearer " + token);
        assertThat(tooMuch.statusCode()).isEqualTo(403);
        assertThat(tooMuch.body())
                .contains(issuer.name() + "|17 has operator of drGroups orders (expected: role admin");
        String stranger = issuer.signed(good().claim("groups", List.of("guests")));
        assertThat(status(stranger).body()).contains("has no role (expected: role viewer in idc-a)");
        assertThat(status(ScriptedIssuer.signed(good(), issuer.key(), new JOSEObjectType("at+jwt"))).statusCode())
                .isEqualTo(200);
        assertThat(status(OWN.text()).statusCode()).as("a token of its own beside it").isEqualTo(200);
        assertThat(status("another").statusCode()).isEqualTo(403);
    }

    @Test
    void whoHasAnIssuersTokenAndAnotherIsOnePersonAndApprovesNothingOfHisOwn() throws Exception {
        service.resources.add(ScriptedSwitchOvers.drafted("cooling", "orders"));
        service.switchOvers.next = ScriptedSwitchOvers.applied(ScriptedSwitchOvers.drafted("cooling", "orders"), true);
        String other = issuer.signed(good().subject("18").claim("name", "alice").claim("groups", List.of("yes")));
        for (String token : List.of(issuer.signed(good().claim("groups", List.of("yes"))), OWN.text(), other)) {
            HttpResponse<String> answer = send("POST", "/v1/switchovers/cooling/approve", "{\"plan\":\"h\"}",
                    "Bearer " + token);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        assertThat(service.switchOvers.said.stream().map(SwitchOverAct::said)).containsExactly(
                new SwitchOverEvent.Approve("alice", "h"), new SwitchOverEvent.Approve("alice", "h"),
                new SwitchOverEvent.Approve(issuer.name() + "|18", "h"));
    }

    @Test
    void whatATokenSaysMustBeRight() throws Exception {
        refused(issuer.signed(good().audience("console")), "aud: \\\"[console]\\\" (expected: spillway)");
        refused(issuer.signed(good().audience(List.of())), "aud: missing");
        refused(issuer.signed(good().issuer("https://evil.example")),
                "iss: \\\"https://evil.example\\\" (expected: http");
        refused(issuer.signed(good().issuer(null)), "iss: ");
        refused(issuer.signed(good().subject(null)), "sub: missing");
        refused(issuer.signed(good().subject("a b")), "sub: \\\"a b\\\" (expected: 1 to 255 visible");
        refused(issuer.signed(good().expirationTime(null)), "exp: missing");
        refused(ScriptedIssuer.signed(good(), issuer.key(), new JOSEObjectType("logout+jwt")), "cannot be believed");
    }

    @Test
    void aTokenIsGoodFromItsBeginToItsEndAndTheClocksMayBeApart() throws Exception {
        assertThat(status(issuer.signed(issuer.claims(in(-29)))).statusCode()).isEqualTo(200);
        refused(issuer.signed(issuer.claims(in(-30))),
                "exp: 2026-11-27T02:59:30Z (expected: after 2026-11-27T03:00:00Z");
        assertThat(status(issuer.signed(good().notBeforeTime(Date.from(in(30))))).statusCode()).isEqualTo(200);
        refused(issuer.signed(good().notBeforeTime(Date.from(in(31)))),
                "nbf: 2026-11-27T03:00:31Z (expected: at most 30 s");
    }

    @Test
    void aSignatureIsByAPublicKeyOfTheIssuerOrNone() throws Exception {
        refused(ScriptedIssuer.signed(good(), ScriptedIssuer.key("k9"), JOSEObjectType.JWT),
                "kid: \\\"k9\\\" for RS256");
        refused(ScriptedIssuer.signed(good(), ScriptedIssuer.key("k1"), JOSEObjectType.JWT), "cannot be believed");
        SignedJWT known = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), good().build());
        known.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
        refused(known.serialize(), "alg: \\\"HS256\\\" (expected: RS256)");
        SignedJWT longer = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS512).keyID(issuer.key().getKeyID())
                .build(), good().build());
        longer.sign(new RSASSASigner(issuer.key()));
        refused(longer.serialize(), "alg: \\\"RS512\\\" (expected: RS256)");
        String[] parts = issuer.signed(good()).split("\\.", -1);
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8));
        refused(none + "." + parts[1] + ".", "not a signed JWT");
        refused(none + "." + parts[1] + "." + parts[2], "not a signed JWT");
        refused(parts[0] + "." + new String(Base64.getUrlEncoder().withoutPadding().encode(
                good().subject("18").build().toString().getBytes(UTF_8)), UTF_8) + "." + parts[2],
                "cannot be believed");
        refused(parts[0] + "." + parts[1] + ".", "");
    }

    @Test
    void twoHeadersAndHugeTokensGetAnAnswerToo() throws Exception {
        String token = "Bearer " + issuer.signed(good());
        HttpResponse<String> two = send("GET", "/v1/status", "", token, token);
        assertThat(two.statusCode()).isEqualTo(401);
        assertThat(two.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(two.body()).contains("Authorization: 2 headers (expected: one)");
        HttpResponse<String> huge = send("GET", "/v1/status", "", "Bearer ey" + "a".repeat(20_000) + ".b.c");
        assertThat(huge.statusCode()).isEqualTo(401);
        assertThat(huge.body()).contains("a token of 20006 characters (expected: at most 16384)");
        String large = issuer.signed(good().claim("more", "m".repeat(8_000)));
        assertThat(status(large).statusCode()).as("8 KB are not rare").isEqualTo(200);
    }

    @Test
    void aRolledKeyIsFoundAndAnIssuerThatIsDownIsNoReasonToRefuseWhoIsKnown() throws Exception {
        String before = issuer.signed(good());
        assertThat(status(before).statusCode()).isEqualTo(200);
        int asked = issuer.asked.get();
        issuer.roll("k2");
        now.set(in(5));
        assertThat(status(issuer.signed(good())).statusCode()).isEqualTo(200);
        refused(before, "kid: \\\"k1\\\" for RS256 (expected: a key of http");
        assertThat(issuer.asked.get()).as("asked twice: for where, and for what").isEqualTo(asked + 2);
        issuer.down(true);
        String known = issuer.signed(good());
        issuer.roll("k3");
        now.set(in(5));
        HttpResponse<String> untold = status(issuer.signed(good()));
        assertThat(untold.statusCode()).isEqualTo(503);
        assertThat(untold.headers().firstValue("retry-after")).isPresent();
        assertThat(untold.body()).contains("\"title\":\"issuer unavailable\"", "it answers 500",
                "until then a token of access.tokens or a client certificate does");
        assertThat(status(known).statusCode()).as("whose key is known").isEqualTo(200);
        assertThat(status(OWN.text()).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsWatchedEndsWithTheToken() throws Exception {
        try (InputStream events = watch(issuer.signed(issuer.claims(in(-29))))) {
            events.readAllBytes();
        }
        assertThat(status(issuer.signed(issuer.claims(in(-29)))).statusCode())
                .as("by the clock of the node, which stood still meanwhile, it would have gone on").isEqualTo(200);
    }

    @Test
    void whatIsWatchedEndsWhenWhoMayWhatIsReadAgainAndNotBefore() throws Exception {
        String token = issuer.signed(good());
        try (InputStream events = watch(token)) {
            assertThat(events.read()).as("the first sign of life").isPositive();
            access.replace(settings(false));
            events.readAllBytes();
        }
        assertThat(status(token).statusCode()).as("its issuer is not there any more").isEqualTo(403);
        access.replace(settings(true));
        assertThat(status(token).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> access.replace(ApiAccess.Settings.open(null)))
                .hasMessageContaining("everybody could do everything (expected: some of them, or a restart)");
        assertThat(send("GET", "/v1/status", "").statusCode()).isEqualTo(401);
    }

    private InputStream watch(String token) throws Exception {
        HttpResponse<InputStream> answer = CLIENT.send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/v1/services?watch"))
                .header("Authorization", "Bearer " + token)
                .build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
