package io.spillway.control;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.spillway.control.access.AccessObserver;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.admin.security.LoginResult;
import io.spillway.control.admin.security.Presented;
import io.spillway.devca.AccessToken;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.Trees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An operator edits who may what and sends SIGHUP: all of it is in force at once, or nothing of it. */
class AccessReloadTest {

    private static final AccessToken ALICE = AccessToken.create(new java.security.SecureRandom());
    private static final AccessToken BOB = AccessToken.create(new java.security.SecureRandom());

    private final List<Boolean> reloads = new ArrayList<>();
    private final AccessReload reload = AccessReload.of(config(file(ALICE)), () -> Instant.EPOCH, new AccessObserver() {
        @Override
        public void reloaded(boolean taken) {
            reloads.add(taken);
        }
    });

    private static Tree file(Map<String, Object> access) {
        Map<String, Object> keys = new LinkedHashMap<>(
                Map.of("idc", "idc-a", "node", "control-1", "dataDir", "data"));
        keys.putAll(access);
        return Trees.of(keys);
    }

    private static Tree file(AccessToken token) {
        return file(Map.of("access", Map.of("tokens", List.of(token(token)))));
    }

    private static Map<String, Object> token(AccessToken token) {
        return Map.of("name", "laptop", "sha256", token.sha256(), "roles", List.of(Map.of("role", "viewer")));
    }

    private static Tree withIssuer(Path ca) {
        return file(Map.of("access", Map.of("tokens", List.of(token(BOB)), "issuers", List.of(Map.of("issuer",
                "https://127.0.0.1:1", "audiences", List.of("a"), "ca", ca.toString(), "claims",
                List.of(Map.of("claim", "c", "value", "v", "roles", List.of(Map.of("role", "viewer")))))))));
    }

    private static ControlConfig config(Tree file) {
        if (Decoder.decode(file, ControlConfig::read) instanceof Decoded.Valid<ControlConfig>(ControlConfig config)) {
            return config;
        }
        throw new AssertionError(file);
    }

    private boolean knows(AccessToken token) {
        ApiAccess.Login login = reload.access().login(
                new Presented(List.of("Bearer " + token.text()), null, "127.0.0.1", null)).block(Duration.ofSeconds(5));
        return Objects.requireNonNull(login).result() instanceof LoginResult.Known;
    }

    @Test
    void whoIsStruckFromTheFileIsNobodyFromThenOn() {
        assertThat(knows(ALICE)).isTrue();
        assertThat(reload.reload(file(BOB))).isEqualTo(
                "1 tokens, 0 certificates, 0 issuers -> 1 tokens, 0 certificates, 0 issuers");
        assertThat(knows(ALICE)).isFalse();
        assertThat(knows(BOB)).isTrue();
        assertThat(reload.reload(file(Map.of("apiToken", "s3cret"))))
                .endsWith("0 tokens, 0 certificates, 0 issuers and apiToken");
        assertThat(knows(BOB)).isFalse();
        assertThat(reloads).containsExactly(true, true);
    }

    @Test
    void aRefusedFileChangesNothingAndIsCounted() {
        reload.reload(file(BOB));
        reload.refused();
        assertThat(reload.reload(file(BOB))).isEqualTo("kept 1 tokens, 0 certificates, 0 issuers: the file is refused");
        assertThat(knows(BOB)).isTrue();
        assertThat(reload.reload(file(ALICE))).doesNotContain("kept");
        assertThat(reloads).containsExactly(true, false, true);
    }

    @Test
    void aFileThatCannotBeReadKeepsAllOfTheOld(@TempDir Path folder) throws Exception {
        Path ca = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        assertThat(reload.reload(withIssuer(ca))).startsWith("kept 1 tokens").contains("ca: ", "ca.pem");
        assertThat(knows(ALICE)).as("not half of it").isTrue();
        assertThat(knows(BOB)).isFalse();
        assertThat(reloads).containsExactly(false);
    }

    @Test
    void nobodyOpensTheDoorToAllByDeletingLines() {
        assertThat(reload.reload(file(Map.of()))).contains("kept 1 tokens", "everybody could do everything");
        assertThat(knows(ALICE)).isTrue();
        assertThat(reloads).containsExactly(false);
    }
}
