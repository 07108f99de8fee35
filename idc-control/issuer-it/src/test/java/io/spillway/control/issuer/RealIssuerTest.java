package io.spillway.control.issuer;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** A control node takes the tokens of an issuer that nobody here has written, through its worst days. */
@Tag("slow")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class RealIssuerTest {

    private static final String OWN = "a-token-of-our-own";
    private static final String SERVICE = """
            apiVersion: spillway.io/v1
            kind: Service
            metadata: {name: orders}
            spec: {hosts: [orders.example], selector: {app: orders}}
            """;

    @TempDir
    private Path folder;

    private static String access(Issuer issuer) throws Exception {
        return """
                access:
                  tokens:
                  - {name: own, sha256: %s, roles: [{role: viewer}]}
                  issuers:
                  - issuer: %s
                    audiences: [mover, looker]
                    people: {mover: alice}
                    claims:
                    - {claim: scope, value: move, roles: [{role: operator}]}
                    - {claim: scope, value: look, roles: [{role: viewer}]}
                """.formatted(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(OWN.getBytes(UTF_8))),
                issuer.name());
    }

    @Test
    void itsTokensAreTakenItsKeysFollowedAndItsLossHurtsNobodyElse() throws Exception {
        try (Issuer issuer = new Issuer(); Node node = new Node(folder, access(issuer))) {
            // The node is on its way up meanwhile.
            issuer.start();
            node.awaitReady();
            String first = issuer.token("looker", "look");
            Awaitility.await("its keys have come").atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(node.status(first)).isEqualTo(200));
            whomItNamesMayWhatTheScopesGive(issuer, node);
            String old = issuer.token("looker", "look");
            issuer.roll("second");
            String fresh = issuer.token("looker", "look");
            Awaitility.await("the new key is found").atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(node.status(fresh)).isEqualTo(200));
            assertThat(node.status(old)).as("its key was taken back").isEqualTo(401);
            issuer.roll("third");
            String unknown = issuer.token("looker", "look");
            issuer.stop();
            Awaitility.await("it is asked in vain").atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(node.status(unknown)).isEqualTo(503));
            assertThat(node.status(fresh)).as("a key that is known stays good").isEqualTo(200);
            assertThat(node.status(OWN)).isEqualTo(200);
            assertThat(node.ask("GET", "/v1/status", "", unknown).body()).contains("issuer unavailable", issuer.name(),
                    "until then a token of access.tokens or a client certificate does");
            assertThat(node.metrics()).containsPattern(
                    "spillway_control_issuer_keys_questions_total\\{issuer=\"" + issuer.name()
                            + "\",outcome=\"failed\"} [1-9]");
            issuer.start();
            Awaitility.await("it is back").atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(node.status(unknown)).isEqualTo(200));
        }
    }

    private static void whomItNamesMayWhatTheScopesGive(Issuer issuer, Node node) throws Exception {
        HttpResponse<String> moved = node.ask("PUT", "/v1/services/orders", SERVICE, issuer.token("mover", "move"));
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
        String looker = issuer.token("looker", "look");
        HttpResponse<String> refused = node.ask("PUT", "/v1/services/orders", SERVICE, looker);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains(issuer.name() + "|looker has viewer (expected: role operator");
        HttpResponse<String> history = node.ask("GET", "/v1/audit", "", looker);
        assertThat(history.body()).contains("\"actor\":\"" + issuer.name() + "|mover\"", "\"role\":\"operator\"");
        HttpResponse<String> stranger = node.ask("GET", "/v1/status", "", issuer.token("stranger", "move"));
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.body()).contains("aud: \\\"[stranger]\\\" (expected: looker or mover)");
    }
}
