package io.spillway.control.issuer;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** A token was lost: the operator strikes it from the file of a control node that runs, and sends the process SIGHUP. */
@Tag("slow")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HangupTest {

    private static final String LOST = "a-token-that-was-lost";
    private static final String FRESH = "a-token-in-its-place";

    @TempDir
    private Path folder;

    private static String access(String token) throws Exception {
        return """
                access:
                  tokens:
                  - {name: laptop, sha256: %s, roles: [{role: viewer}]}
                """.formatted(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8))));
    }

    private static void soon(String what, ThrowingRunnable so) {
        Awaitility.await(what).atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(50)).untilAsserted(so);
    }

    private static String counted(String outcome, int times) {
        return "(?m)^spillway_control_access_reloads_total\\{outcome=\"" + outcome + "\"} " + times + "(\\.0)?$";
    }

    @Test
    void aLostTokenIsStruckFromTheFileAndABrokenFileChangesNothing() throws Exception {
        try (Node node = new Node(folder, access(LOST))) {
            node.awaitReady();
            assertThat(node.status(LOST)).isEqualTo(200);
            assertThat(node.status(FRESH)).isEqualTo(403);
            node.write(access(FRESH));
            assertThat(node.status(LOST)).as("the file alone does nothing").isEqualTo(200);
            node.hangUp();
            soon("the new one is taken", () -> assertThat(node.status(FRESH)).isEqualTo(200));
            assertThat(node.status(LOST)).isEqualTo(403);
            assertThat(node.metrics()).containsPattern(counted("taken", 1));
            node.write(access(LOST) + "  nobody: 1\n");
            node.hangUp();
            soon("the refusal is in the log", () -> assertThat(node.log()).containsPattern(
                    "/access/nobody: unknown key .*: the file as it was stays in force"));
            soon("and said", () -> assertThat(node.log()).contains("reload: access: kept 1 tokens"));
            soon("and counted", () -> assertThat(node.metrics()).containsPattern(counted("refused", 1)));
            assertThat(node.status(FRESH)).isEqualTo(200);
            assertThat(node.status(LOST)).isEqualTo(403);
        }
    }
}
