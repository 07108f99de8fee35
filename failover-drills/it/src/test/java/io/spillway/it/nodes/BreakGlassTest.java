package io.spillway.it.nodes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.it.docs.Checkout;
import io.spillway.it.docs.Guide;
import io.spillway.it.harness.Command;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.Json;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.model.identity.PersonId;
import io.spillway.model.identity.SpiffeId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * At three in the morning the issuer of everybody's tokens is down, and so is one of three control nodes: a certificate that
 * breaks glass still moves the traffic at each of the others, says why, and stands in the audit.
 */
@Tag("real")
class BreakGlassTest {

    private static final String FIRST = "idc-a/idc-control";
    private static final String CLUSTER = """
            {apiVersion: spillway.io/v1, kind: Cluster, metadata: {name: in-need}, spec: {idc: idc-a, role: REMOTE}}
            """;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @TempDir
    Path folder;

    /** Nobody listens there: the issuer is down from the first moment on. */
    private static String access() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return """

                    access:
                      issuers:
                      - issuer: http://127.0.0.1:%d
                        audiences: [spillway]
                        claims: [{claim: groups, value: sre, roles: [{role: admin}]}]
                    """.formatted(socket.getLocalPort());
        }
    }

    private Command.Done spillway(SecondNode node, RunningFleet fleet, String... verb) throws Exception {
        List<String> line = new ArrayList<>(List.of(verb));
        line.addAll(List.of("--server", node.https(), "--ca",
                DevelopmentAuthority.certificateFile(fleet.authority()).toString(), "--cert",
                folder.resolve("glass.pem").toString(), "--key", folder.resolve("glass.key").toString()));
        return Command.spillway(line.toArray(String[]::new));
    }

    @Test
    void glassIsBrokenWhileTheIssuerAndOneOfThreeNodesAreDown() throws Exception {
        RunningFleet fleet = FLEET.get();
        Instant now = Instant.now();
        DevelopmentAuthority.in(fleet.authority(), now, new SecureRandom())
                .issue(CertificateRequest.person(
                        new PersonId(SpiffeId.DEFAULT_TRUST_DOMAIN, PersonId.Kind.BREAKGLASS, "alice"), now,
                        Duration.ofHours(1)))
                .write(folder.resolve("glass.pem"), folder.resolve("glass.key"));
        Path cluster = Files.writeString(folder.resolve("cluster.yaml"), CLUSTER);
        String access = access();
        try (SecondNode second = SecondNode.start(fleet, folder, access);
                SecondNode third = SecondNode.start(fleet, Files.createDirectory(folder.resolve("third")),
                        "control-3", access)) {
            awaitNodes(second, fleet, 3);
            fleet.kill(FIRST);
            for (SecondNode each : List.of(second, third)) {
                Awaitility.await("the others serve").atMost(Duration.ofSeconds(30)).pollInterval(
                        Duration.ofMillis(200)).until(
                                () -> spillway(each, fleet, "get", "idcs", "--break-glass",
                                        "idc-a burns").exitCode() == 0);
            }
            awaitNodes(third, fleet, 2);
            Command.Done silent = spillway(second, fleet, "apply", "-f", cluster.toString());
            assertThat(silent.exitCode()).as(silent.output()).isEqualTo(2);
            assertThat(silent.output()).contains("X-Spillway-Reason: missing", "give the reason with --break-glass");
            Command.Done done = spillway(second, fleet, "apply", "-f", cluster.toString(), "--break-glass",
                    "idc-a burns");
            assertThat(done.exitCode()).as(done.output()).isZero();
            assertThat(spillway(third, fleet, "audit", "list", "--break-glass", "who was it").output())
                    .contains("spiffe://spillway/breakglass/alice (idc-a burns)", "clusters/in-need");
            Path token = Files.writeString(folder.resolve("token"), unknownToken(issuer(second)));
            Command.Done other = Command.spillway("get", "idcs", "--server", second.https(), "--ca",
                    DevelopmentAuthority.certificateFile(fleet.authority()).toString(), "--token-file",
                    token.toString());
            assertThat(other.exitCode()).as(other.output()).isEqualTo(3);
            assertThat(other.output()).contains("issuer unavailable", "in need one that breaks glass");
            assertThat(second.log()).contains("BREAK-GLASS: spiffe://spillway/breakglass/alice from 127.0.0.1 calls "
                    + "POST /v1/apply, because: idc-a burns", "gave no keys");
            Command.Done tidied = spillway(third, fleet, "delete", "cluster", "in-need", "--break-glass", "tidying up");
            assertThat(tidied.exitCode()).as(tidied.output()).isZero();
            playTheGuide(second);
            spillway(second, fleet, "shift", "clear", "drgroup/core", "--break-glass", "idc-b is back");
        } finally {
            fleet.start(FIRST);
        }
    }

    private void awaitNodes(SecondNode node, RunningFleet fleet, int living) {
        Awaitility.await(living + " control nodes live").atMost(Duration.ofSeconds(40)).pollInterval(
                Duration.ofMillis(200)).untilAsserted(() -> {
                    Command.Done status = spillway(node, fleet, "status", "-o", "json", "--break-glass", "who lives");
                    assertThat(Json.parse(status.output()).at("nodes").items()).hasSize(living);
                });
    }

    /** What the operator's guide shows of it. */
    private void playTheGuide(SecondNode second) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Guide.Step step : Guide.steps(Checkout.root().resolve("idc-control/docs/operate.md"))) {
            if (step instanceof Guide.Shown shown && shown.person().equals("glass")) {
                List<String> words = new ArrayList<>(shown.words());
                words.replaceAll(word -> switch (word) {
                    case "https://control-a:17000" -> second.https();
                    case "ca.pem" -> DevelopmentAuthority.certificateFile(FLEET.get().authority()).toString();
                    case "glass.pem", "glass.key" -> folder.resolve(word).toString();
                    default -> word;
                });
                List<String> printed = Command.spillway(words.toArray(String[]::new)).output().lines().toList();
                if (!Guide.matches(shown.output(), printed)) {
                    wrong.add("$ ./" + shown + "\n" + String.join("\n", printed));
                }
            }
        }
        assertThat(wrong).as("commands that print something else").isEmpty();
    }

    private static String issuer(SecondNode node) throws IOException {
        return node.log().replaceAll("(?s).*issuer (http://[0-9.:]+) gave no keys.*", "$1");
    }

    /** A token of the issuer that nobody can check. */
    private static String unknownToken(String issuer) {
        Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
        return text.encodeToString("{\"alg\":\"RS256\",\"kid\":\"k\"}".getBytes(UTF_8))
                + "." + text.encodeToString(
                        ("{\"iss\":\"" + issuer + "\"}").getBytes(UTF_8))
                + ".c2ln";
    }
}
