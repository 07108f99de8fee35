package io.spillway.registry.etcd;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

import io.spillway.model.time.Ticker;
import io.spillway.registry.RegistryStartException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** etcd behind TLS. */
@Tag("real")
class EtcdTlsTest {

    @TempDir
    Path directory;

    @Test
    void aTrustedCertificateConnectsAndAnotherAuthorityDoesNot() throws Exception {
        try (EtcdProcess etcd = EtcdProcess.startWithTls(directory);
                EtcdProcess stranger = EtcdProcess.startWithTls(directory.resolve("stranger").toFile().mkdir()
                        ? directory.resolve("stranger")
                        : directory)) {
            try (EtcdRegistry registry = open(etcd, etcd.selfSigned(), "a")) {
                EtcdTest.await().until(() -> registry.state().connected());
                assertThat(EtcdTest.put(registry, "/spillway/v1/a", "1")).isPositive();
            }
            try (EtcdRegistry registry = open(etcd, stranger.selfSigned(), "b")) {
                EtcdTest.await().until(() -> registry.state().detail().contains("etcd ["));
                assertThat(registry.state().connected()).isFalse();
            }
        }
    }

    @Test
    void aMissingAuthorityFileStopsTheStart() {
        assertThatThrownBy(() -> EtcdRegistry.open(
                EtcdSettings.of(List.of(URI.create("https://127.0.0.1:1")),
                        new EtcdSettings.Tls(directory.resolve("ca.pem"), null, null), directory.resolve("identity")),
                InstantSource.system(), Ticker.system(), new Random())).isInstanceOf(RegistryStartException.class)
                .hasMessage("registry: tls.ca: " + directory.resolve("ca.pem") + " (expected: a readable PEM file)");
    }

    private EtcdRegistry open(EtcdProcess etcd, Path authority, String node) {
        return EtcdRegistry.open(
                EtcdSettings.of(List.of(etcd.endpoint()), new EtcdSettings.Tls(authority, null, null),
                        directory.resolve("identity-" + node)),
                InstantSource.system(), Ticker.system(), new Random());
    }
}
