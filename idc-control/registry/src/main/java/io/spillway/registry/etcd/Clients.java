package io.spillway.registry.etcd;

import java.nio.file.Files;
import java.time.Duration;

import javax.net.ssl.SSLException;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.spillway.registry.RegistryStartException;
import org.jspecify.annotations.Nullable;

/** Makes jetcd clients. Retries are off: {@link EtcdLink} decides when to try again, and a retried commit is uncertain. */
final class Clients {

    private static final int MAX_MESSAGE_BYTES = 512 << 20; // a page of large records, or a large batch of a watch

    private final EtcdSettings settings;

    Clients(EtcdSettings settings) {
        this.settings = settings;
        checkReadable(settings.tls());
    }

    Client open() {
        ClientBuilder builder = Client.builder().endpoints(settings.endpoints()).waitForReady(false).retryMaxAttempts(0)
                .connectTimeout(settings.callTimeout()).keepaliveTime(Duration.ofSeconds(10))
                .keepaliveTimeout(settings.silence()).keepaliveWithoutCalls(true)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES);
        EtcdSettings.Tls tls = settings.tls();
        if (tls != null) {
            try {
                builder.sslContext(ssl -> {
                    ssl.trustManager(tls.ca().toFile());
                    if (tls.cert() != null && tls.key() != null) {
                        ssl.keyManager(tls.cert().toFile(), tls.key().toFile());
                    }
                });
            } catch (SSLException | IllegalArgumentException e) {
                throw new RegistryStartException("registry: TLS files " + tls + " cannot be used: " + e.getMessage(),
                        e);
            }
        }
        return builder.build();
    }

    private static void checkReadable(EtcdSettings.@Nullable Tls tls) {
        if (tls != null && !Files.isReadable(tls.ca())) {
            throw new RegistryStartException("registry: tls.ca: " + tls.ca() + " (expected: a readable PEM file)");
        }
    }
}
