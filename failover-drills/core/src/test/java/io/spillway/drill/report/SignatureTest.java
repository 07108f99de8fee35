package io.spillway.drill.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SignatureTest {

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void signs() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        pem("key.pem", "PRIVATE KEY", pair.getPrivate());
        pem("pub.pem", "PUBLIC KEY", pair.getPublic());
        pem("other.pem", "PUBLIC KEY", KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
        Files.writeString(folder.resolve("report.json"), "{\"verdict\":\"FAIL\"}\n");
        Signature.sign(folder, Signature.privateKey(folder.resolve("key.pem")));
    }

    private void pem(String file, String label, Key key) throws IOException {
        Files.writeString(folder.resolve(file), "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded()) + "\n-----END " + label + "-----\n");
    }

    private boolean holds(String key) throws IOException {
        return Signature.holds(folder, Signature.publicKey(folder.resolve(key)));
    }

    @Test
    void holdsForWhatWasSignedByTheOwnerOfTheKey() throws Exception {
        assertThat(holds("pub.pem")).isTrue();
        assertThat(holds("other.pem")).isFalse();
    }

    @Test
    void doesNotHoldForAReportThatSomebodyMadeBetter() throws Exception {
        Files.writeString(folder.resolve("report.json"), "{\"verdict\":\"PASS\"}\n");
        assertThat(holds("pub.pem")).isFalse();
    }

    @Test
    void doesNotHoldForSomethingElseInItsPlace() throws Exception {
        Files.writeString(folder.resolve("report.json.sig"), "not base64 at all\n");
        assertThat(holds("pub.pem")).isFalse();
    }

    @Test
    void saysWhatAKeyShouldBe() {
        assertThatThrownBy(() -> Signature.publicKey(folder.resolve("key.pem"))).isInstanceOf(IOException.class)
                .hasMessageContaining("no PUBLIC KEY (expected: a PEM file with one)");
    }
}
